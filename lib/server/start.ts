/** What a web process does before it answers anything, and beside answering. */

import { instantFromDate } from '#lib/domain/time.ts';
import { startEndingReliances } from '#lib/jobs/apply-ended-reliances.ts';
import { startClearing } from '#lib/jobs/clear-ended.ts';
import { startFolding } from '#lib/jobs/fold-counters.ts';
import { startPropagating } from '#lib/jobs/propagate-outcomes.ts';
import { startReadingEvidence } from '#lib/jobs/read-evidence.ts';
import { startSealing } from '#lib/jobs/seal-ledger.ts';
import { startReminding } from '#lib/jobs/send-reminders.ts';
import { inviteFirstAdministrator } from '#lib/operations/invite-first-administrator.ts';
import { requireSafeSettings, UnsafeSettings } from '#lib/operations/require-safe-settings.ts';
import { type Runtime, runtime } from './runtime.ts';
import { ABSOLUTE_SECONDS } from './session-limits.ts';

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
  if (!settings.demo) await showFirstLink(db, settings.origin);
  startFolding(db);
  startPropagating(db);
  startEndingReliances(db, () => instantFromDate(new Date()));
  startClearing(db, { idle: settings.idleSeconds, absolute: ABSOLUTE_SECONDS });
  startSealing(db, settings.dataFolder);
  startReadingEvidence(db);
  startReminding(db, { origin: settings.origin, mail: settings.mail, now: () => instantFromDate(new Date()) });
}

/** The link is for whoever may read this log, lasts a day, and is shown at this start alone. */
async function showFirstLink(db: Runtime['db'], origin: string): Promise<void> {
  const secret = await inviteFirstAdministrator(db);
  if (!secret) return;
  process.stdout.write(`One-time token for the first administrator, for one day: ${origin}/invitation/${secret}\n`);
}
