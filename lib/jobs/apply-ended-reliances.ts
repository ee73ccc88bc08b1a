/** Carries out the last days of agreements: every ten minutes, in whichever process comes first. */
import { applyEndedReliances } from '#lib/operations/apply-ended-reliances.ts';
import type { Context } from '#lib/operations/context.ts';
import { every } from './every.ts';

const EVERY_MS = 10 * 60_000;
const FIRST_MS = 5000;

export function startEndingReliances(db: Context['db'], now: () => string): void {
  // A process asks about everything once, since nobody may have been there on the day, and then about what ran out since.
  let since: string | null = null;
  const end = async (): Promise<void> => {
    const began = now();
    await applyEndedReliances(db, since);
    since = began;
  };
  every(EVERY_MS, 'ending reliances whose last day has passed', end, FIRST_MS);
}
