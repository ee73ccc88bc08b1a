/** How a finding reaches those that rely on it: who they are, their locks, and the call that lets them take what follows. */
import type { Moment } from '#lib/domain/record.ts';
import type { StatusStep } from '#lib/domain/reliance.ts';
import { announce } from './announce.ts';
import type { Queryable } from './client.ts';
import type { Act, RecordedStatus } from './history.ts';

/** Assessments that one transaction lets take an outcome; beyond, a job does it in chunks. */
export const PROPAGATION_LIMIT = 5000;

/** The event that an outcome follows from. */
export interface Cause {
  assessmentId: string;
  sequence: number;
  hash: string;
}

/** Assessments that rely on this one directly, in the order of ids; those after `after` only. */
export async function listDependentIds(
  tx: Queryable,
  programId: string,
  assessmentId: string,
  page: { after: string | null; limit: number },
): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `SELECT DISTINCT r.assessment_id AS id FROM reliance_part p JOIN reliance r ON r.program_id = p.program_id AND r.id = p.reliance_id
     WHERE p.program_id = $1 AND p.assessment_id = $2 AND ($3::uuid IS NULL OR r.assessment_id > $3) ORDER BY 1 LIMIT $4`,
    [programId, assessmentId, page.after, page.limit],
  );
  return rows.map((row) => row.id);
}

export async function countDependents(tx: Queryable, programId: string, assessmentId: string): Promise<number> {
  const { rows } = await tx.query<{ n: number }>(
    `SELECT count(DISTINCT r.assessment_id)::int AS n FROM reliance_part p JOIN reliance r ON r.program_id = p.program_id AND r.id = p.reliance_id
     WHERE p.program_id = $1 AND p.assessment_id = $2`,
    [programId, assessmentId],
  );
  return rows[0]?.n ?? 0;
}

/** Of these assessments those that others rely on. */
export async function filterReliedOn(tx: Queryable, programId: string, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await tx.query<{ id: string }>(
    'SELECT DISTINCT assessment_id AS id FROM reliance_part WHERE program_id = $1 AND assessment_id = ANY($2::uuid[])',
    [programId, ids],
  );
  return new Set(rows.map((row) => row.id));
}

/**
 * Locks assessments and all that depend on them, in the order of ids. More dependents than the limit are not locked: the job
 * locks its own chunks.
 */
export async function lockWithDependents(
  tx: Queryable,
  programId: string,
  ids: readonly string[],
  limit = PROPAGATION_LIMIT,
): Promise<void> {
  await tx.query('SELECT lock_with_dependents($1, $2::uuid[], $3)', [programId, ids, limit]);
}

export type TakenOutcome = RecordedStatus & { assessmentId: string };

/** Lets assessments take what follows from those they rely on; the database works out what. Returns those that changed. */
export async function takeOutcomes(
  tx: Queryable,
  act: Act,
  programId: string,
  targets: readonly { assessmentId: string; cause: Cause }[],
): Promise<TakenOutcome[]> {
  if (targets.length === 0) return [];
  const { rows } = await tx.query<{ result: TakenOutcome[] }>('SELECT take_outcomes($1, $2::jsonb, $3::jsonb) AS result', [
    programId,
    JSON.stringify(targets),
    JSON.stringify(act),
  ]);
  const taken = rows[0]?.result ?? [];
  for (const item of taken) announce(tx, item.assessmentId);
  return taken;
}

/**
 * What changed the status of assessments by a moment, in the order of recording, with what they became; for the domain's `stanceOf`.
 */
export async function listStatusSteps(
  tx: Queryable,
  programId: string,
  ids: readonly string[],
  moment: Moment,
): Promise<Map<string, (StatusStep & { sequence: number })[]>> {
  const { rows } = await tx.query<StatusStep & { id: string; sequence: number }>(
    `SELECT p.assessment_id AS id, p.known_version AS sequence, e.kind, p.status, e.effective_at AS "effectiveAt"
     FROM assessment_period p JOIN event e ON e.program_id = p.program_id AND e.stream_id = p.assessment_id AND e.sequence = p.known_version
     WHERE p.program_id = $1 AND p.assessment_id = ANY($2::uuid[]) AND p.valid_to = 'infinity'
       AND ($3::timestamptz IS NULL OR (e.recorded_at <= $3 AND e.effective_at <= $4)) ORDER BY p.assessment_id, p.known_version`,
    [programId, ids, moment.live ? null : moment.knownAt, moment.asOf],
  );
  const steps = new Map<string, (StatusStep & { sequence: number })[]>();
  for (const { id, ...step } of rows) steps.set(id, [...(steps.get(id) ?? []), step]);
  return steps;
}

/**
 * Assessments with a finding under a reliance whose last day is over, by id; each with the event that recorded the reliance,
 * or its newest event where that one's content was erased.
 * @param since only those whose last day was not over a day before this instant; null: all
 */
export async function listRunOut(
  tx: Queryable,
  since: string | null,
  after: string | null,
  limit: number,
): Promise<{ programId: string; cause: Cause }[]> {
  const { rows } = await tx.query<{ programId: string; cause: Cause }>(
    `SELECT DISTINCT ON (a.id) a.program_id AS "programId", jsonb_build_object('assessmentId', a.id, 'sequence', e.sequence, 'hash', e.hash) AS cause
     FROM reliance r JOIN program g ON g.id = r.program_id
     JOIN assessment a ON a.program_id = r.program_id AND a.id = r.assessment_id AND a.status IN (SELECT id FROM status WHERE grouping = 'finding')
     JOIN event e ON e.program_id = a.program_id AND e.stream_id = a.id
     WHERE r.valid_to < (now() AT TIME ZONE g.zone)::date AND ($1::uuid IS NULL OR a.id > $1)
       AND ($3::timestamptz IS NULL OR r.valid_to >= ((($3 - interval '1 day') AT TIME ZONE g.zone)::date))
     ORDER BY a.id, (e.kind = 'reliance_recorded' AND e.content::jsonb->'payload'->>'relianceId' = r.id::text) DESC NULLS LAST, e.sequence DESC LIMIT $2`,
    [after, limit, since],
  );
  return rows;
}
