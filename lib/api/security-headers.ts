/** Headers that tell a browser what it may do with an answer. */

/** What an answer that is no page may do: nothing. It is stronger than the policy of pages, which names their scripts. */
export const NO_PAGE = "default-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/**
 * What every answer has besides its content security policy.
 * @param origin the site's own; HSTS only where it is https
 */
export const securityHeaders = (origin: string | null): Record<string, string> => ({
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=()',
  ...(origin?.startsWith('https://') ? { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' } : {}),
});
