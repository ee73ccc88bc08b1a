/** What the operations on people, tokens and rules have in common. */
import { AppError, type ErrorCode } from '#lib/domain/errors.ts';
import { type Action, mayEverywhere } from '#lib/domain/permission.ts';
import { type Actor, type Context, requireActor } from './context.ts';

export { SYSTEM_STREAM } from './create-account.ts';

/** The person who acts, also when a token does it for him. */
export const personOf = (actor: Actor): string => actor.onBehalfOfId ?? actor.principalId;

/** @throws AppError `unauthenticated`, `forbidden` for a token: it never changes the way in of a person */
export function requirePerson(context: Context): Actor {
  const actor = requireActor(context);
  if (actor.kind !== 'person') throw new AppError('forbidden', 'Only a person who is signed in does this, not an API token.');
  return actor;
}

/** For what reaches every program. @throws AppError `unauthenticated`, `forbidden` */
export function authorizeEverywhere(context: Context, action: Action): Actor {
  const actor = requireActor(context);
  if (!mayEverywhere(actor.grants, action)) throw new AppError('forbidden', 'Only an administrator of every program does this.');
  return actor;
}

/** Somebody else did the same, or the opposite, first: says who and when, in the details too. */
export function beaten(
  message: string,
  stands: { status: string; by: string | null; at: string | null },
  code: ErrorCode = 'stale_version',
): AppError {
  return new AppError(code, message, {
    current: { version: 0, status: stands.status, updatedAt: stands.at ?? '', updatedBy: stands.by },
  });
}

export const inEveryProgram = (programId: string | null): string => (programId === null ? ' in every program' : '');
