/** Checkpoints for tests that only read them: the database's own functions, with a root and a signature that mean nothing. */
import { createHash } from 'node:crypto';
import type { Database } from '#lib/data/client.ts';
import { inTransaction } from '#lib/data/transaction.ts';
import type { Checkpoint } from '#lib/domain/audit.ts';

export const TEST_KEY = { id: 'test-key', publicKey: 'ab'.repeat(32) };

/** Covers everything that waits; null when nothing does. */
export async function sealForTest(
  db: Database,
  sealedAt: string,
): Promise<Pick<Checkpoint, 'number' | 'hash' | 'eventCount' | 'streamCount'> | null> {
  return inTransaction(db, async (tx) => {
    const known = await tx.query('SELECT 1 FROM ledger_key');
    if (known.rowCount === 0) await tx.query('SELECT ledger_add_key($1, $2, $3, NULL, NULL)', [TEST_KEY.id, TEST_KEY.publicKey, sealedAt]);
    const { rows } = await tx.query<{ programId: string; streamId: string; sequence: number; hash: string; events: number }>(
      'SELECT program_id AS "programId", stream_id AS "streamId", sequence, hash, events FROM ledger_unsealed(100000)',
    );
    if (rows.length === 0) return null;
    const last = await tx.query<{ number: number; hash: string }>(
      'SELECT number, hash FROM ledger_checkpoint ORDER BY number DESC LIMIT 1',
    );
    const number = (last.rows[0]?.number ?? 0) + 1;
    const eventCount = rows.reduce((sum, { events }) => sum + events, 0);
    const hash = createHash('sha256').update(`test ${number}`).digest('hex');
    const checkpoint = {
      number,
      previousHash: last.rows[0]?.hash ?? '',
      root: 'cd'.repeat(32),
      streamCount: rows.length,
      eventCount,
      sealedAt,
      keyId: TEST_KEY.id,
      hash,
      signature: 'ef'.repeat(64),
    };
    await tx.query('SELECT ledger_seal_batch($1, $2)', [JSON.stringify(checkpoint), JSON.stringify(rows)]);
    return { number, hash, eventCount, streamCount: rows.length };
  });
}
