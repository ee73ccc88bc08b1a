/** Seals what was recorded since the last checkpoint: a Merkle root over it, signed, stored, and appended to a file outside. */
import type pg from 'pg';
import { catchUpCheckpointFile, requireAgreement } from '#lib/data/checkpoint-file.ts';
import type { Database } from '#lib/data/client.ts';
import { recordEvent } from '#lib/data/history.ts';
import {
  findLastCheckpoint,
  hasUnsealed,
  listLedgerKeys,
  listUnsealed,
  sealingInstant,
  storeCheckpoint,
  storeLedgerKey,
  tryLockLedger,
  type Unsealed,
} from '#lib/data/ledger.ts';
import { LedgerKeyError, type LedgerSigner } from '#lib/data/ledger-key.ts';
import { inTransaction } from '#lib/data/transaction.ts';
import { type Checkpoint, checkpointHash, checkpointText, type LedgerKey, sealLeaf } from '#lib/domain/ledger.ts';
import { merkleRoot } from '#lib/domain/merkle.ts';
import { SYSTEM_STREAM, systemAct } from './system-principal.ts';

/** Streams in one checkpoint; what is more waits for the next. */
const MOST_STREAMS = 10_000;

export interface SealedCheckpoint {
  number: number;
  hash: string;
  eventCount: number;
  streamCount: number;
}

/**
 * Makes one checkpoint and brings the file up to date. Safe in many processes at once: one seals, the others get null.
 * @param file of the checkpoints; it is compared with the database before anything is sealed
 * @returns null when there is nothing to seal, or when another process is sealing
 * @throws CheckpointFileMismatch when the file contradicts the database; LedgerKeyError when the signer's key is not the newest one
 */
export async function sealLedger(db: Database, signer: LedgerSigner, file: string): Promise<SealedCheckpoint | null> {
  const sealed = await inTransaction(db, async (tx) => {
    if (!(await tryLockLedger(tx)) || !(await hasUnsealed(tx))) return null;
    // Sealing on top of a history that the file does not know would make a fork of it for good.
    await requireAgreement(tx, file);
    await requireNewestKey(tx, signer);
    return sealBatch(tx, signer, await listUnsealed(tx, MOST_STREAMS));
  });
  await catchUpCheckpointFile(db, file);
  return sealed;
}

async function requireNewestKey(tx: pg.PoolClient, signer: LedgerSigner): Promise<void> {
  const newest = (await listLedgerKeys(tx)).at(-1);
  if (!newest) return registerFirstKey(tx, signer);
  if (newest.id === signer.keyId) return;
  throw new LedgerKeyError(
    `The key file holds key ${signer.keyId}; checkpoints are signed with ${newest.id}. Put that key back, or finish the change of the key.`,
  );
}

async function registerFirstKey(tx: pg.PoolClient, signer: LedgerSigner): Promise<void> {
  const createdAt = await sealingInstant(tx);
  await addLedgerKey(tx, { id: signer.keyId, publicKey: signer.publicKeyHex, createdAt, previousId: null, endorsement: null });
}

/** Makes a public key known, and says so in the history. */
export async function addLedgerKey(tx: pg.PoolClient, key: LedgerKey): Promise<void> {
  await storeLedgerKey(tx, key);
  await recordEvent(tx, await systemAct(tx), {
    ...SYSTEM_STREAM,
    kind: 'ledger_key_added',
    payload: { keyId: key.id, previousId: key.previousId },
  });
}

async function sealBatch(tx: pg.PoolClient, signer: LedgerSigner, unsealed: readonly Unsealed[]): Promise<SealedCheckpoint> {
  const last = await findLastCheckpoint(tx);
  const fields = {
    number: (last?.number ?? 0) + 1,
    previousHash: last?.hash ?? '',
    root: merkleRoot(unsealed.map(sealLeaf)),
    streamCount: unsealed.length,
    eventCount: unsealed.reduce((sum, stream) => sum + stream.events, 0),
    sealedAt: await sealingInstant(tx),
    keyId: signer.keyId,
  };
  const checkpoint: Checkpoint = { ...fields, hash: checkpointHash(fields), signature: signer.sign(checkpointText(fields)) };
  await storeCheckpoint(tx, checkpoint, unsealed);
  const { number, hash, eventCount, streamCount } = checkpoint;
  return { number, hash, eventCount, streamCount };
}
