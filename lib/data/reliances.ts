/** Who relies on whose finding: reading and recording it. */
import { PRIVILEGED_TITLE } from '#lib/domain/evidence.ts';
import type { Moment } from '#lib/domain/record.ts';
import type { RelianceRule } from '#lib/domain/reliance.ts';
import type { Status } from '#lib/domain/status.ts';
import { stateSource } from './assessment-sql.ts';
import type { Queryable } from './client.ts';
import { Parameters } from './sql.ts';
import { pastTimes, restsOnWithdrawn } from './withdrawn.ts';

export interface NewReliance {
  programId: string;
  id: string;
  assessmentId: string;
  rule: RelianceRule;
  scope: string;
  /** Dates are `YYYY-MM-DD`, the last one included. */
  validFrom: string;
  validTo: string | null;
  evidenceId: string | null;
  bookingId: string | null;
  recordedById: string;
}

/** @throws AppError through `inTransaction`: `circular_reliance`, `invalid_request` for one that nobody can rely on */
export async function insertReliance(tx: Queryable, item: NewReliance, relied: readonly string[]): Promise<void> {
  await tx.query(
    `INSERT INTO reliance (program_id, id, assessment_id, rule, scope, valid_from, valid_to, evidence_id, booking_id, recorded_by_id, recorded_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, clock_timestamp())`,
    [
      item.programId,
      item.id,
      item.assessmentId,
      item.rule,
      item.scope,
      item.validFrom,
      item.validTo,
      item.evidenceId,
      item.bookingId,
      item.recordedById,
    ],
  );
  await tx.query('INSERT INTO reliance_part (program_id, reliance_id, assessment_id) SELECT $1, $2, unnest($3::uuid[])', [
    item.programId,
    item.id,
    relied,
  ]);
}

export async function insertRelianceEnd(
  tx: Queryable,
  end: { programId: string; relianceId: string; endedOn: string; reason: string; recordedById: string },
): Promise<void> {
  await tx.query(
    'INSERT INTO reliance_end (program_id, reliance_id, ended_on, reason, recorded_by_id, recorded_at) VALUES ($1, $2, $3, $4, $5, clock_timestamp())',
    [end.programId, end.relianceId, end.endedOn, end.reason, end.recordedById],
  );
}

export interface ReliedView {
  assessmentId: string;
  operatorId: string;
  operator: string;
  status: Status;
  expiresOn: string | null;
  /** Its finding rests on evidence that was superseded or sealed. */
  withdrawn: boolean;
}

export interface RelianceView {
  id: string;
  assessmentId: string;
  rule: RelianceRule;
  scope: string;
  validFrom: string;
  validTo: string | null;
  recordedAt: string;
  recordedBy: string;
  evidence: { id: string; title: string; url: string | null } | null;
  /** The place where people are booked, when the reliance rests on that. */
  facility: string | null;
  /** The first day on which it no longer held, and why; null while nobody ended it. */
  ended: { on: string; reason: string; recordedAt: string } | null;
  relied: ReliedView[];
}

export interface RelianceFilter {
  programId: string;
  moment: Moment;
  ids?: readonly string[];
  assessmentIds?: readonly string[];
  /** Whether titles and links of privileged items are for the reader; absent: they are not. */
  privileged?: boolean;
  /** Only those that name one of these assessments. */
  reliedIds?: readonly string[];
}

/** By when something has to be recorded to be known. Now, whatever is there: the database's clock and ours may differ. */
const knownBy = (moment: Moment): string => (moment.live ? 'infinity' : moment.knownAt);

/** Reliances by their first day, with where those relied on stood at the moment. */
export async function listReliances(tx: Queryable, filter: RelianceFilter): Promise<RelianceView[]> {
  const params = new Parameters();
  const program = params.add(filter.programId);
  const known = `${params.add(knownBy(filter.moment))}::timestamptz`;
  const state = stateSource(params, filter.programId, filter.moment, null);
  const where = [`r.program_id = ${program}`, `r.recorded_at <= ${known}`];
  if (filter.ids) where.push(`r.id = ANY(${params.add(filter.ids)}::uuid[])`);
  if (filter.assessmentIds) where.push(`r.assessment_id = ANY(${params.add(filter.assessmentIds)}::uuid[])`);
  if (filter.reliedIds)
    where.push(
      `r.id IN (SELECT reliance_id FROM reliance_part WHERE program_id = ${program} AND assessment_id = ANY(${params.add(filter.reliedIds)}::uuid[]))`,
    );
  const seen = filter.privileged ? 'true' : 'NOT e.privileged';
  const hidden = `${params.add(PRIVILEGED_TITLE)}::text`;
  const { rows } = await tx.query<RelianceView>(
    `SELECT r.id, r.assessment_id AS "assessmentId", r.rule, r.scope, r.valid_from AS "validFrom", r.valid_to AS "validTo", r.recorded_at AS "recordedAt",
       w.name AS "recordedBy", f.name AS facility,
       CASE WHEN e.id IS NULL THEN NULL ELSE jsonb_build_object('id', e.id, 'title', CASE WHEN ${seen} THEN e.title ELSE ${hidden} END, 'url', CASE WHEN ${seen} THEN e.url END) END AS evidence,
       CASE WHEN x.reliance_id IS NULL THEN NULL ELSE jsonb_build_object('on', x.ended_on, 'reason', x.reason, 'recordedAt', x.recorded_at) END AS ended,
       (SELECT jsonb_agg(jsonb_build_object('assessmentId', a.id, 'operatorId', o.id, 'operator', o.name, 'status', a.status, 'expiresOn', a.expires_on,
          'withdrawn', ${restsOnWithdrawn('a', pastTimes(params, filter.moment))}) ORDER BY o.sort_name, a.id)
          FROM reliance_part p JOIN ${state} a ON a.id = p.assessment_id JOIN organization o ON o.id = a.operator_id
          WHERE p.program_id = r.program_id AND p.reliance_id = r.id) AS relied
     FROM reliance r JOIN principal w ON w.id = r.recorded_by_id
     LEFT JOIN evidence e ON e.id = r.evidence_id
     LEFT JOIN booking_relation b ON b.id = r.booking_id LEFT JOIN facility f ON f.id = b.facility_id
     LEFT JOIN reliance_end x ON x.program_id = r.program_id AND x.reliance_id = r.id AND x.recorded_at <= ${known}
     WHERE ${where.join(' AND ')} ORDER BY r.valid_from, r.id LIMIT 5000`,
    params.values,
  );
  return rows;
}

