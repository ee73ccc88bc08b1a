/** Keeps the dashboard numbers short: every minute, in whichever process comes first. */
import type { Context } from '#lib/operations/context.ts';
import { foldCounters } from '#lib/operations/fold-counters.ts';

const EVERY_MS = 60_000;

/** Starts the job; it never keeps the process alive. A failed round is reported and the next one tries again. */
export function startFolding(db: Context['db']): void {
  setInterval(() => {
    foldCounters(db).catch((error: Error) => process.stderr.write(`folding the dashboard numbers: ${error.message}\n`));
  }, EVERY_MS).unref();
}
