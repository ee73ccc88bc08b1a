/** Stored answers of writes, so that a repeated request has one effect. */
import type { Queryable } from './client.ts';

export interface StoredAnswer {
  digest: string;
  status: number;
  /** The answer as exact JSON text, so that a repeated answer has the same bytes. Empty while the first is under way. */
  body: string;
}

/**
 * Reserves a key inside the transaction of the change, or returns the answer stored under it. Two requests with one key
 * wait for each other here: the second sees the first one's answer, or takes over when the first was rolled back.
 */
export async function reserveKey(tx: Queryable, principalId: string, key: string, digest: string): Promise<StoredAnswer | null> {
  const { rowCount } = await tx.query(
    `INSERT INTO idempotency_key (principal_id, key, digest, status, body, created_at) VALUES ($1, $2, $3, 0, '', clock_timestamp())
     ON CONFLICT DO NOTHING`,
    [principalId, key, digest],
  );
  if (rowCount === 1) return null;
  const { rows } = await tx.query<StoredAnswer>('SELECT digest, status, body FROM idempotency_key WHERE principal_id = $1 AND key = $2', [
    principalId,
    key,
  ]);
  return rows[0] ?? null;
}

export async function storeAnswer(tx: Queryable, principalId: string, key: string, status: number, body: unknown): Promise<void> {
  await tx.query('UPDATE idempotency_key SET status = $3, body = $4 WHERE principal_id = $1 AND key = $2', [
    principalId,
    key,
    status,
    JSON.stringify(body),
  ]);
}
