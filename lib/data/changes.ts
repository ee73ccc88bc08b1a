/** What was recorded on the assessments of a program since an instant. */
import type { Status } from '#lib/domain/status.ts';
import type { Queryable } from './client.ts';
import { INTERNAL_NOTE } from './events.ts';
import { likeAnywhere, Parameters, sortName } from './sql.ts';

export interface ChangeQuery {
  programId: string;
  /** Recorded at or after this instant, and by `knownAt`; effective by `asOf`. */
  since: string;
  knownAt: string;
  asOf: string;
  /** Only what this organization answers for; null for all. */
  organizationId: string | null;
  /** Of this condition, in this state, with this in the name. */
  condition?: string | undefined;
  state?: string | undefined;
  q?: string | undefined;
  limit: number;
}

export interface ChangeRow {
  assessmentId: string;
  sequence: number;
  kind: string;
  subject: string;
  condition: string;
  conditionRef: string;
  actor: string;
  from: Status | null;
  to: Status | null;
  effectiveAt: string;
  recordedAt: string;
}

/** Newest first. Content that was erased gives no from and to. */
export async function listChangeEvents(tx: Queryable, query: ChangeQuery): Promise<ChangeRow[]> {
  const params = new Parameters();
  const where = [
    `e.program_id = ${params.add(query.programId)}`,
    `e.stream_kind = 'assessment'`,
    `e.recorded_at >= ${params.add(query.since)}`,
    `e.recorded_at <= ${params.add(query.knownAt)}`,
    `e.effective_at <= ${params.add(query.asOf)}`,
  ];
  if (query.condition) where.push(`c.ref = ${params.add(query.condition)}`);
  if (query.state) where.push(`j.state = ${params.add(query.state)}`);
  if (query.q) {
    const pattern = params.add(likeAnywhere(sortName(query.q)));
    where.push(`(ap.sort_name LIKE ${pattern} OR o.sort_name LIKE ${pattern})`);
  }
  if (query.organizationId !== null) {
    where.push(`coalesce(ap.organization_id, a.operator_id) = ${params.add(query.organizationId)} AND NOT ${INTERNAL_NOTE}`);
  }
  const { rows } = await tx.query<ChangeRow>(
    `SELECT e.stream_id AS "assessmentId", e.sequence, e.kind, coalesce(j.name, o.name) AS subject, c.title AS condition, c.ref AS "conditionRef",
       p.name AS actor, e.content::jsonb->'payload'->>'from' AS "from", e.content::jsonb->'payload'->>'to' AS "to",
       e.effective_at AS "effectiveAt", e.recorded_at AS "recordedAt"
     FROM event e
     JOIN principal p ON p.id = e.actor_id
     JOIN assessment a ON a.program_id = e.program_id AND a.id = e.stream_id
     JOIN condition c ON c.program_id = a.program_id AND c.id = a.condition_id
     LEFT JOIN application ap ON ap.program_id = a.program_id AND ap.id = a.application_id
     LEFT JOIN jurisdiction j ON j.id = ap.jurisdiction_id
     LEFT JOIN organization o ON o.id = coalesce(ap.organization_id, a.operator_id)
     WHERE ${where.join(' AND ')}
     ORDER BY e.recorded_at DESC, e.sequence DESC, e.stream_id LIMIT ${params.add(query.limit)}`,
    params.values,
  );
  return rows;
}

/** The status that each assessment had at an instant, as known at another; an assessment not known then is left out. */
export async function listStatusesAt(
  tx: Queryable,
  programId: string,
  ids: readonly string[],
  asOf: string,
  knownAt: string,
): Promise<Map<string, Status>> {
  if (ids.length === 0) return new Map();
  const { rows } = await tx.query<{ id: string; status: Status }>(
    `SELECT assessment_id AS id, status FROM assessment_period
     WHERE program_id = $1 AND assessment_id = ANY($2) AND valid_from <= $3 AND valid_to > $3 AND known_from <= $4 AND known_to > $4`,
    [programId, ids, asOf, knownAt],
  );
  return new Map(rows.map((row) => [row.id, row.status]));
}
