/** Who is asking, for pages, actions and the API mounted in Next. Roles are read on every request. */
import { randomUUID } from 'node:crypto';
import { cookies, headers } from 'next/headers';
import { cache } from 'react';
import { findPrincipalOfUser } from '#lib/data/principals.ts';
import { endSession, findSessionTimes, touchSession } from '#lib/data/session-clock.ts';
import { translated } from '#lib/data/transaction.ts';
import { instantFromDate } from '#lib/domain/time.ts';
import type { Actor, Context } from '#lib/operations/context.ts';
import { runtime } from './runtime.ts';
import { BACKGROUND_COOKIE, type SessionLeft, sessionLeft, TOUCH_SECONDS } from './session-limits.ts';

/** A session that has not ended. */
export interface LiveSession {
  id: string;
  userId: string;
  email: string;
  left: SessionLeft;
}

/**
 * The session of a request; null when there is none or its time is over, which ends it for good.
 * @param acting false when a page asks by itself: that does not prolong it
 */
export async function sessionOfHeaders(requestHeaders: Headers, acting: boolean): Promise<LiveSession | null> {
  const { auth, db, settings } = runtime();
  const found = await auth.api.getSession({ headers: requestHeaders });
  if (!found) return null;
  const { id } = found.session;
  const times = await translated(findSessionTimes(db.pool, id));
  const left = times ? sessionLeft(times, settings.idleSeconds) : null;
  if (!times || !left) {
    await translated(endSession(db.pool, id));
    return null;
  }
  if (!acting || times.idleSeconds < TOUCH_SECONDS) return { id, userId: times.userId, email: found.user.email, left };
  await translated(touchSession(db.pool, id));
  return { id, userId: times.userId, email: found.user.email, left: { ...left, idleSeconds: settings.idleSeconds } };
}

async function actorOfSession(session: LiveSession | null): Promise<Actor | null> {
  if (!session) return null;
  const principal = await translated(findPrincipalOfUser(runtime().db.pool, session.userId));
  if (!principal) return null;
  return { principalId: principal.id, name: principal.name, kind: principal.kind, onBehalfOfId: null, grants: principal.grants };
}

/** The person of a request to the API, with today's roles; null when nobody is signed in or the account is disabled. */
export const actorOfHeaders = async (requestHeaders: Headers): Promise<Actor | null> =>
  actorOfSession(await sessionOfHeaders(requestHeaders, true));

/** The session of this request, found once. */
export const currentSession = cache(
  async (): Promise<LiveSession | null> => sessionOfHeaders(await headers(), !(await cookies()).has(BACKGROUND_COOKIE)),
);

export const currentActor = cache(async (): Promise<Actor | null> => actorOfSession(await currentSession()));

/** The e-mail of the session, to mark the example account in use. */
export const currentEmail = async (): Promise<string | null> => (await currentSession())?.email ?? null;

const contextOf = (actor: Actor | null, idempotencyKey: string | null): Context => ({
  db: runtime().db,
  actor,
  requestId: randomUUID(),
  now: () => instantFromDate(new Date()),
  secret: runtime().settings.secret,
  idempotencyKey,
});

/** The context of operations for this request. */
export const requestContext = async (idempotencyKey: string | null = null): Promise<Context> =>
  contextOf(await currentActor(), idempotencyKey);

/** The context of a request that a page makes by itself, which does not prolong the session. */
export const backgroundContext = async (): Promise<Context> =>
  contextOf(await actorOfSession(await sessionOfHeaders(await headers(), false)), null);
