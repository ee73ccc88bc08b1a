/** Erasure of personal data, and rebuilding of what is derived from events: for the owner of the tables alone. */
import type { Queryable } from './client.ts';
import type { Act } from './history.ts';

export interface EventAddress {
  programId: string;
  streamId: string;
  sequence: number;
}

export interface EventBrief {
  kind: string;
  recordedAt: string;
  reason: string | null;
  isErased: boolean;
}

export async function findEventBrief(tx: Queryable, at: EventAddress): Promise<EventBrief | null> {
  const { rows } = await tx.query<EventBrief>(
    `SELECT kind, proviso_instant(recorded_at) AS "recordedAt", content::jsonb->>'reason' AS reason, content IS NULL AS "isErased"
     FROM event WHERE program_id = $1 AND stream_id = $2 AND sequence = $3`,
    [at.programId, at.streamId, at.sequence],
  );
  return rows[0] ?? null;
}

/** @returns the sequence of the event that tells of the erasure */
export async function eraseContent(tx: Queryable, act: Act, at: EventAddress, reason: string): Promise<number> {
  const { rows } = await tx.query<{ told: { version?: number; sequence?: number } }>('SELECT erase_content($1::jsonb) AS told', [
    JSON.stringify({ ...at, ...act, reason }),
  ]);
  return rows[0]?.told.version ?? rows[0]?.told.sequence ?? 0;
}

/** The events of the same stream that still hold a text somewhere in their content. */
export async function listEventsWithText(tx: Queryable, at: EventAddress, text: string): Promise<number[]> {
  const { rows } = await tx.query<{ sequence: number }>(
    `SELECT sequence FROM event WHERE program_id = $1 AND stream_id = $2 AND position($3 IN content) > 0 ORDER BY sequence`,
    [at.programId, at.streamId, JSON.stringify(text).slice(1, -1)],
  );
  return rows.map((row) => row.sequence);
}

export async function listProgramsToRebuild(tx: Queryable, slug: string | null): Promise<{ id: string; slug: string }[]> {
  const { rows } = await tx.query<{ id: string; slug: string }>(
    'SELECT id, slug FROM program WHERE $1::text IS NULL OR slug = $1 ORDER BY slug',
    [slug],
  );
  return rows;
}

/** Rebuilds the next assessments after an id. @returns how many were different, and the last id; null at the end */
export async function rebuildAssessments(
  tx: Queryable,
  programId: string,
  after: string,
  limit: number,
): Promise<{ last: string | null; assessments: number; changed: number }> {
  const { rows } = await tx.query<{ last: string | null; assessments: number; changed: number }>(
    `SELECT max(id::text) AS last, count(*)::int AS assessments, count(*) FILTER (WHERE rebuild_assessment(program_id, id))::int AS changed
     FROM (SELECT program_id, id FROM assessment WHERE program_id = $1 AND id > $2 ORDER BY id LIMIT $3) a`,
    [programId, after, limit],
  );
  return rows[0] ?? { last: null, assessments: 0, changed: 0 };
}

/** @returns whether the numbers were different */
export async function rebuildCounters(tx: Queryable, programId: string): Promise<boolean> {
  const { rows } = await tx.query<{ differed: boolean }>('SELECT rebuild_counters($1) AS differed', [programId]);
  return rows[0]?.differed ?? false;
}
