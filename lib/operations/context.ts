/** What every operation is given: who asks, in which request, at what time, and the database. */
import type { Database } from '#lib/data/client.ts';
import type { Act } from '#lib/data/history.ts';
import { AppError, notFound } from '#lib/domain/errors.ts';
import { type Action, confinedTo, type Grant, may, rolesIn } from '#lib/domain/permission.ts';

export interface Actor {
  principalId: string;
  name: string;
  kind: string;
  onBehalfOfId: string | null;
  grants: Grant[];
}

export interface Context {
  db: Database;
  /** Null when nobody is signed in. */
  actor: Actor | null;
  requestId: string;
  /** The current instant, ISO 8601 UTC with microseconds. Injected, so that tests decide what time it is. */
  now(): string;
  /** Signs cursors. */
  secret: string;
  idempotencyKey: string | null;
}

/** @throws AppError `unauthenticated` */
export function requireActor(context: Context): Actor {
  if (!context.actor) throw new AppError('unauthenticated', 'Sign in, or send an API token.');
  return context.actor;
}

/**
 * Asks the permission table. Without any role in the program everything in it looks missing; with one, but without the
 * right, the answer is "forbidden".
 * @throws AppError `unauthenticated`, `not_found`, `forbidden`
 */
export function authorize(context: Context, action: Action, programId: string, what = 'The program'): Actor {
  const actor = requireActor(context);
  if (rolesIn(actor.grants, programId).length === 0) throw notFound(what);
  if (!may(actor.grants, action, programId)) throw new AppError('forbidden', 'Your roles in this program do not allow this.');
  return actor;
}

/** Like `authorize`, for requests whose exact action is only known from their body. */
export function authorizeAny(context: Context, actions: readonly Action[], programId: string, what = 'The program'): Actor {
  const actor = requireActor(context);
  if (rolesIn(actor.grants, programId).length === 0) throw notFound(what);
  if (!actions.some((action) => may(actor.grants, action, programId))) {
    throw new AppError('forbidden', 'Your roles in this program do not allow this.');
  }
  return actor;
}

/** The organization that a contributor is confined to; null for everybody else. */
export const confinement = (context: Context, programId: string): string | null =>
  context.actor ? confinedTo(context.actor.grants, programId) : null;

export const actOf = (context: Context): Act => {
  const actor = requireActor(context);
  return { actorId: actor.principalId, onBehalfOfId: actor.onBehalfOfId, requestId: context.requestId };
};
