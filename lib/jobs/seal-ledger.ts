/** Seals the ledger every minute while there is something to seal, in whichever process comes first. */
import type { Context } from '#lib/operations/context.ts';
import { openLedger } from '#lib/operations/open-ledger.ts';
import { sealLedger } from '#lib/operations/seal-ledger.ts';
import { every } from './every.ts';

const FIRST_MS = 2_000;
const EVERY_MS = 60_000;

/** Seals everything that waits. @returns how many checkpoints were made */
export async function sealAll(db: Context['db'], dataFolder: string): Promise<number> {
  const { signer, checkpointFile } = await openLedger(db, dataFolder);
  let made = 0;
  while (await sealLedger(db, signer, checkpointFile)) made += 1;
  return made;
}

/**
 * Starts the job. It begins soon after the start: what an earlier process left unsealed does not wait any longer.
 * @param dataFolder where the key and the checkpoint file are, unless the environment names other files
 */
export function startSealing(db: Context['db'], dataFolder: string): void {
  every(EVERY_MS, 'sealing the ledger', () => sealAll(db, dataFolder), FIRST_MS);
}
