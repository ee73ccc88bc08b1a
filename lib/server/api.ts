/** The HTTP API as Next mounts it; what it does is in `lib/api`. */
import { createApi } from '#lib/api/app.ts';
import { addressOf } from './peer.ts';
import { runtime } from './runtime.ts';
import { actorOfHeaders } from './session.ts';

type Api = ReturnType<typeof createApi>;

let api: Api | undefined;

// On the first request and not before: the build loads this file without a database.
function mounted(): Api {
  const { db, settings } = runtime();
  api ??= createApi({
    db,
    secret: settings.secret,
    origin: settings.origin,
    sessionActor: (request) => actorOfHeaders(request.headers),
    remoteAddress: (c) => addressOf(c.req.raw.headers, settings.trustedProxies),
  });
  return api;
}

export const handleApi = async (request: Request): Promise<Response> => mounted().fetch(request);
