/** The frame of every write: one transaction, one stored answer per idempotency key. */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { reserveKey, storeAnswer } from '#lib/data/idempotency.ts';
import { inTransaction } from '#lib/data/transaction.ts';
import { AppError } from '#lib/domain/errors.ts';
import { type Context, requireActor } from './context.ts';

const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Runs a change. With an idempotency key, a repeated request gets the first one's answer and changes nothing; the same
 * key with another body is refused. A change that fails stores nothing, so it may be tried again.
 * @param name of the operation; a key used for another operation is a different body
 * @throws AppError `idempotency_key_reused`, `request_in_progress`, and whatever the change throws
 */
export async function write<T>(context: Context, name: string, input: unknown, change: (tx: pg.PoolClient) => Promise<T>): Promise<T> {
  const actor = requireActor(context);
  const key = context.idempotencyKey;
  return inTransaction(context.db, async (tx) => {
    await tx.query(`SET LOCAL lock_timeout = '5s'`);
    if (key === null) return change(tx);
    const digest = createHash('sha256')
      .update(JSON.stringify([name, input]))
      .digest('hex');
    const stored = await reserve(tx, actor.principalId, key, digest);
    if (stored) {
      if (stored.digest !== digest) {
        throw new AppError('idempotency_key_reused', 'This idempotency key was used for another request.', { field: 'Idempotency-Key' });
      }
      return JSON.parse(stored.body) as T;
    }
    const result = await change(tx);
    await storeAnswer(tx, actor.principalId, key, 200, result);
    return result;
  });
}

async function reserve(tx: pg.PoolClient, principalId: string, key: string, digest: string) {
  try {
    return await reserveKey(tx, principalId, key, digest);
  } catch (error) {
    if ((error as { code?: string }).code === LOCK_NOT_AVAILABLE) {
      throw new AppError('request_in_progress', 'A request with this idempotency key is still under way. Ask again in a moment.');
    }
    throw error;
  }
}
