/** Replaces the signing key: the new one is endorsed by the old one, whose private half is then gone. */
import type pg from 'pg';
import { catchUpCheckpointFile, requireAgreement } from '#lib/data/checkpoint-file.ts';
import type { Database } from '#lib/data/client.ts';
import { listLedgerKeys, lockLedger, sealingInstant } from '#lib/data/ledger.ts';
import { type LedgerFiles, LedgerKeyError, type LedgerSigner, prepareNextKey, readSigner, takeNextKey } from '#lib/data/ledger-key.ts';
import { inTransaction } from '#lib/data/transaction.ts';
import { keyText } from '#lib/domain/ledger.ts';
import { addLedgerKey } from './seal-ledger.ts';

export interface Rotation {
  previousId: string | null;
  keyId: string;
}

/**
 * The new key is on the disk before the database knows it, and takes the old one's place afterwards: whatever is cut off in
 * between, running it again finishes the same rotation.
 * @throws CheckpointFileMismatch; LedgerKeyError when there is no key yet, or the file's key is not the newest one
 */
export async function rotateLedgerKey(db: Database, files: LedgerFiles): Promise<Rotation> {
  const old = await readSigner(files.keyFile);
  if (!old)
    throw new LedgerKeyError(`There is no signing key in ${files.keyFile}. The first one is made when the history is first sealed.`);
  const next = await prepareNextKey(files.keyFile);
  const previousId = await inTransaction(db, async (tx) => {
    // Nobody seals with the old key once the new one is known.
    await lockLedger(tx);
    await requireAgreement(tx, files.checkpointFile);
    return endorse(tx, old, next);
  });
  await catchUpCheckpointFile(db, files.checkpointFile);
  await takeNextKey(files.keyFile);
  return { previousId, keyId: next.keyId };
}

/** @returns the id of the key before the new one */
async function endorse(tx: pg.PoolClient, old: LedgerSigner, next: LedgerSigner): Promise<string | null> {
  const newest = (await listLedgerKeys(tx)).at(-1);
  if (newest?.id === next.keyId) return newest.previousId;
  if (newest?.id !== old.keyId) {
    throw new LedgerKeyError(
      `The key file holds key ${old.keyId}, which cannot endorse another: ${newest ? `the newest is ${newest.id}` : 'it is not known yet'}.`,
    );
  }
  const key = { id: next.keyId, publicKey: next.publicKeyHex, createdAt: await sealingInstant(tx), previousId: old.keyId };
  await addLedgerKey(tx, { ...key, endorsement: old.sign(keyText(key)) });
  return old.keyId;
}
