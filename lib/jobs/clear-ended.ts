/** Takes away what is over: sessions every minute, counted attempts every quarter of an hour; in every process, which does no harm. */
import { clearSessions } from '#lib/operations/clear-sessions.ts';
import type { Context } from '#lib/operations/context.ts';
import { clearAttempts } from '#lib/operations/limit-attempts.ts';
import { every } from './every.ts';

const MINUTE_MS = 60_000;

/** @param limits of sessions, in seconds */
export function startClearing(db: Context['db'], limits: { idle: number; absolute: number }): void {
  every(MINUTE_MS, 'clearing sessions that are over', () => clearSessions(db, limits));
  every(15 * MINUTE_MS, 'clearing counted attempts', () => clearAttempts(db));
}
