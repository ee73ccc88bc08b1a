/** Seals the ledger every minute while there is something to seal, in whichever process comes first. */
import { oneLine } from '#lib/domain/log-line.ts';
import type { Context } from '#lib/operations/context.ts';
import { openLedger } from '#lib/operations/open-ledger.ts';
import { sealLedger } from '#lib/operations/seal-ledger.ts';

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
 * Starts the job; it never keeps the process alive. A failed round is reported and the next one tries again; the same
 * failure is said once an hour, not every minute.
 * @param dataFolder where the key and the checkpoint file are, unless the environment names other files
 */
export function startSealing(db: Context['db'], dataFolder: string): void {
  let said = { message: '', rounds: 0 };
  const round = async (): Promise<void> => {
    try {
      await sealAll(db, dataFolder);
      said = { message: '', rounds: 0 };
    } catch (error) {
      const { message } = error as Error;
      said = { message, rounds: said.message === message ? said.rounds + 1 : 0 };
      if (said.rounds % 60 === 0) process.stderr.write(`sealing the ledger: ${oneLine(message)}\n`);
    }
  };
  let running = false;
  const tick = (): void => {
    if (running) return;
    running = true;
    void round().finally(() => {
      running = false;
    });
  };
  // Soon after the start too: what an earlier process left unsealed does not wait any longer.
  setTimeout(tick, FIRST_MS).unref();
  setInterval(tick, EVERY_MS).unref();
}
