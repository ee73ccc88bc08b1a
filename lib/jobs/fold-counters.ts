/** Keeps the dashboard numbers short: every minute, in whichever process comes first. */
import type { Context } from '#lib/operations/context.ts';
import { foldCounters } from '#lib/operations/fold-counters.ts';
import { every } from './every.ts';

const EVERY_MS = 60_000;

export function startFolding(db: Context['db']): void {
  every(EVERY_MS, 'folding the dashboard numbers', () => foldCounters(db));
}
