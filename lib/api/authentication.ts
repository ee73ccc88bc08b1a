/** Who asks: the bearer of a token, or the person of a browser session. */

import { AppError } from '#lib/domain/errors.ts';
import type { Actor } from '#lib/operations/context.ts';
import type { ApiDependencies } from './dependencies.ts';

export interface Asker {
  actor: Actor;
  /** A browser sends its cookie whoever made it send the request, so writes need more than the cookie. */
  via: 'token' | 'session';
}

const BEARER = /^Bearer +(\S+)$/i;

/**
 * An `Authorization` header decides alone: a wrong token is never replaced by a session, and is counted for its network.
 * @param address of the client; null when it is not known
 * @throws AppError `unauthenticated`, `too_many_requests`, `unavailable`
 */
export async function authenticate(
  deps: Pick<ApiDependencies, 'sessionActor' | 'tokenActor' | 'wrongToken'>,
  request: Request,
  address: string | null,
): Promise<Asker> {
  const header = request.headers.get('authorization');
  if (header === null) {
    const actor = await deps.sessionActor(request);
    if (!actor) throw new AppError('unauthenticated', 'Sign in, or send an API token as "Authorization: Bearer <token>".');
    return { actor, via: 'session' };
  }
  const token = BEARER.exec(header.trim())?.[1];
  const actor = token ? await deps.tokenActor(token) : null;
  if (!actor) {
    await deps.wrongToken(address);
    throw new AppError('unauthenticated', 'The API token is not valid: malformed, unknown, expired or revoked.');
  }
  return { actor, via: 'token' };
}

const hostOf = (url: string): string | null => (URL.canParse(url) ? new URL(url).host : null);

/**
 * Whether a browser says that this very site made it send the request. Every current browser sends `Sec-Fetch-Site`
 * or `Origin` with a write; without either the request is not taken for ours.
 * @param origin the site's own; null: the host that was asked
 */
export function isSameOrigin(request: Request, origin: string | null): boolean {
  const site = request.headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin') return false;
  const from = request.headers.get('origin');
  if (from === null) return site === 'same-origin';
  const askedHost = request.headers.get('host') ?? hostOf(request.url);
  return from === origin || (askedHost !== null && hostOf(from) === askedHost);
}
