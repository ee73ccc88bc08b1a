/** Attempts counted in PostgreSQL, so that all processes share one count. Keys hold digests, never an address of a person. */
import { createHash } from 'node:crypto';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import type { Queryable } from './client.ts';

export interface Limit {
  /** What is counted, as the first part of the key. */
  name: string;
  /** Attempts that pass within the time. */
  attempts: number;
  seconds: number;
}

/** Whether an attempt passes; otherwise after how many seconds the next one may. */
export type Attempt = { passes: true } | { passes: false; retryAfterSeconds: number };

const TABLE = 'rate_limit';

/** The digest that stands for a text in a key. */
export const keyOf = (...parts: string[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 32);

function limiterOf(db: Queryable, limit: Limit): RateLimiterPostgres {
  // Statements go unnamed: a transaction pooler hands the next query to another connection.
  const storeClient = { query: ({ text, values }: { text: string; values: unknown[] }) => db.query(text, values) };
  return new RateLimiterPostgres({
    storeClient,
    storeType: 'pool',
    tableName: TABLE,
    tableCreated: true,
    clearExpiredByTimeout: false,
    keyPrefix: limit.name,
    points: limit.attempts,
    duration: limit.seconds,
  });
}

/** Counts an attempt. */
export async function takeAttempt(db: Queryable, limit: Limit, key: string): Promise<Attempt> {
  try {
    await limiterOf(db, limit).consume(key);
    return { passes: true };
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    return { passes: false, retryAfterSeconds: Math.max(1, Math.ceil(refused.msBeforeNext / 1000)) };
  }
}

/** Gives an attempt back: it was none, since it succeeded. */
export async function giveBackAttempt(db: Queryable, limit: Limit, key: string): Promise<void> {
  await limiterOf(db, limit).reward(key);
}

/** Remembers something for a while under a key, such as a network that somebody signed in from. */
export async function remember(db: Queryable, name: string, key: string, seconds: number): Promise<void> {
  await limiterOf(db, { name, attempts: 1, seconds }).set(key, 1, seconds);
}

export async function isRemembered(db: Queryable, name: string, key: string): Promise<boolean> {
  const found = await limiterOf(db, { name, attempts: 1, seconds: 1 }).get(key);
  return found !== null && found.consumedPoints > 0;
}

/** Takes away what no longer counts. Returns how many rows that were. */
export async function clearExpiredAttempts(db: Queryable): Promise<number> {
  const { rowCount } = await db.query(`DELETE FROM ${TABLE} WHERE expire < (extract(epoch FROM clock_timestamp()) * 1000)::bigint`);
  return rowCount ?? 0;
}
