/** Where to go after signing in: a path of this product and nothing else. */
const BASE = 'http://proviso.invalid';

export function safeReturn(wanted: string): string {
  if (!wanted.startsWith('/') || wanted.startsWith('//') || /[\\\p{Cc}]/u.test(wanted)) return '/';
  const url = new URL(wanted, BASE);
  if (url.origin !== BASE || url.pathname.startsWith('/sign-in') || url.pathname.startsWith('//')) return '/';
  return `${url.pathname}${url.search}${url.hash}`;
}
