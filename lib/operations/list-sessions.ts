/** Where somebody is signed in: one's own sessions, or anybody's for who administers accounts. */
import { isId } from '#lib/data/ids.ts';
import { listSessions as readSessions, type SessionView } from '#lib/data/sessions.ts';
import { translated } from '#lib/data/transaction.ts';
import { notFound } from '#lib/domain/errors.ts';
import { authorizeEverywhere, requirePerson } from './access.ts';
import { type Context, requireActor } from './context.ts';

/** @throws AppError `unauthenticated`, `forbidden`, `not_found` */
export async function listSessions(context: Context, principalId: string): Promise<SessionView[]> {
  requireSessionsOf(context, principalId);
  return translated(readSessions(context.db.pool, principalId));
}

/** Own sessions are a person's own; those of others are for who administers accounts. */
export function requireSessionsOf(context: Context, principalId: string): void {
  if (requireActor(context).principalId === principalId) requirePerson(context);
  else authorizeEverywhere(context, 'manage_accounts');
  if (!isId(principalId)) throw notFound('The person');
}
