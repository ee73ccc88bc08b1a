/** Whether a response counts as an answer: decided when it was recorded, or later, with a reason. */
import type { Counts } from '#lib/domain/answer.ts';
import type { Queryable } from './client.ts';

/**
 * What was held of a response at an instant: what the first later decision found, else what stands.
 * @param alias of the response in the statement
 * @param known a placeholder with its cast
 */
export const countsAt = (alias: string, known: string): string =>
  `coalesce((SELECT rc.was FROM response_counting rc WHERE rc.program_id = ${alias}.program_id AND rc.response_id = ${alias}.id
    AND rc.recorded_at > ${known} ORDER BY rc.recorded_at LIMIT 1), ${alias}.counts)`;

/** The same of several responses, for readers that have their rows already. Those that no later decision touched are left out. */
export async function listCountsAt(
  tx: Queryable,
  programId: string,
  responseIds: readonly string[],
  knownAt: string,
): Promise<Map<string, Counts>> {
  if (responseIds.length === 0) return new Map();
  const { rows } = await tx.query<{ id: string; was: Counts }>(
    `SELECT DISTINCT ON (response_id) response_id AS id, was FROM response_counting
     WHERE program_id = $1 AND response_id = ANY($2) AND recorded_at > $3 ORDER BY response_id, recorded_at`,
    [programId, responseIds, knownAt],
  );
  return new Map(rows.map(({ id, was }) => [id, was]));
}

export interface CountedResponse {
  programId: string;
  id: string;
  counts: Counts;
  applicationId: string | null;
  operatorId: string | null;
  /** Of whom it is: the organization that applied, or the operator. */
  organizationId: string;
  receivedOn: string | null;
  datedOn: string | null;
}

/** A response that stands, with whose it is; null when it is missing or superseded. */
export async function findResponse(tx: Queryable, id: string): Promise<CountedResponse | null> {
  const { rows } = await tx.query<CountedResponse>(
    `SELECT r.program_id AS "programId", r.id, r.counts, r.application_id AS "applicationId", r.operator_id AS "operatorId",
       coalesce(ap.organization_id, r.operator_id) AS "organizationId", r.received_on AS "receivedOn", r.dated_on AS "datedOn"
     FROM response r LEFT JOIN application ap ON ap.program_id = r.program_id AND ap.id = r.application_id
     WHERE r.id = $1 AND r.superseded_at IS NULL`,
    [id],
  );
  return rows[0] ?? null;
}

/** The assessments that a response speaks to, with what it says on each, under the caller's locks. */
export interface AnsweredAssessment {
  assessmentId: string;
  answer: string | null;
  status: string;
  version: number;
  current: string | null;
}

export async function listAnswered(tx: Queryable, programId: string, responseId: string): Promise<AnsweredAssessment[]> {
  const { rows } = await tx.query<AnsweredAssessment>(
    `SELECT a.id AS "assessmentId", n.answer, a.status, a.version, a.answer AS current
     FROM response_answer n JOIN assessment a ON a.program_id = n.program_id AND a.id = n.assessment_id
     WHERE n.program_id = $1 AND n.response_id = $2 AND n.superseded_at IS NULL ORDER BY a.id`,
    [programId, responseId],
  );
  return rows;
}

/**
 * What the newest response that stands says on an assessment; null when none does. It stands when it counts, and what an organization
 * submitted itself also until that is decided (docs/decisions/0047). Where neither of its dates is on record, the day it was recorded
 * stands for them.
 */
export async function findStandingAnswer(tx: Queryable, programId: string, assessmentId: string): Promise<string | null> {
  const { rows } = await tx.query<{ answer: string | null }>(
    `SELECT n.answer FROM response_answer n JOIN response r ON r.program_id = n.program_id AND r.id = n.response_id
     JOIN program g ON g.id = n.program_id
     WHERE n.program_id = $1 AND n.assessment_id = $2 AND n.superseded_at IS NULL AND r.superseded_at IS NULL
       AND (r.counts = 'yes' OR r.counts = 'undecided' AND EXISTS (SELECT FROM receipt k WHERE k.program_id = r.program_id AND k.response_id = r.id))
       AND n.answer IS NOT NULL AND n.answer <> 'not_addressed'
     ORDER BY coalesce(r.received_on, r.dated_on, (r.recorded_at AT TIME ZONE g.zone)::date) DESC, r.recorded_at DESC LIMIT 1`,
    [programId, assessmentId],
  );
  return rows[0]?.answer ?? null;
}

/** Keeps a decision; the caller holds the locks of what the response speaks to. */
export async function insertCounting(
  tx: Queryable,
  decision: { programId: string; id: string; responseId: string; was: Counts; counts: Counts; reason: string; decidedById: string },
): Promise<void> {
  await tx.query(
    `INSERT INTO response_counting (program_id, id, response_id, was, counts, reason, decided_by_id, recorded_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, clock_timestamp())`,
    [decision.programId, decision.id, decision.responseId, decision.was, decision.counts, decision.reason, decision.decidedById],
  );
  await tx.query('UPDATE response SET counts = $3 WHERE program_id = $1 AND id = $2', [
    decision.programId,
    decision.responseId,
    decision.counts,
  ]);
}
