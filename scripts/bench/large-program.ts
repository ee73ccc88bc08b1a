/** A program of any size in seconds, made through the product's own functions, for benchmarks and trust tests. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { newId } from '#lib/data/ids.ts';

export interface LargeProgram {
  programId: string;
  slug: string;
  actorId: string;
  /** Assessments, all not started. */
  ids: string[];
}

/**
 * Makes a program with one tracked condition and an assessor, and opens one assessment per operator.
 * @param owner connection of the role that owns the tables
 */
export async function makeLargeProgram(owner: Pick<pg.Client, 'query'>, count: number): Promise<LargeProgram> {
  const programId = newId();
  const actorId = newId();
  const slug = `large-${programId}`;
  await owner.query(`INSERT INTO principal (id, kind, name, created_at) VALUES ($1, 'job', 'Benchmark', now())`, [actorId]);
  await owner.query(
    `WITH o AS (INSERT INTO organization (id, ref, name, sort_name, level) VALUES ($2, 'assessor-' || $3, 'Assessor', 'assessor', 'other') RETURNING id)
     INSERT INTO program (id, slug, name, kind, agency, summary, zone, calendar, record_basis, assessor_id, standing_lines, facts, created_at)
     SELECT $1, $3, 'Large', 'practice', 'None', 'None', 'UTC', 'us-federal', 'own_files', id, '{}', '{}', now() FROM o`,
    [programId, randomUUID(), slug],
  );
  await owner.query(
    `WITH c AS (INSERT INTO condition (program_id, id, ref, title, sort_order, tracked) VALUES ($1, gen_random_uuid(), 'one', 'One', 1, true) RETURNING id),
     v AS (INSERT INTO condition_version (program_id, id, condition_id, version, wording, citation, grade, valid_from, recorded_at)
       SELECT $1, gen_random_uuid(), id, 1, 'Words', 'None', 'primary', DATE '2020-01-01', now() FROM c RETURNING id, condition_id),
     o AS (INSERT INTO organization (id, ref, name, sort_name, level)
       SELECT gen_random_uuid(), $3 || '-' || n, 'Body ' || n, 'body ' || n, 'city' FROM generate_series(1, $2) n RETURNING id)
     SELECT 1`,
    [programId, count, slug],
  );
  const { rows } = await owner.query<{ id: string }>(
    `SELECT a.id FROM (SELECT gen_random_uuid() AS id, o.id AS operator, v.condition_id, v.id AS version
       FROM organization o, condition_version v WHERE o.ref LIKE $3 || '-%' AND v.program_id = $1::uuid) a,
     LATERAL open_assessment(jsonb_build_object('programId', $1::uuid, 'assessmentId', a.id, 'actorId', $2::uuid, 'sortName', 'x',
       'content', jsonb_build_object('reason', NULL, 'payload', jsonb_build_object('subjectKind', 'operator', 'operatorId', a.operator,
         'conditionId', a.condition_id, 'conditionVersionId', a.version, 'controlledElsewhere', false, 'responsible', '[]'::jsonb))::text)) made`,
    [programId, actorId, slug],
  );
  return { programId, slug, actorId, ids: rows.map((row) => row.id) };
}

const RECORD = 'SELECT record_statuses($1::jsonb)';
const BATCH = 500;

/** Moves all assessments of a large program on, in batches, without the application's checks. */
export async function moveAll(
  owner: Pick<pg.Client, 'query'>,
  { programId, actorId, ids }: LargeProgram,
  from: string,
  to: string,
): Promise<void> {
  const content = JSON.stringify({ reason: 'Prepared.', payload: { from, to, set: { status: to } } });
  for (let at = 0; at < ids.length; at += BATCH) {
    const acts = ids.slice(at, at + BATCH).map((assessmentId) => ({ programId, assessmentId, actorId, kind: 'status_changed', content }));
    await owner.query(RECORD, [JSON.stringify(acts)]);
  }
}
