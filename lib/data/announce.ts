/**
 * Telling open browsers what changed. PostgreSQL commits transactions that hold a NOTIFY one after the other, which halves
 * how many writes it takes; so the notice is sent on the same connection right after the commit, in a statement of its own.
 * A process that dies in between loses notices, never changes: browsers read anew when they connect again.
 */
import type { Queryable } from './client.ts';

const CHANNEL = 'proviso';
/** The ids that a transaction under way has changed, by its connection. */
const changed = new WeakMap<Queryable, Set<string>>();

/** Notes that the open transaction of this connection changes an assessment. */
export function announce(tx: Queryable, assessmentId: string): void {
  const ids = changed.get(tx) ?? new Set<string>();
  changed.set(tx, ids.add(assessmentId));
}

/** Forgets what a transaction that was rolled back had noted. */
export const forgetAnnouncements = (tx: Queryable): void => void changed.delete(tx);

/** Sends what the transaction that has just been committed had noted. */
export async function sendAnnouncements(tx: Queryable): Promise<void> {
  const ids = changed.get(tx);
  if (!ids) return;
  changed.delete(tx);
  await tx.query('SELECT pg_notify($1, id) FROM unnest($2::text[]) id', [CHANNEL, [...ids]]);
}
