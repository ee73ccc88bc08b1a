/**
 * Security headers of every page: a content security policy with a fresh nonce, so that no script runs that this server
 * did not write. And a form is only taken from this site: Next itself lets a request without Origin pass, and compares
 * Origin with a forwarded host that anybody can write. It guards nothing else: who may do what is decided in the operations.
 */
import { randomBytes } from 'node:crypto';
import { type NextRequest, NextResponse } from 'next/server';
import { isSameOrigin } from '#lib/api/authentication.ts';
import { securityHeaders } from '#lib/api/security-headers.ts';

const REFUSED = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };

/** The origin of the identity provider, where there is one. */
const providerOrigin = (issuer: string): string => (URL.canParse(issuer) ? new URL(issuer).origin : '');

function policy(nonce: string, https: boolean, provider: string): string {
  const development = process.env.NODE_ENV === 'development';
  return [
    `default-src 'self'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? ` 'unsafe-eval'` : ''}`,
    `style-src 'self' ${development ? `'unsafe-inline'` : `'nonce-${nonce}'`}`,
    `img-src 'self' data:`,
    `font-src 'self'`,
    `connect-src 'self'${development ? ' ws:' : ''}`,
    `object-src 'none'`,
    `base-uri 'none'`,
    // Chromium asks this of the redirect after a form too: the one to the identity provider.
    `form-action 'self'${provider ? ` ${provider}` : ''}`,
    `frame-ancestors 'none'`,
    ...(https ? ['upgrade-insecure-requests'] : []),
  ].join('; ');
}

/** Forms of pages are POST; the API has rules of its own, by token or by session. */
const isForeignForm = (request: NextRequest): boolean =>
  !['GET', 'HEAD', 'OPTIONS'].includes(request.method) &&
  !request.nextUrl.pathname.startsWith('/api/') &&
  !isSameOrigin(request, process.env.PROVISO_ORIGIN ?? null);

export function proxy(request: NextRequest): NextResponse {
  if (isForeignForm(request)) return new NextResponse('This was not sent by a page of this site.\n', { status: 403, headers: REFUSED });
  const nonce = randomBytes(16).toString('base64');
  const https = (process.env.PROVISO_ORIGIN ?? '').startsWith('https://');
  const csp = policy(nonce, https, providerOrigin(process.env.PROVISO_OIDC_ISSUER ?? ''));
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  // Whoever sends a forwarded host of his own: Next would compare it with Origin and fail. That comparison is made above.
  headers.delete('x-forwarded-host');
  const origin = request.headers.get('origin') ?? '';
  if (URL.canParse(origin)) headers.set('x-forwarded-host', new URL(origin).host);
  headers.set('Content-Security-Policy', csp);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('Content-Security-Policy', csp);
  for (const [name, value] of Object.entries(securityHeaders(process.env.PROVISO_ORIGIN ?? null))) response.headers.set(name, value);
  return response;
}

export const config = {
  // What takes files stands outside, and sets its own headers: Next keeps a copy of every body that passes here, and cuts it at 10 MB.
  matcher: [{ source: '/((?!_next/static|upload/|api/v1/programs/[^/]+/evidence$|api/v1/evidence/).*)' }],
};
