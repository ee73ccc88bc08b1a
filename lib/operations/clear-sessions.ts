/** Takes away the rows of sessions that ended by themselves, so that no list shows them as open. */
import type { Database } from '#lib/data/client.ts';
import { deleteEndedSessions } from '#lib/data/session-clock.ts';
import { translated } from '#lib/data/transaction.ts';

/** Returns how many. @param limits in seconds without acting, and since the beginning */
export const clearSessions = (db: Database, limits: { idle: number; absolute: number }): Promise<number> =>
  translated(deleteEndedSessions(db.pool, limits));
