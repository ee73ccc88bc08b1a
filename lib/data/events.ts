/** Reading history. Events are never changed; content is null once erased. */
import { parseContent } from '#lib/domain/event.ts';
import type { EventView } from '#lib/domain/record.ts';
import type { Queryable } from './client.ts';
import { Parameters } from './sql.ts';

interface EventRow {
  stream_id: string;
  sequence: number;
  kind: string;
  effective_at: string;
  recorded_at: string;
  content: string | null;
  hash: string;
  prev_hash: string;
  actor_id: string;
  actor_name: string;
  actor_kind: string;
  on_behalf_of: string | null;
}

export interface EventQuery {
  programId: string;
  streamIds: string[];
  /** Only what was recorded by this instant. */
  knownAt: string;
  /** Only what was effective by this instant; absent: all. */
  asOf?: string;
  /** Only what was recorded after this instant. */
  recordedAfter?: string;
  limit?: number;
  /** Only events with a higher sequence (paging one stream). */
  afterSequence?: number;
  newestFirst?: boolean;
  /** For somebody confined to one organization: without the notes that are not for it. */
  withoutInternalNotes?: boolean;
}

/** Notes that contributors may not read; alias `e` is the event. */
export const INTERNAL_NOTE = `(e.kind = 'note_added' AND coalesce(e.content::jsonb->'payload'->>'visibility', 'funder') <> 'organization')`;

/** Events with their stream, in order of stream and sequence, or by recorded instant when newest first. */
export async function listEvents(tx: Queryable, query: EventQuery): Promise<(EventView & { streamId: string })[]> {
  const params = new Parameters();
  const where = [
    `e.program_id = ${params.add(query.programId)}`,
    `e.stream_id = ANY(${params.add(query.streamIds)})`,
    `e.recorded_at <= ${params.add(query.knownAt)}`,
  ];
  if (query.asOf) where.push(`e.effective_at <= ${params.add(query.asOf)}`);
  if (query.recordedAfter) where.push(`e.recorded_at > ${params.add(query.recordedAfter)}`);
  if (query.afterSequence !== undefined) where.push(`e.sequence > ${params.add(query.afterSequence)}`);
  if (query.withoutInternalNotes) where.push(`NOT ${INTERNAL_NOTE}`);
  const order = query.newestFirst ? 'e.recorded_at DESC, e.sequence DESC' : 'e.stream_id, e.sequence';
  const { rows } = await tx.query<EventRow>(
    `SELECT e.stream_id, e.sequence, e.kind, e.effective_at, e.recorded_at, e.content, e.hash, e.prev_hash, e.actor_id,
       a.name AS actor_name, a.kind AS actor_kind, b.name AS on_behalf_of
     FROM event e JOIN principal a ON a.id = e.actor_id LEFT JOIN principal b ON b.id = e.on_behalf_of_id
     WHERE ${where.join(' AND ')} ORDER BY ${order} LIMIT ${params.add(query.limit ?? 500)}`,
    params.values,
  );
  return rows.map(toView);
}

function toView(row: EventRow): EventView & { streamId: string } {
  const content = row.content === null ? null : parseContent(row.content);
  return {
    streamId: row.stream_id,
    sequence: row.sequence,
    kind: row.kind,
    actor: { id: row.actor_id, name: row.actor_name, kind: row.actor_kind },
    onBehalfOf: row.on_behalf_of,
    effectiveAt: row.effective_at,
    recordedAt: row.recorded_at,
    reason: content?.reason ?? null,
    payload: content?.payload ?? null,
    hash: row.hash,
    prevHash: row.prev_hash,
  };
}

/** The statuses an assessment has held by what is known now: what a correction may go back to. */
export async function listHeldStatuses(tx: Queryable, programId: string, assessmentId: string): Promise<string[]> {
  const { rows } = await tx.query<{ status: string }>(
    'SELECT DISTINCT status FROM assessment_period WHERE program_id = $1 AND assessment_id = $2',
    [programId, assessmentId],
  );
  return rows.map((row) => row.status);
}

/** What was said to be missing when more information was asked last, by assessment. */
export async function listMissing(
  tx: Queryable,
  programId: string,
  assessmentIds: string[],
  moment: { asOf: string; knownAt: string },
): Promise<Map<string, string>> {
  const { rows } = await tx.query<{ id: string; missing: string | null }>(
    `SELECT DISTINCT ON (stream_id) stream_id AS id, content::jsonb->'payload'->'details'->>'missing' AS missing FROM event
     WHERE program_id = $1 AND stream_id = ANY($2::uuid[]) AND kind = 'status_changed' AND recorded_at <= $3 AND effective_at <= $4
       AND content::jsonb->'payload'->>'to' = 'info_requested' ORDER BY stream_id, sequence DESC`,
    [programId, assessmentIds, moment.knownAt, moment.asOf],
  );
  return new Map(rows.flatMap(({ id, missing }) => (missing ? [[id, missing] as const] : [])));
}
