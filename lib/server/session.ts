/** Who is asking, for pages, actions and the API mounted in Next. Roles are read on every request. */
import { randomUUID } from 'node:crypto';
import { headers } from 'next/headers';
import { cache } from 'react';
import { findPrincipalOfUser } from '#lib/data/principals.ts';
import { translated } from '#lib/data/transaction.ts';
import { instantFromDate } from '#lib/domain/time.ts';
import type { Actor, Context } from '#lib/operations/context.ts';
import { runtime } from './runtime.ts';

/** The person of a session, with today's roles; null when nobody is signed in or the account is disabled. */
export async function actorOfHeaders(requestHeaders: Headers): Promise<Actor | null> {
  const { auth, db } = runtime();
  const session = await auth.api.getSession({ headers: requestHeaders });
  if (!session) return null;
  const principal = await translated(findPrincipalOfUser(db.pool, session.user.id));
  if (!principal) return null;
  return { principalId: principal.id, name: principal.name, kind: principal.kind, onBehalfOfId: null, grants: principal.grants };
}

/** The e-mail of the session, to mark the example account in use. */
export const currentActor = cache(async (): Promise<Actor | null> => actorOfHeaders(await headers()));

export const currentEmail = cache(async (): Promise<string | null> => {
  const session = await runtime().auth.api.getSession({ headers: await headers() });
  return session?.user.email ?? null;
});

/** The context of operations for this request. */
export async function requestContext(idempotencyKey: string | null = null): Promise<Context> {
  const { db, settings } = runtime();
  return {
    db,
    actor: await currentActor(),
    requestId: randomUUID(),
    now: () => instantFromDate(new Date()),
    secret: settings.secret,
    idempotencyKey,
  };
}
