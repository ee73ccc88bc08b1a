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

/** The assessments with these ids and whoever took their findings, each with whom it took it from (`via`). */
export const takers = (ids: string, at: At): string =>
  `proviso_takers(${ids}, ${at ? `${at.known}, ${at.asOf}` : 'clock_timestamp(), clock_timestamp()'})`;

/** Among all that stand on what was withdrawn: looked up once for however many rows. `more` narrows the proposals `q`. */
const amongWithdrawn = (s: string, at: At, more: string): string =>
  `${s}.id IN (SELECT t.id FROM ${takers(
    `ARRAY(SELECT q.assessment_id ${onWithdrawn(at)}${more}
    AND EXISTS (SELECT FROM ${states(at)} b WHERE b.program_id = q.program_id AND b.id = q.assessment_id AND b.status = q.to_status))`,
    at,
  )} t)`;

/**
 * Condition over `s`, which has a program_id, an id and a status, for many at once.
 * @param program a placeholder
 */
export const isAmongWithdrawn = (program: string, at: At): string => amongWithdrawn('s', at, ` AND q.program_id = ${program}`);

/** The same for the rows of one page: few have a reliance, and only for those is more looked up than their own. */
export const restsOnWithdrawn = (s: string, at: At): string =>
  `(EXISTS (SELECT ${onWithdrawn(at)} AND q.program_id = ${s}.program_id AND q.assessment_id = ${s}.id AND q.to_status = ${s}.status)
    OR (EXISTS (SELECT FROM reliance l WHERE l.program_id = ${s}.program_id AND l.assessment_id = ${s}.id) AND ${amongWithdrawn(s, at, '')}))`;