/** The program and the assessment of a reliance, or null. */
export async function findRelianceHome(tx: Queryable, id: string): Promise<{ programId: string; assessmentId: string } | null> {
  const { rows } = await tx.query<{ programId: string; assessmentId: string }>(
    'SELECT program_id AS "programId", assessment_id AS "assessmentId" FROM reliance WHERE id = $1',
    [id],
  );
  return rows[0] ?? null;
}

/** Of these ids the assessments of operators on a condition of a program: those that can be relied on. */
export async function findReliable(
  tx: Queryable,
  programId: string,
  conditionId: string,
  ids: readonly string[],
): Promise<{ id: string; operatorId: string; operator: string }[]> {
  const { rows } = await tx.query<{ id: string; operatorId: string; operator: string }>(
    `SELECT a.id, o.id AS "operatorId", o.name AS operator FROM assessment a JOIN organization o ON o.id = a.operator_id
     WHERE a.program_id = $1 AND a.condition_id = $2 AND a.id = ANY($3::uuid[]) ORDER BY o.sort_name, a.id`,
    [programId, conditionId, ids],
  );
  return rows;
}

export interface NamedAssessment {
  id: string;
  /** The place, or the body where it is an operator's. */
  name: string;
  status: Status;
  /** Whose it is. */
  organizationId: string;
}

/** Assessments by id with whose they are and where they stood at a moment, by name. */
export async function listNamedAssessments(
  tx: Queryable,
  programId: string,
  ids: readonly string[],
  moment: Moment,
): Promise<NamedAssessment[]> {
  const params = new Parameters();
  const state = stateSource(params, programId, moment, null);
  const { rows } = await tx.query<NamedAssessment>(
    `SELECT a.id, coalesce(j.name, o.name) AS name, a.status, o.id AS "organizationId" FROM ${state} a
     LEFT JOIN application ap ON ap.program_id = a.program_id AND ap.id = a.application_id LEFT JOIN jurisdiction j ON j.id = ap.jurisdiction_id
     JOIN organization o ON o.id = coalesce(ap.organization_id, a.operator_id)
     WHERE a.id = ANY(${params.add(ids)}::uuid[]) ORDER BY a.sort_name, a.id`,
    params.values,
  );
  return rows;
}

/** Assessments of operators on a condition, by operator: those that can be relied on. */
export async function listReliable(
  tx: Queryable,
  programId: string,
  conditionId: string,
): Promise<{ assessmentId: string; operatorId: string; operator: string; status: Status }[]> {
  const { rows } = await tx.query<{ assessmentId: string; operatorId: string; operator: string; status: Status }>(
    `SELECT a.id AS "assessmentId", o.id AS "operatorId", o.name AS operator, a.status FROM assessment a JOIN organization o ON o.id = a.operator_id
     WHERE a.program_id = $1 AND a.condition_id = $2 ORDER BY o.sort_name, a.id LIMIT 500`,
    [programId, conditionId],
  );
  return rows;
}

/** What an operator is assessed on: every condition of the program, with its assessment at a moment, where one was open. */
export async function listOperatorAssessments(
  tx: Queryable,
  programId: string,
  operatorId: string,
  moment: Moment,
): Promise<{ conditionId: string; ref: string; title: string; tracked: boolean; assessmentId: string | null; status: Status | null }[]> {
  const params = new Parameters();
  const state = stateSource(params, programId, moment, null);
  const { rows } = await tx.query<{
    conditionId: string;
    ref: string;
    title: string;
    tracked: boolean;
    assessmentId: string | null;
    status: Status | null;
  }>(
    `SELECT c.id AS "conditionId", c.ref, c.title, c.tracked, a.id AS "assessmentId", a.status FROM condition c
     LEFT JOIN ${state} a ON a.condition_id = c.id AND a.operator_id = ${params.add(operatorId)}
     WHERE c.program_id = ${params.add(programId)} ORDER BY c.sort_order`,
    params.values,
  );
  return rows;
}
