/** Who relies on evidence, and findings whose evidence was superseded or sealed since. */
import type { Moment } from '#lib/domain/record.ts';
import type { Status } from '#lib/domain/status.ts';
import type { Queryable } from './client.ts';

/** A finding or an open proposal that names an item, or an assessment that takes its finding under it as the agreement. */
export interface Reliance {
  programId: string;
  assessmentId: string;
  kind: 'finding' | 'proposal' | 'agreement';
  /** Of an agreement: where the assessment stands that relies under it. */
  to: Status;
  /** When it was proposed, approved or recorded. */
  at: string;
}

const withoutSortName = ({ sort_name: _, ...reliance }: Reliance & { sort_name: string }): Reliance => reliance;

/** The newest approved proposal of an assessment is what its finding rests on. */
const NEWEST = (q: string, known: string | null): string => `NOT EXISTS (SELECT FROM proposal n WHERE n.program_id = ${q}.program_id
  AND n.assessment_id = ${q}.assessment_id AND n.state = 'approved' AND n.decided_at > ${q}.decided_at${known ? ` AND n.decided_at <= ${known}` : ''})`;

/**
 * Reliances that rest on the item `$1` and hold: none that ended by a day, whether somebody ended it or its last day passed.
 * @param day of whose reliances; the zone of each program is `g`
 */
const agreements = (day: string, known: string | null): string => `FROM reliance l JOIN program g ON g.id = l.program_id
     LEFT JOIN reliance_end x ON x.program_id = l.program_id AND x.reliance_id = l.id${known ? ` AND x.recorded_at <= ${known}` : ''}
     JOIN assessment a ON a.program_id = l.program_id AND a.id = l.assessment_id
     WHERE l.evidence_id = $1${known ? ` AND l.recorded_at <= ${known}` : ''} AND l.valid_from <= ${day}
       AND coalesce(least(l.valid_to + 1, x.ended_on), 'infinity') > ${day}`;

/** What rested on an item at a moment, in every program: proposals that were open by then, findings that stood, reliances that held. */
async function listRelianceAt(tx: Queryable, evidenceId: string, moment: Pick<Moment, 'asOf' | 'knownAt'>): Promise<Reliance[]> {
  const decided = 'q.decided_at <= $2::timestamptz';
  const { rows } = await tx.query<Reliance & { sort_name: string }>(
    `SELECT q.program_id AS "programId", q.assessment_id AS "assessmentId", CASE WHEN ${decided} THEN 'finding' ELSE 'proposal' END AS kind,
       q.to_status AS "to", CASE WHEN ${decided} THEN q.decided_at ELSE q.proposed_at END AS at, a.sort_name
     FROM proposal q JOIN assessment a ON a.program_id = q.program_id AND a.id = q.assessment_id
     JOIN assessment_period p ON p.program_id = a.program_id AND p.assessment_id = a.id
       AND p.valid_from <= $3 AND p.valid_to > $3 AND p.known_from <= $2 AND p.known_to > $2
     WHERE q.evidence_ids @> ARRAY[$1::uuid] AND q.proposed_at <= $2
       AND (q.decided_at IS NULL OR q.decided_at > $2 OR (q.state = 'approved' AND q.to_status = p.status AND ${NEWEST('q', '$2')}))
     UNION ALL SELECT l.program_id, l.assessment_id, 'agreement', (SELECT p.status FROM assessment_period p WHERE p.program_id = l.program_id
         AND p.assessment_id = l.assessment_id AND p.valid_from <= $3 AND p.valid_to > $3 AND p.known_from <= $2 AND p.known_to > $2),
       l.recorded_at, a.sort_name ${agreements('($3::timestamptz AT TIME ZONE g.zone)::date', '$2')}
     ORDER BY sort_name, "assessmentId" LIMIT 2000`,
    [evidenceId, moment.knownAt, moment.asOf],
  );
  return rows.map(withoutSortName);
}

/**
 * What rests on an item, in every program.
 * @param moment null: now
 */
export async function listReliance(
  tx: Queryable,
  evidenceId: string,
  moment: Pick<Moment, 'asOf' | 'knownAt'> | null = null,
): Promise<Reliance[]> {
  if (moment !== null) return listRelianceAt(tx, evidenceId, moment);
  const { rows } = await tx.query<Reliance & { sort_name: string }>(
    `SELECT q.program_id AS "programId", q.assessment_id AS "assessmentId", CASE q.state WHEN 'open' THEN 'proposal' ELSE 'finding' END AS kind,
       q.to_status AS "to", coalesce(q.decided_at, q.proposed_at) AS at, a.sort_name
     FROM proposal q JOIN assessment a ON a.program_id = q.program_id AND a.id = q.assessment_id
     WHERE q.evidence_ids @> ARRAY[$1::uuid]
       AND (q.state = 'open' OR (q.state = 'approved' AND q.to_status = a.status AND ${NEWEST('q', null)}))
     UNION ALL SELECT l.program_id, l.assessment_id, 'agreement', a.status, l.recorded_at, a.sort_name
       ${agreements('(now() AT TIME ZONE g.zone)::date', null)}
     ORDER BY sort_name, "assessmentId" LIMIT 2000`,
    [evidenceId],
  );
  return rows.map(withoutSortName);
}

/**
 * SQL condition over the state source `s`: its conclusion names evidence that was superseded or sealed. Begins at the few items
 * that were, so that a whole program is asked as fast as a row.
 * @param at placeholders of a rewound read; null: everything is now
 */
export function restsOnWithdrawn(program: string, at: { seen: string; known: string } | null): string {
  const since = (column: string) => (at ? `e.${column} <= ${at.seen}` : `e.${column} IS NOT NULL`);
  return `EXISTS (SELECT FROM evidence e JOIN proposal q ON q.evidence_ids @> ARRAY[e.id]
    WHERE (e.superseded_at IS NOT NULL OR e.sealed_at IS NOT NULL) AND (${since('superseded_at')} OR ${since('sealed_at')})
      AND q.program_id = ${program} AND q.state = 'approved'${at ? ` AND q.decided_at <= ${at.known}` : ''}
      AND ${NEWEST('q', at?.known ?? null)} AND q.assessment_id = s.id AND q.to_status = s.status)`;
}
