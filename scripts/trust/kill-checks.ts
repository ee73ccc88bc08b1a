/** What must be true of a database after something was killed: nothing acknowledged is missing, nothing is there by half. */
import type pg from 'pg';
import type { Tally } from './check.ts';

/** One write that a client sent, under a key of its own that is also its reason. */
export interface Attempt {
  key: string;
  assessmentId: string;
  version: number;
  to: string;
  /** `unknown`: the connection ended before an answer came. */
  answer: 'acknowledged' | 'unknown' | 'refused';
}

export const reasonOf = (key: string): string => `Written under the key ${key}.`;

/** How many events carry each key's reason. */
export async function eventsByReason(owner: pg.Pool): Promise<Map<string, number>> {
  const { rows } = await owner.query<{ reason: string; n: number }>(
    `SELECT content::jsonb->>'reason' AS reason, count(*)::int AS n FROM event WHERE content LIKE '%under the key%' GROUP BY 1`,
  );
  return new Map(rows.map((row) => [row.reason, row.n]));
}

export interface HalfWrites {
  /** Rows whose chain does not end where they say, or events above their row's version. */
  heads: number;
  /** Stored answers without their event. */
  keysWithoutEvent: number;
  /** Keyed events without a stored answer. */
  eventsWithoutKey: number;
  /** Assessments whose last period was not written with their last change of state. */
  periods: number;
}

/** Looks for changes without their event and events without their change, in every table that one write touches. */
export async function halfWrites(owner: pg.Pool): Promise<HalfWrites> {
  const { rows } = await owner.query<HalfWrites>(
    `WITH keyed AS (SELECT substring(content::jsonb->>'reason' FROM 'under the key (.*)\\.$') AS key FROM event WHERE content LIKE '%under the key%')
     SELECT
       (SELECT count(*)::int FROM assessment a JOIN LATERAL (SELECT max(sequence) AS last, count(*) AS events,
          (array_agg(hash ORDER BY sequence DESC))[1] AS hash FROM event e WHERE e.program_id = a.program_id AND e.stream_id = a.id) h ON true
        WHERE (a.version, a.version, a.head_hash) IS DISTINCT FROM (h.last, h.events::int, h.hash)) AS heads,
       (SELECT count(*)::int FROM idempotency_key k WHERE k.status = 200 AND k.key LIKE 'kill-%' AND NOT EXISTS (SELECT FROM keyed WHERE keyed.key = k.key)) AS "keysWithoutEvent",
       (SELECT count(*)::int FROM keyed WHERE NOT EXISTS (SELECT FROM idempotency_key k WHERE k.key = keyed.key AND k.status = 200)) AS "eventsWithoutKey",
       (SELECT count(*)::int FROM assessment a WHERE NOT EXISTS (SELECT FROM assessment_period p WHERE p.program_id = a.program_id
          AND p.assessment_id = a.id AND p.known_to = 'infinity' AND p.valid_to = 'infinity' AND p.status = a.status AND p.known_version = a.state_version)) AS periods`,
  );
  return rows[0] ?? { heads: -1, keysWithoutEvent: -1, eventsWithoutKey: -1, periods: -1 };
}

export interface Found {
  acknowledged: number;
  lost: number;
  unknown: number;
}

/** Every acknowledged write has exactly one event; an unknown one at most one. Counts into the tally, one check a write. */
export async function checkAttempts(owner: pg.Pool, attempts: readonly Attempt[], tally: Tally): Promise<Found> {
  const events = await eventsByReason(owner);
  const found: Found = { acknowledged: 0, lost: 0, unknown: 0 };
  for (const { key, answer } of attempts) {
    const n = events.get(reasonOf(key)) ?? 0;
    if (answer === 'acknowledged') {
      found.acknowledged += 1;
      if (n === 0) found.lost += 1;
      tally.check(n === 1, `${n} events of the acknowledged write ${key}`);
    } else if (answer === 'unknown') {
      found.unknown += 1;
      tally.check(n <= 1, `${n} events of the write ${key}`);
    } else tally.check(n === 0, `an event of the refused write ${key}`);
  }
  return found;
}

export async function checkHalfWrites(owner: pg.Pool, tally: Tally): Promise<number> {
  const half = await halfWrites(owner);
  const sum = half.heads + half.keysWithoutEvent + half.eventsWithoutKey + half.periods;
  tally.check(sum === 0, `written by half: ${JSON.stringify(half)}`);
  return sum;
}
