/**
 * Findings whose evidence was superseded or sealed since, on their own or through an operator's finding that was taken, as SQL.
 * What ran out needs none of this: its last day is taken along with the finding (docs/decisions/0035).
 */

import { seenAt } from '#lib/domain/as-of.ts';
import type { Moment } from '#lib/domain/record.ts';
import type { Parameters } from './sql.ts';

/** Placeholders of a rewound read: the earlier of the two times, the time of knowledge, and the time asked about. */
export interface PastTimes {
  seen: string;
  known: string;
  asOf: string;
}

type At = PastTimes | null;

/** A proposal is seen when it was open at the earlier of the two times. Null where everything is now. */
export function pastTimes(params: Parameters, moment: Moment): PastTimes | null {
  if (moment.live) return null;
  return {
    seen: `${params.add(seenAt(moment))}::timestamptz`,
    known: `${params.add(moment.knownAt)}::timestamptz`,
    asOf: `${params.add(moment.asOf)}::timestamptz`,
  };
}

const by = (column: string, at: At): string => (at ? ` AND ${column} <= ${at.known}` : '');

/** The newest approved proposal of an assessment is what its finding rests on. */
export const newest = (q: string, at: Pick<PastTimes, 'known'> | null): string => `NOT EXISTS (SELECT FROM proposal n
  WHERE n.program_id = ${q}.program_id AND n.assessment_id = ${q}.assessment_id AND n.state = 'approved' AND n.decided_at > ${q}.decided_at
    ${at ? `AND n.decided_at <= ${at.known}` : ''})`;

/** Conclusions that name evidence which was withdrawn. Begins at the few items that were. */
function onWithdrawn(at: At): string {
  const since = (column: string) => (at ? `e.${column} <= ${at.seen}` : `e.${column} IS NOT NULL`);
  return `FROM evidence e JOIN proposal q ON q.evidence_ids @> ARRAY[e.id]
    WHERE (e.superseded_at IS NOT NULL OR e.sealed_at IS NOT NULL) AND (${since('superseded_at')} OR ${since('sealed_at')})
      AND q.state = 'approved'${by('q.decided_at', at)} AND ${newest('q', at)}`;
}

/** Where assessments stood. */
const states = (at: At): string =>
  at
    ? `(SELECT program_id, assessment_id AS id, status FROM assessment_period WHERE valid_from <= ${at.asOf} AND valid_to > ${at.asOf}
        AND known_from <= ${at.known} AND known_to > ${at.known})`
    : '(SELECT program_id, id, status FROM assessment)';

const ends = (at: At): string =>
  `JOIN program g ON g.id = l.program_id LEFT JOIN reliance_end x ON x.program_id = l.program_id AND x.reliance_id = l.id${by('x.recorded_at', at)}`;

/** The reliance `l` holds, and the finding of `o`, on whom `d` relies, is part of what `d` took and did not find itself. */
function tookFrom(o: string, d: string, at: At): string {
  const day = `(${at ? at.asOf : 'now()'} AT TIME ZONE g.zone)::date`;
  return `l.valid_from <= ${day} AND coalesce(least(l.valid_to + 1, x.ended_on), 'infinity') > ${day}${by('l.recorded_at', at)}
    AND (l.rule = 'all' OR ${o}.status = ${d}.status) AND ${d}.status IN (SELECT id FROM status WHERE grouping = 'finding')
    AND NOT EXISTS (SELECT FROM proposal n WHERE n.program_id = ${d}.program_id AND n.assessment_id = ${d}.id AND n.state = 'approved'
      AND n.to_status = ${d}.status${by('n.decided_at', at)} AND NOT EXISTS (SELECT FROM event v WHERE v.program_id = n.program_id
        AND v.stream_id = n.assessment_id AND v.kind = 'outcome_taken' AND v.recorded_at > n.decided_at${by('v.recorded_at', at)}))`;
}

/**
 * A recursive table `down` (program_id, id, status, via): assessments, and those that took their findings, each with whom it took it from.
 * @param base a SELECT of the first ones, `via` null
 */
export const takers = (base: string, at: At): string => `WITH RECURSIVE down AS (${base}
  UNION SELECT d.program_id, d.id, d.status, o.id FROM down o
    JOIN reliance_part rp ON rp.program_id = o.program_id AND rp.assessment_id = o.id
    JOIN reliance l ON l.program_id = rp.program_id AND l.id = rp.reliance_id ${ends(at)}
    JOIN ${states(at)} d ON d.program_id = l.program_id AND d.id = l.assessment_id WHERE ${tookFrom('o', 'd', at)})`;

/**
 * Condition over `s`, which has a program_id, an id and a status, for many at once: what is withdrawn is looked up once.
 * @param program a placeholder
 */
export const isAmongWithdrawn = (program: string, at: At): string => {
  const first = `SELECT q.program_id, q.assessment_id AS id, q.to_status AS status, NULL::uuid AS via ${onWithdrawn(at)} AND q.program_id = ${program}
    AND EXISTS (SELECT FROM ${states(at)} b WHERE b.program_id = q.program_id AND b.id = q.assessment_id AND b.status = q.to_status)`;
  return `s.id IN (${takers(first, at)} SELECT id FROM down)`;
};

/** The same for the rows of one page: begins at the row, and few have a reliance. */
export const restsOnWithdrawn = (s: string, at: At): string => {
  const own = (of: string) =>
    `EXISTS (SELECT ${onWithdrawn(at)} AND q.program_id = ${of}.program_id AND q.assessment_id = ${of}.id AND q.to_status = ${of}.status)`;
  const step = (d: string, from: string) => `SELECT o.program_id, o.id, o.status FROM ${from}reliance l ${ends(at)}
    JOIN reliance_part rp ON rp.program_id = l.program_id AND rp.reliance_id = l.id
    JOIN ${states(at)} o ON o.program_id = rp.program_id AND o.id = rp.assessment_id
    WHERE l.program_id = ${d}.program_id AND l.assessment_id = ${d}.id AND ${tookFrom('o', d, at)}`;
  return `(${own(s)} OR EXISTS (WITH RECURSIVE up AS (${step(s, '')} UNION ${step('d', 'up d CROSS JOIN ')})
    SELECT FROM up WHERE ${own('up')}))`;
};
