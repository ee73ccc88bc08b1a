/** Ends sessions of a person: one, or all. Whoever used them must sign in again. */
import type { Queryable } from '#lib/data/client.ts';
import { recordEvent } from '#lib/data/history.ts';
import { deleteSessions } from '#lib/data/sessions.ts';
import { notFound } from '#lib/domain/errors.ts';
import { SYSTEM_STREAM } from './access.ts';
import { actOf, type Context } from './context.ts';
import { requireSessionsOf } from './list-sessions.ts';
import { write } from './write.ts';

/** @throws AppError `unauthenticated`, `forbidden`, `not_found` also when it has ended already */
export async function revokeSession(context: Context, principalId: string, sessionId: string): Promise<{ sessions: number }> {
  requireSessionsOf(context, principalId);
  return write(context, `end-session:${principalId}`, { sessionId }, async (tx) => {
    const sessions = await endSessions(tx, context, principalId, { only: sessionId });
    if (sessions === 0) throw notFound('The session');
    return { sessions };
  });
}

/** All sessions but `keep`, which is the one that asks. @throws AppError `unauthenticated`, `forbidden`, `not_found` */
export async function revokeSessions(context: Context, principalId: string, keep: string | null): Promise<{ sessions: number }> {
  requireSessionsOf(context, principalId);
  return write(context, `end-sessions:${principalId}`, { keep }, async (tx) => ({
    sessions: await endSessions(tx, context, principalId, { keep }),
  }));
}

/** Ends them with one event for all; none when there was nothing to end. */
export async function endSessions(
  tx: Queryable,
  context: Context,
  principalId: string,
  which: { only: string } | { keep: string | null },
): Promise<number> {
  const sessions = await deleteSessions(tx, principalId, which);
  if (sessions > 0)
    await recordEvent(tx, actOf(context), { ...SYSTEM_STREAM, kind: 'session_revoked', payload: { principalId, sessions } });
  return sessions;
}
