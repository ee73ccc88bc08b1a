/** What people changed last in a program, as known at a moment. */
import type { Moment } from '#lib/domain/record.ts';
import type { Queryable } from './client.ts';
import { INTERNAL_NOTE } from './events.ts';

export interface RecentChange {
  assessmentId: string;
  sequence: number;
  kind: string;
  subject: string;
  condition: string;
  actor: string;
  from: string | null;
  to: string | null;
  effectiveAt: string;
  recordedAt: string;
}

/**
 * Events of assessments that persons and tokens recorded (not an import), newest first.
 * @param organizationId only of what this organization answers for (contributors); null for all
 */
export async function listRecentChanges(
  tx: Queryable,
  programId: string,
  moment: Moment,
  organizationId: string | null,
  limit: number,
): Promise<RecentChange[]> {
  const { rows } = await tx.query<RecentChange>(
    `SELECT e.stream_id AS "assessmentId", e.sequence, e.kind, coalesce(j.name, o.name) AS subject, c.title AS condition, p.name AS actor,
       e.content::jsonb->'payload'->>'from' AS "from", e.content::jsonb->'payload'->>'to' AS "to",
       e.effective_at AS "effectiveAt", e.recorded_at AS "recordedAt"
     FROM event e
     JOIN principal p ON p.id = e.actor_id AND p.kind <> 'import'
     JOIN assessment a ON a.program_id = e.program_id AND a.id = e.stream_id
     JOIN condition c ON c.program_id = a.program_id AND c.id = a.condition_id
     LEFT JOIN application ap ON ap.program_id = a.program_id AND ap.id = a.application_id
     LEFT JOIN jurisdiction j ON j.id = ap.jurisdiction_id
     LEFT JOIN organization o ON o.id = a.operator_id
     WHERE e.program_id = $1 AND e.stream_kind = 'assessment' AND e.sequence > 1 AND e.recorded_at <= $2 AND e.effective_at <= $3
       AND ($4::uuid IS NULL OR (coalesce(ap.organization_id, a.operator_id) = $4 AND NOT ${INTERNAL_NOTE}))
     ORDER BY e.recorded_at DESC LIMIT $5`,
    [programId, moment.knownAt, moment.asOf, organizationId, limit],
  );
  return rows;
}
