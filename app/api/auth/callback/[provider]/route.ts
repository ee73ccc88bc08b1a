/** Where the identity provider sends a person back to. The only address of the sign-in library that is open. */
import { OIDC_PROVIDER } from '#lib/server/auth.ts';
import { runtime } from '#lib/server/runtime.ts';

export const dynamic = 'force-dynamic';

export async function GET(request: Request, { params }: { params: Promise<{ provider: string }> }): Promise<Response> {
  const { auth, settings } = runtime();
  if (!settings.oidc || (await params).provider !== OIDC_PROVIDER) return new Response(null, { status: 404 });
  // The library checks state, nonce and addresses against the configured origin, whatever host was asked.
  const { pathname, search } = new URL(request.url);
  return auth.handler(new Request(new URL(`${pathname}${search}`, settings.origin), { headers: request.headers }));
}
