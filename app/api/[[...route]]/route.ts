/** Mounts the HTTP API; what it does is in `lib/api`. */
import { createApi } from '#lib/api/app.ts';
import { runtime } from '#lib/server/runtime.ts';
import { actorOfHeaders } from '#lib/server/session.ts';

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
  });
  return api;
}

const handle = async (request: Request): Promise<Response> => mounted().fetch(request);

export { handle as DELETE, handle as GET, handle as HEAD, handle as OPTIONS, handle as PATCH, handle as POST, handle as PUT };
