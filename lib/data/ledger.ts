/** Keys, checkpoints and seals: the tables of the ledger, and the only calls of the functions that write them. */
import type { Checkpoint, LedgerKey, Seal } from '#lib/domain/ledger.ts';
import type { Queryable } from './client.ts';

const KEY = `id, public_key AS "publicKey", proviso_instant(created_at) AS "createdAt", previous_id AS "previousId", endorsement`;
const CHECKPOINT = `number, previous_hash AS "previousHash", root, stream_count AS "streamCount", event_count AS "eventCount",
  proviso_instant(sealed_at) AS "sealedAt", key_id AS "keyId", hash, signature`;

/** In the order in which each endorses the next; keys that no chain leads to come last. */
export async function listLedgerKeys(tx: Queryable): Promise<LedgerKey[]> {
  const { rows } = await tx.query<LedgerKey>(`SELECT ${KEY} FROM ledger_key ORDER BY created_at, id`);
  const chain: LedgerKey[] = [];
  let next = rows.find((key) => key.previousId === null);
  while (next && !chain.includes(next)) {
    chain.push(next);
    const { id }: LedgerKey = next;
    next = rows.find((key) => key.previousId === id);
  }
  return [...chain, ...rows.filter((key) => !chain.includes(key))];
}

export async function findCheckpoint(tx: Queryable, number: number): Promise<Checkpoint | null> {
  const { rows } = await tx.query<Checkpoint>(`SELECT ${CHECKPOINT} FROM ledger_checkpoint WHERE number = $1`, [number]);
  return rows[0] ?? null;
}

export async function findLastCheckpoint(tx: Queryable): Promise<Checkpoint | null> {
  const { rows } = await tx.query<Checkpoint>(`SELECT ${CHECKPOINT} FROM ledger_checkpoint ORDER BY number DESC LIMIT 1`);
  return rows[0] ?? null;
}

/** The highest checkpoint that one of these keys signed; 0 when there is none. */
export async function lastNumberOf(tx: Queryable, keyIds: readonly string[]): Promise<number> {
  const { rows } = await tx.query<{ number: number }>(
    'SELECT coalesce(max(number), 0) AS number FROM ledger_checkpoint WHERE key_id = ANY($1)',
    [keyIds],
  );
  return rows[0]?.number ?? 0;
}

/** Checkpoints with a higher number, in their order. */
export async function listCheckpointsAfter(tx: Queryable, number: number, limit: number): Promise<Checkpoint[]> {
  const { rows } = await tx.query<Checkpoint>(`SELECT ${CHECKPOINT} FROM ledger_checkpoint WHERE number > $1 ORDER BY number LIMIT $2`, [
    number,
    limit,
  ]);
  return rows;
}

/** One at a time seals or changes the key, until the transaction ends. False when another is at it. */
export async function tryLockLedger(tx: Queryable): Promise<boolean> {
  const { rows } = await tx.query<{ locked: boolean }>(`SELECT pg_try_advisory_xact_lock(hashtext('proviso.seal_ledger')) AS locked`);
  return rows[0]?.locked ?? false;
}

/** Like `tryLockLedger`, waiting for the other. */
export async function lockLedger(tx: Queryable): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtext('proviso.seal_ledger'))`);
}

/** One at a time writes checkpoint files, on whichever machine. */
export async function lockCheckpointFile(tx: Queryable): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtext('proviso.checkpoint_file'))`);
}

export async function hasUnsealed(tx: Queryable): Promise<boolean> {
  const { rows } = await tx.query<{ any: boolean }>('SELECT EXISTS (SELECT FROM ledger_pending) AS any');
  return rows[0]?.any ?? false;
}

export interface Unsealed extends Seal {
  /** How many events of the stream wait, this one included. */
  events: number;
}

/** What the next checkpoint covers, in the order of its leaves. */
export async function listUnsealed(tx: Queryable, mostStreams: number): Promise<Unsealed[]> {
  const { rows } = await tx.query<Unsealed>(
    'SELECT program_id AS program, stream_id AS stream, sequence, hash, events FROM ledger_unsealed($1)',
    [mostStreams],
  );
  return rows;
}

/** The instant of a new checkpoint: after the one before it, whatever the clock says. */
export async function sealingInstant(tx: Queryable): Promise<string> {
  const { rows } = await tx.query<{ at: string }>(
    `SELECT proviso_instant(greatest(clock_timestamp(), (SELECT sealed_at + interval '1 microsecond' FROM ledger_checkpoint
       ORDER BY number DESC LIMIT 1))) AS at`,
  );
  return rows[0]?.at ?? '';
}

/** Stores a checkpoint with its seals, and takes what it covers off the list. */
export async function storeCheckpoint(tx: Queryable, checkpoint: Checkpoint, seals: readonly Seal[]): Promise<void> {
  const batch = seals.map(({ program, stream, sequence, hash }) => ({ programId: program, streamId: stream, sequence, hash }));
  await tx.query('SELECT ledger_seal_batch($1::jsonb, $2::jsonb)', [JSON.stringify(checkpoint), JSON.stringify(batch)]);
}

export async function storeLedgerKey(tx: Queryable, key: LedgerKey): Promise<void> {
  await tx.query('SELECT ledger_add_key($1, $2, $3, $4, $5)', [key.id, key.publicKey, key.createdAt, key.previousId, key.endorsement]);
}
