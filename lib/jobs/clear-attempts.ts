/** Takes away counted attempts whose time is over: every quarter of an hour, in whichever process comes first. */
import type { Context } from '#lib/operations/context.ts';
import { clearAttempts } from '#lib/operations/limit-attempts.ts';
import { every } from './every.ts';

const EVERY_MS = 15 * 60_000;

export function startClearing(db: Context['db']): void {
  every(EVERY_MS, 'clearing counted attempts', () => clearAttempts(db));
}
