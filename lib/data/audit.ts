/** Events of one program as auditors pick them: those recorded long after they took effect, and a sample drawn by a seed. */

import { type AuditEvent, FINDING_STATUSES } from '#lib/domain/audit.ts';
import { parseContent, STATUS_EVENT_KINDS } from '#lib/domain/event.ts';
import { isStatus, type Status } from '#lib/domain/status.ts';
import type { Queryable } from './client.ts';
import { Parameters } from './sql.ts';

interface Row extends Omit<AuditEvent, 'from' | 'to' | 'reason' | 'erased' | 'actor'> {
  content: string | null;
  actorId: string;
  actorName: string;
  actorKind: string;
}

/** Names are joined to the few events that were picked, never to all that were looked at. `$1` is the program. */
const described = (picked: string, order: string): string => `WITH picked AS (${picked})
  SELECT e.stream_id AS "streamId", e.stream_kind AS "streamKind", e.sequence, e.kind, e.content, e.hash,
    coalesce(j.name, o.name) AS subject, c.title AS condition, p.id AS "actorId", p.name AS "actorName", p.kind AS "actorKind", b.name AS "onBehalfOf",
    e.effective_at AS "effectiveAt", e.recorded_at AS "recordedAt",
    (p.kind = 'import' OR coalesce(e.request_id = (SELECT m.request_id FROM event m
      WHERE m.program_id = $1 AND m.stream_id = $1 AND m.kind = 'practice_copy_made' LIMIT 1), false)) AS imported,
    (SELECT s.checkpoint FROM ledger_seal s WHERE s.program_id = e.program_id AND s.stream_id = e.stream_id AND s.sequence >= e.sequence
      ORDER BY s.sequence, s.checkpoint LIMIT 1) AS checkpoint
  FROM picked k JOIN event e USING (program_id, stream_id, sequence)
  JOIN principal p ON p.id = e.actor_id
  LEFT JOIN principal b ON b.id = e.on_behalf_of_id
  LEFT JOIN assessment a ON a.program_id = e.program_id AND a.id = e.stream_id
  LEFT JOIN condition c ON c.program_id = a.program_id AND c.id = a.condition_id
  LEFT JOIN application ap ON ap.program_id = e.program_id AND ap.id = coalesce(a.application_id, e.stream_id)
  LEFT JOIN jurisdiction j ON j.id = ap.jurisdiction_id
  LEFT JOIN organization o ON o.id = coalesce(a.operator_id, e.stream_id)
  ORDER BY ${order}`;

const statusIn = (payload: Record<string, unknown> | null, name: 'from' | 'to'): Status | null => {
  const value = payload?.[name];
  return typeof value === 'string' && isStatus(value) ? value : null;
};

function toEvent({ content, actorId, actorName, actorKind, ...row }: Row): AuditEvent {
  const parsed = content === null ? null : parseContent(content);
  return {
    ...row,
    from: statusIn(parsed?.payload ?? null, 'from'),
    to: statusIn(parsed?.payload ?? null, 'to'),
    reason: parsed?.reason ?? null,
    erased: content === null,
    actor: { id: actorId, name: actorName, kind: actorKind },
  };
}

export interface BackDatedQuery {
  programId: string;
  /** Effective at least so many days of 24 hours before it was recorded. */
  days: number;
  /** Only what was recorded by this instant. */
  knownAt: string;
  /** The last one of the page before. */
  after: { recordedAt: string; streamId: string; sequence: number } | null;
  limit: number;
}

/** Events that took effect long before they were recorded, the last recorded first. */
export async function listBackDated(tx: Queryable, query: BackDatedQuery): Promise<AuditEvent[]> {
  const params = new Parameters();
  const where = [
    `program_id = ${params.add(query.programId)}`,
    `recorded_at <= ${params.add(query.knownAt)}`,
    // As the index has it; the next line narrows it.
    `recorded_at - effective_at >= interval '24 hours'`,
    // Days of 24 hours: an interval of days would follow the clock of the connection's zone.
    `recorded_at - effective_at >= ${params.add(query.days)}::int * interval '24 hours'`,
  ];
  if (query.after) {
    const { recordedAt, streamId, sequence } = query.after;
    where.push(
      `(recorded_at, stream_id, sequence) < (${params.add(recordedAt)}::timestamptz, ${params.add(streamId)}::uuid, ${params.add(sequence)}::int)`,
    );
  }
  const picked = `SELECT program_id, stream_id, sequence FROM event WHERE ${where.join(' AND ')}
    ORDER BY recorded_at DESC, stream_id DESC, sequence DESC LIMIT ${params.add(query.limit)}`;
  const { rows } = await tx.query<Row>(described(picked, 'e.recorded_at DESC, e.stream_id DESC, e.sequence DESC'), params.values);
  return rows.map(toEvent);
}

export interface SampleQuery {
  programId: string;
  seed: string;
  size: number;
  /** Only events recorded by this instant take part. */
  knownAt: string;
  /** Only events that recorded a finding. */
  findingsOnly: boolean;
}

/** What an event set the status to; of an erased one the event that says so keeps it. */
const RECORDED_STATUS = `coalesce(e.content::jsonb->'payload'->>'to', (SELECT x.content::jsonb->'payload'->'kept'->'set'->>'status' FROM event x
  WHERE x.program_id = e.program_id AND x.stream_id = e.stream_id AND x.kind = 'content_erased'
    AND (x.content::jsonb->'payload'->>'erased')::int = e.sequence LIMIT 1))`;

/**
 * The first events in the order of SHA-256 over the UTF-8 text of the JSON array of strings
 * `["proviso/sample/1", seed, stream, sequence]`: anybody can draw the same sample from an exported ledger.
 */
export async function sampleEvents(tx: Queryable, query: SampleQuery): Promise<AuditEvent[]> {
  const params = new Parameters();
  const where = [`e.program_id = ${params.add(query.programId)}`, `e.recorded_at <= ${params.add(query.knownAt)}`];
  if (query.findingsOnly)
    where.push(`e.kind = ANY(${params.add(STATUS_EVENT_KINDS)}) AND ${RECORDED_STATUS} = ANY(${params.add(FINDING_STATUSES)})`);
  const drawn = `sha256(convert_to(array_to_json(ARRAY['proviso/sample/1', ${params.add(query.seed)}::text, e.stream_id::text, e.sequence::text])::text, 'UTF8'))`;
  const picked = `SELECT e.program_id, e.stream_id, e.sequence, ${drawn} AS drawn FROM event e
    WHERE ${where.join(' AND ')} ORDER BY drawn LIMIT ${params.add(query.size)}`;
  const { rows } = await tx.query<Row>(described(picked, 'k.drawn'), params.values);
  return rows.map(toEvent);
}
