/** Reading the seals over the history: checkpoints, the keys that signed them, and what no checkpoint covers yet. */
import type { Checkpoint, LedgerCitation, LedgerState, Seal } from '#lib/domain/audit.ts';
import type { Queryable } from './client.ts';

const COLUMNS = `c.number, c.previous_hash AS "previousHash", c.root, c.stream_count AS "streamCount", c.event_count AS "eventCount",
  c.sealed_at AS "sealedAt", c.key_id AS "keyId", c.hash, c.signature`;

/** A number that no checkpoint reaches. */
const ABOVE_ALL = Number.MAX_SAFE_INTEGER;

/**
 * Newest first, each with how many streams of this program it covers: a checkpoint is one for the whole installation.
 * @param before only those with a lower number; null begins with the newest
 */
export async function listCheckpoints(tx: Queryable, programId: string, before: number | null, limit: number): Promise<Checkpoint[]> {
  const { rows } = await tx.query<Checkpoint>(
    `SELECT ${COLUMNS}, k.public_key AS "publicKey",
       (SELECT count(*)::int FROM ledger_seal s WHERE s.checkpoint = c.number AND s.program_id = $1) AS "programStreams"
     FROM ledger_checkpoint c JOIN ledger_key k ON k.id = c.key_id
     WHERE c.number < $2 ORDER BY c.number DESC LIMIT $3`,
    [programId, before ?? ABOVE_ALL, limit],
  );
  return rows;
}

/** How far the sealing has come: events of this program and of all that no checkpoint covers, and the oldest of them. */
export async function findLedgerState(tx: Queryable, programId: string): Promise<LedgerState> {
  const { rows } = await tx.query<LedgerState>(
    `SELECT (SELECT count(*)::int FROM ledger_pending WHERE program_id = $1) AS "unsealedEvents",
       (SELECT count(*)::int FROM ledger_pending) AS "unsealedEverywhere",
       (SELECT min(e.recorded_at) FROM ledger_pending p JOIN event e USING (program_id, stream_id, sequence)) AS "oldestUnsealedAt",
       (SELECT c.sealed_at FROM ledger_checkpoint c ORDER BY c.number DESC LIMIT 1) AS "lastSealedAt"`,
    [programId],
  );
  const state = rows[0];
  if (!state) throw new Error('The state of the ledger was not told.');
  return state;
}

/** What a file cites: the last checkpoint, and how many events of the program it does not cover. */
export async function findLedgerCitation(tx: Queryable, programId: string): Promise<LedgerCitation> {
  const { rows } = await tx.query<{ number: number | null; hash: string | null; sealedAt: string | null; unsealedEvents: number }>(
    `SELECT c.number, c.hash, c.sealed_at AS "sealedAt",
       (SELECT count(*)::int FROM ledger_pending WHERE program_id = $1) AS "unsealedEvents"
     FROM (VALUES (1)) one LEFT JOIN LATERAL (SELECT number, hash, sealed_at FROM ledger_checkpoint ORDER BY number DESC LIMIT 1) c ON true`,
    [programId],
  );
  const row = rows[0];
  if (!row) throw new Error('The last checkpoint was not told.');
  const { number, hash, sealedAt, unsealedEvents } = row;
  return { checkpoint: number !== null && hash !== null && sealedAt !== null ? { number, hash, sealedAt } : null, unsealedEvents };
}

/** The seals on one stream, in order: each covers every event up to its sequence. */
export async function listSeals(tx: Queryable, programId: string, streamId: string): Promise<Seal[]> {
  const { rows } = await tx.query<Seal>(
    'SELECT checkpoint, sequence FROM ledger_seal WHERE program_id = $1 AND stream_id = $2 ORDER BY sequence, checkpoint',
    [programId, streamId],
  );
  return rows;
}
