/** How long the session of this browser lasts, and prolonging it. Asking does not prolong it. */
import { isSameOrigin } from '#lib/api/authentication.ts';
import { runtime } from '#lib/server/runtime.ts';
import { sessionOfHeaders } from '#lib/server/session.ts';

export const dynamic = 'force-dynamic';

const NO_STORE = { 'Cache-Control': 'no-store' };

async function answer(request: Request, acting: boolean): Promise<Response> {
  const session = await sessionOfHeaders(request.headers, acting);
  if (!session) return Response.json({ idleSeconds: 0, absoluteSeconds: 0 }, { status: 401, headers: NO_STORE });
  return Response.json(session.left, { headers: NO_STORE });
}

/** Seconds left until it ends for want of acting, and in any case; 401 when it has ended. */
export const GET = (request: Request): Promise<Response> => answer(request, false);

/** Somebody is here: the same answer, prolonged. */
export async function POST(request: Request): Promise<Response> {
  if (!isSameOrigin(request, runtime().settings.origin)) return new Response(null, { status: 403, headers: NO_STORE });
  return answer(request, true);
}
