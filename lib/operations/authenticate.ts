/** What the layers above need of the database before any operation runs: a connection, and whose token this is. */
import { findPrincipalOfToken } from '#lib/data/principals.ts';
import { translated } from '#lib/data/transaction.ts';
import type { Actor, Context } from './context.ts';

export { openDatabase } from '#lib/data/client.ts';
export { readFileSettings } from '#lib/data/files/file-settings.ts';

/** The actor of an API token; null when it is malformed, unknown, expired or revoked. @throws AppError `unavailable` */
export async function authenticateToken(db: Context['db'], token: string): Promise<Actor | null> {
  const principal = await translated(findPrincipalOfToken(db.pool, token));
  if (!principal) return null;
  const { id, name, kind, onBehalfOfId, grants } = principal;
  return { principalId: id, name, kind, onBehalfOfId, grants };
}

/** Returns when the database answers and its tables are there. @throws AppError `unavailable`, or the database's own error */
export async function checkDatabase(db: Context['db']): Promise<void> {
  await translated(db.pool.query('SELECT 1 FROM program LIMIT 1'));
}
