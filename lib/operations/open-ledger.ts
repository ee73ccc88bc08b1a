/** The signing key and the checkpoint file of this installation. */
import type { Database } from '#lib/data/client.ts';
import { listLedgerKeys } from '#lib/data/ledger.ts';
import { type LedgerFiles, LedgerKeyError, type LedgerSigner, ledgerFiles, openSigner, readSigner } from '#lib/data/ledger-key.ts';
import { translated } from '#lib/data/transaction.ts';

export interface OpenLedger extends LedgerFiles {
  signer: LedgerSigner;
}

/**
 * Makes a key only where the database knows none yet: a new one beside a known one could never sign.
 * @throws LedgerKeyError when the key file is gone
 */
export async function openLedger(db: Database, dataFolder: string): Promise<OpenLedger> {
  const files = ledgerFiles(dataFolder);
  const newest = (await translated(listLedgerKeys(db.pool))).at(-1);
  const signer = newest ? await readSigner(files.keyFile) : await openSigner(files.keyFile);
  if (signer) return { ...files, signer };
  throw new LedgerKeyError(
    `The signing key ${newest?.id} is not here: ${files.keyFile} is missing. Put it back; nothing is sealed without it.`,
  );
}
