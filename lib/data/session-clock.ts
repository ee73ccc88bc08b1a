/** When sessions end. The rows are the sign-in library's; the times are read and kept here. */
import type { Queryable } from './client.ts';

export interface SessionTimes {
  userId: string;
  /** Seconds since somebody last acted in it, and since it began, by the database's clock. */
  idleSeconds: number;
  ageSeconds: number;
}

export async function findSessionTimes(tx: Queryable, sessionId: string): Promise<SessionTimes | null> {
  const { rows } = await tx.query<SessionTimes>(
    `SELECT user_id AS "userId", extract(epoch FROM clock_timestamp() - last_seen_at)::float8 AS "idleSeconds",
       extract(epoch FROM clock_timestamp() - created_at)::float8 AS "ageSeconds" FROM session WHERE id = $1`,
    [sessionId],
  );
  return rows[0] ?? null;
}

/** Notes that somebody acts in a session now. */
export async function touchSession(tx: Queryable, sessionId: string): Promise<void> {
  await tx.query('UPDATE session SET last_seen_at = clock_timestamp() WHERE id = $1', [sessionId]);
}

/** Ends a session that is over. */
export async function endSession(tx: Queryable, sessionId: string): Promise<void> {
  await tx.query('DELETE FROM session WHERE id = $1', [sessionId]);
}
