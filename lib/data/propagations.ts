/** Findings on their way to more assessments than one transaction takes. */
import type { Queryable } from './client.ts';
import type { Act } from './history.ts';
import { newId } from './ids.ts';
import type { Cause } from './outcomes.ts';

export async function insertPropagation(tx: Queryable, act: Act, programId: string, cause: Cause, total: number): Promise<void> {
  await tx.query(
    `INSERT INTO propagation (program_id, id, assessment_id, sequence, hash, actor_id, on_behalf_of_id, request_id, total, recorded_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, clock_timestamp())`,
    [programId, newId(), cause.assessmentId, cause.sequence, cause.hash, act.actorId, act.onBehalfOfId, act.requestId, total],
  );
}

export interface Propagation {
  programId: string;
  id: string;
  cause: Cause;
  act: Act;
  cursor: string | null;
}

/** The oldest that nobody else works on, locked until the transaction ends; null when there is none. */
export async function claimPropagation(tx: Queryable): Promise<Propagation | null> {
  const { rows } = await tx.query<Propagation>(
    `SELECT program_id AS "programId", id, cursor_id AS cursor,
       jsonb_build_object('assessmentId', assessment_id, 'sequence', sequence, 'hash', hash) AS cause,
       jsonb_build_object('actorId', actor_id, 'onBehalfOfId', on_behalf_of_id, 'requestId', request_id) AS act
     FROM propagation WHERE finished_at IS NULL ORDER BY recorded_at, id LIMIT 1 FOR UPDATE SKIP LOCKED`,
  );
  return rows[0] ?? null;
}

/** How far it has come: `cursor` is the last assessment asked; null when there are no more. */
export async function advancePropagation(tx: Queryable, item: Propagation, done: number, cursor: string | null): Promise<void> {
  await tx.query(
    `UPDATE propagation SET done = done + $3, cursor_id = coalesce($4, cursor_id), finished_at = CASE WHEN $4::uuid IS NULL THEN clock_timestamp() END
     WHERE program_id = $1 AND id = $2`,
    [item.programId, item.id, done, cursor],
  );
}

/** Those under way from these assessments: how many of how many have been asked. */
export async function listOpenPropagations(
  tx: Queryable,
  programId: string,
  assessmentIds: readonly string[],
): Promise<{ assessmentId: string; done: number; total: number }[]> {
  const { rows } = await tx.query<{ assessmentId: string; done: number; total: number }>(
    `SELECT assessment_id AS "assessmentId", done, total FROM propagation
     WHERE program_id = $1 AND assessment_id = ANY($2::uuid[]) AND finished_at IS NULL ORDER BY recorded_at`,
    [programId, assessmentIds],
  );
  return rows;
}
