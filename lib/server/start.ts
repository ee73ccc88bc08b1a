/** What a web process does before it answers anything, and beside answering. */
import { startClearing } from '#lib/jobs/clear-attempts.ts';
import { startFolding } from '#lib/jobs/fold-counters.ts';
import { requireSafeSettings, UnsafeSettings } from '#lib/operations/require-safe-settings.ts';
import { runtime } from './runtime.ts';

/** Ends the process with a message where the settings are unsafe: a server that serves anyway would promise what does not hold. */
export async function startServing(): Promise<void> {
  const { db, settings } = runtime();
  try {
    await requireSafeSettings(db, settings.demo ? null : settings.secret);
  } catch (error) {
    if (!(error instanceof UnsafeSettings)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
  startFolding(db);
  startClearing(db);
}
