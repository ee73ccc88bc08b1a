/** Bodies that organizations name as those in control, and where a question went from there. */
import type { Queryable } from './client.ts';
import { newId } from './ids.ts';

export interface ReferralView {
  id: string;
  assessmentId: string;
  responseId: string;
  /** Null when only a name was given. */
  operatorId: string | null;
  bodyName: string;
  madeBy: string;
  recordedAt: string;
  passedOn: { assessmentId: string; by: string; at: string } | null;
}

/** What was named in an answer that was recalled since is named no more. */
const recalled = (
  known: string,
) => `EXISTS (SELECT FROM response_recall k WHERE k.program_id = r.program_id AND k.response_id = r.response_id
  AND k.recorded_at <= ${known})`;

export interface NewReferral {
  programId: string;
  assessmentId: string;
  responseId: string;
  operatorId: string | null;
  bodyName: string;
  madeById: string;
}

export async function insertReferral(tx: Queryable, referral: NewReferral): Promise<string> {
  const id = newId();
  await tx.query(
    `INSERT INTO referral (program_id, id, assessment_id, response_id, operator_id, body_name, made_by_id, recorded_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, clock_timestamp())`,
    [referral.programId, id, referral.assessmentId, referral.responseId, referral.operatorId, referral.bodyName, referral.madeById],
  );
  return id;
}

interface Row extends Omit<ReferralView, 'passedOn'> {
  toId: string | null;
  by: string | null;
  at: string | null;
}

const REFERRAL = `SELECT r.id, r.assessment_id AS "assessmentId", r.response_id AS "responseId", r.operator_id AS "operatorId",
    r.body_name AS "bodyName", p.name AS "madeBy", r.recorded_at AS "recordedAt", r.passed_on_to_id AS "toId", b.name AS by, r.passed_on_at AS at
  FROM referral r JOIN principal p ON p.id = r.made_by_id LEFT JOIN principal b ON b.id = r.passed_on_by_id`;

const toView = ({ toId, by, at, ...row }: Row): ReferralView => ({
  ...row,
  passedOn: toId && by && at ? { assessmentId: toId, by, at } : null,
});

/** One that stands; null when there is none, or the answer that named the body was recalled. */
export async function findReferral(tx: Queryable, id: string): Promise<ReferralView | null> {
  const { rows } = await tx.query<Row>(`${REFERRAL} WHERE r.id = $1 AND NOT ${recalled("'infinity'")}`, [id]);
  return rows[0] ? toView(rows[0]) : null;
}

/** Bodies named on these assessments by an instant, oldest first; what was recalled since is left out. */
export async function listReferrals(tx: Queryable, programId: string, assessmentIds: string[], knownAt: string): Promise<ReferralView[]> {
  const { rows } = await tx.query<Row>(
    `${REFERRAL} WHERE r.program_id = $1 AND r.assessment_id = ANY($2::uuid[]) AND r.recorded_at <= $3
       AND NOT ${recalled('$3')}
     ORDER BY r.recorded_at`,
    [programId, assessmentIds, knownAt],
  );
  return rows.map(toView).map((row) => (row.passedOn && row.passedOn.at > knownAt ? { ...row, passedOn: null } : row));
}

export async function passOn(
  tx: Queryable,
  passed: { programId: string; id: string; toAssessmentId: string; byId: string },
): Promise<void> {
  await tx.query(
    `UPDATE referral SET passed_on_to_id = $3, passed_on_by_id = $4, passed_on_at = clock_timestamp() WHERE program_id = $1 AND id = $2`,
    [passed.programId, passed.id, passed.toAssessmentId, passed.byId],
  );
}
