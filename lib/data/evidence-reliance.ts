/** Who relies on an item of evidence. */
import type { Moment } from '#lib/domain/record.ts';
import type { Status } from '#lib/domain/status.ts';
import type { Queryable } from './client.ts';
import { newest, type PastTimes, takers } from './withdrawn.ts';

/**
 * A finding or an open proposal that names an item, an assessment that took such a finding from an operator, or one that takes its
 * finding under the item as the agreement.
 */
export interface Reliance {
  programId: string;
  assessmentId: string;
  kind: 'finding' | 'proposal' | 'taken' | 'agreement';
  /** Of a finding that was taken: whose it is. */
  through: string | null;
  /** Of an agreement: where the assessment stands that relies under it. */
  to: Status;
  /** When it was proposed, approved or recorded. */
  at: string;
}

const withoutSortName = ({ sort_name: _, ...reliance }: Reliance & { sort_name: string }): Reliance => reliance;

/**
 * Reliances that rest on the item `$1` and hold: none that ended by a day, whether somebody ended it or its last day passed.
 * @param day of whose reliances; the zone of each program is `g`
 */
const agreements = (day: string, known: string | null): string => `FROM reliance l JOIN program g ON g.id = l.program_id
     LEFT JOIN reliance_end x ON x.program_id = l.program_id AND x.reliance_id = l.id${known ? ` AND x.recorded_at <= ${known}` : ''}
     JOIN assessment a ON a.program_id = l.program_id AND a.id = l.assessment_id
     WHERE l.evidence_id = $1${known ? ` AND l.recorded_at <= ${known}` : ''} AND l.valid_from <= ${day}
       AND coalesce(least(l.valid_to + 1, x.ended_on), 'infinity') > ${day}`;

const PAST: PastTimes = { seen: 'least($2::timestamptz, $3)', known: '$2::timestamptz', asOf: '$3::timestamptz' };

/**
 * Whoever took a finding that names the item `$1`, and through whom.
 * @param stood conditions on the proposal `q` that was approved and is the newest
 */
const taken = (stood: string, at: PastTimes | null): string => `UNION ALL SELECT t.program_id, t.id, 'taken', t.status,
       (SELECT max(v.recorded_at) FROM event v WHERE v.program_id = t.program_id AND v.stream_id = t.id AND v.kind = 'outcome_taken'${at ? ` AND v.recorded_at <= ${at.known}` : ''}),
       a.sort_name, string_agg(DISTINCT w.name, ' and ')
     FROM ${takers(`ARRAY(SELECT q.assessment_id FROM proposal q WHERE q.evidence_ids @> ARRAY[$1::uuid] AND ${stood})`, at)} t
     JOIN assessment a ON a.program_id = t.program_id AND a.id = t.id
     JOIN assessment b ON b.program_id = t.program_id AND b.id = t.via JOIN organization w ON w.id = b.operator_id
     GROUP BY t.program_id, t.id, t.status, a.sort_name`;

const TAKEN_NOW = `q.state = 'approved' AND ${newest('q', null)}
  AND q.to_status = (SELECT b.status FROM assessment b WHERE b.program_id = q.program_id AND b.id = q.assessment_id)`;
const TAKEN_THEN = `q.state = 'approved' AND q.decided_at <= $2 AND ${newest('q', PAST)}
  AND q.to_status = (SELECT p.status FROM assessment_period p WHERE p.program_id = q.program_id AND p.assessment_id = q.assessment_id
    AND p.valid_from <= $3 AND p.valid_to > $3 AND p.known_from <= $2 AND p.known_to > $2)`;

/** What rested on an item at a moment, in every program: proposals that were open by then, findings that stood, reliances that held. */
async function listRelianceAt(tx: Queryable, evidenceId: string, moment: Pick<Moment, 'asOf' | 'knownAt'>): Promise<Reliance[]> {
  const decided = 'q.decided_at <= $2::timestamptz';
  const { rows } = await tx.query<Reliance & { sort_name: string }>(
    `SELECT q.program_id AS "programId", q.assessment_id AS "assessmentId", CASE WHEN ${decided} THEN 'finding' ELSE 'proposal' END AS kind,
       q.to_status AS "to", CASE WHEN ${decided} THEN q.decided_at ELSE q.proposed_at END AS at, a.sort_name, NULL AS through
     FROM proposal q JOIN assessment a ON a.program_id = q.program_id AND a.id = q.assessment_id
     JOIN assessment_period p ON p.program_id = a.program_id AND p.assessment_id = a.id
       AND p.valid_from <= $3 AND p.valid_to > $3 AND p.known_from <= $2 AND p.known_to > $2
     WHERE q.evidence_ids @> ARRAY[$1::uuid] AND q.proposed_at <= $2
       AND (q.decided_at IS NULL OR q.decided_at > $2 OR (q.state = 'approved' AND q.to_status = p.status AND ${newest('q', PAST)}))
     UNION ALL SELECT l.program_id, l.assessment_id, 'agreement', (SELECT p.status FROM assessment_period p WHERE p.program_id = l.program_id
         AND p.assessment_id = l.assessment_id AND p.valid_from <= $3 AND p.valid_to > $3 AND p.known_from <= $2 AND p.known_to > $2),
       l.recorded_at, a.sort_name, NULL ${agreements('($3::timestamptz AT TIME ZONE g.zone)::date', '$2')}
     ${taken(TAKEN_THEN, PAST)}
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
       q.to_status AS "to", coalesce(q.decided_at, q.proposed_at) AS at, a.sort_name, NULL AS through
     FROM proposal q JOIN assessment a ON a.program_id = q.program_id AND a.id = q.assessment_id
     WHERE q.evidence_ids @> ARRAY[$1::uuid]
       AND (q.state = 'open' OR (q.state = 'approved' AND q.to_status = a.status AND ${newest('q', null)}))
     UNION ALL SELECT l.program_id, l.assessment_id, 'agreement', a.status, l.recorded_at, a.sort_name, NULL
       ${agreements('(now() AT TIME ZONE g.zone)::date', null)}
     ${taken(TAKEN_NOW, null)}
     ORDER BY sort_name, "assessmentId" LIMIT 2000`,
    [evidenceId],
  );
  return rows.map(withoutSortName);
}
