/** D8: where a sign-in may lead. D9: cookies and headers of every address. */
import { safeReturn } from '#lib/server/safe-return.ts';
import { pageRules } from './access-table.ts';
import { createTally, type Tally } from './check.ts';
import { listAddresses, readApiDocument } from './http/build-lists.ts';
import { apiPath, namesFor, pagePath } from './http/cells.ts';
import { type Answer, type Client, createClient, inParallel } from './http/client.ts';
import { forgetTries, trySignIn } from './http/sign-in.ts';
import { type Stage, stageOf } from './http/stage.ts';
import type { TrustRun, TrustTest } from './types.ts';

const EVIL = 'evil.invalid';

/** Ways to write an address of another host, each with several beginnings. */
function redirectPayloads(): string[] {
  const slashes = [
    '//',
    '///',
    '////',
    '/\\',
    '\\\\',
    '\\/',
    '/\t/',
    '/\n/',
    '/\r/',
    '\t//',
    ' //',
    '/ /',
    '/%2f',
    '/%5c',
    '%2f%2f',
    '/%09/',
    '/\u0000/',
  ];
  const schemes = [
    'http:',
    'https:',
    'HTTPS:',
    'javascript:',
    'data:text/html,',
    'vbscript:',
    'ftp:',
    'file:',
    'blob:',
    'mailto:',
    '\u0001javascript:',
    'java\nscript:',
  ];
  const unicode = ['/\u2044', '/\uff0f', '\uff0f\uff0f', '/\u2215', '//\u3002', '/\ufe68', '\u2028//', '\u202e//', '\ufeff//', '/\u00ad/'];
  const tails = [EVIL, `${EVIL}/path`, `user@${EVIL}`, `127.0.0.1@${EVIL}`, `${EVIL}#127.0.0.1`, `${EVIL}%23.127.0.0.1`];
  const made = [...slashes, ...unicode].flatMap((start) => tails.slice(0, 5).map((tail) => `${start}${tail}`));
  const schemed = schemes.flatMap((scheme) => [`${scheme}//${EVIL}`, `${scheme}${EVIL}`, `/${scheme}//${EVIL}`, `${scheme}alert(1)//`]);
  const inside = [
    `/..//${EVIL}`,
    `/.//${EVIL}`,
    `/%2e%2e//${EVIL}`,
    `/x/../..//${EVIL}`,
    `/./\\${EVIL}`,
    `/programs/..//${EVIL}`,
    `@${EVIL}`,
    `.${EVIL}`,
  ];
  return [...new Set([...made, ...schemed, ...inside, '', '/sign-in?returnTo=/sign-in', '/%E0%A4%A', '/\ud800', `${'/a'.repeat(4000)}`])];
}

/** Where a browser would go, as the URL standard reads it. */
const leaves = (location: string, origin: string): boolean => {
  if (!URL.canParse(location, origin)) return true;
  return new URL(location, origin).origin !== new URL(origin).origin;
};

async function redirects(run: TrustRun) {
  const stage = await stageOf(run);
  const tally = createTally();
  const payloads = redirectPayloads();
  const { origin } = stage.client;
  let escapes = 0;
  const judge = (how: string, payload: string, location: string) => {
    const escaped = leaves(location, origin);
    if (escaped) escapes += 1;
    tally.check(!escaped, `${how} with ${JSON.stringify(payload)} leads to ${location}`);
  };
  for (const payload of payloads) judge('safeReturn', payload, safeReturn(payload));
  const cookie = stage.people.viewer.cookie ?? '';
  await inParallel(payloads, 6, async (payload) => {
    const path = `/sign-in?returnTo=${encodeURIComponent(payload.toWellFormed())}`;
    const answer = await stage.client.send({ path, headers: { Cookie: cookie } });
    tally.check(answer.status < 500, `${path}: ${answer.status}`);
    judge('the sign-in page', payload, answer.headers.location ?? '/');
  });
  await forgetTries(stage);
  const { email, password } = stage.people.viewer;
  for (const payload of payloads.slice(0, run.scale(4, 40))) {
    const answer = await trySignIn(stage.client, { email, password, returnTo: payload.toWellFormed() });
    judge('signing in', payload, String(answer.headers['x-action-redirect'] ?? '/').split(';')[0] ?? '/');
  }
  const naive = payloads.filter((payload) => leaves(payload.startsWith('/') ? payload : '/', origin)).length;
  return tally.figures(
    { payloads: payloads.length, escapes },
    { what: 'every address that begins with a slash allowed', failedAsItMust: naive > 0, figures: { escapes: naive } },
  );
}

/** What is missing or wrong in the headers of an answer. */
function missingHeaders(answer: Answer, isApi: boolean, https: boolean): string[] {
  const { headers } = answer;
  const csp = String(headers['content-security-policy'] ?? '');
  // An answer that is no page names no script, and may load nothing at all.
  const loadsNothing = csp.includes("default-src 'none'") && !/(script|style|object)-src/.test(csp);
  const rules: [name: string, good: boolean][] = [
    ['nosniff', headers['x-content-type-options'] === 'nosniff'],
    ['no X-Powered-By', headers['x-powered-by'] === undefined],
  ];
  if (!isApi) {
    rules.push(
      ['nonce', loadsNothing || /script-src [^;]*'nonce-[A-Za-z0-9+/=]{22,}'/.test(csp)],
      ['no unsafe-inline', !/unsafe-inline|unsafe-eval/.test(csp)],
      ['frame-ancestors', csp.includes("frame-ancestors 'none'")],
      ['object-src and base-uri', (loadsNothing || csp.includes("object-src 'none'")) && csp.includes("base-uri 'none'")],
      ['X-Frame-Options', headers['x-frame-options'] === 'DENY'],
      ['Referrer-Policy', /^(same-origin|no-referrer)$/.test(String(headers['referrer-policy'] ?? ''))],
    );
  }
  if (https) rules.push(['HSTS', /max-age=\d{7,}/.test(String(headers['strict-transport-security'] ?? ''))]);
  return rules.filter(([, good]) => !good).map(([name]) => name);
}

/** Inline scripts of a page, each of which needs the nonce of that very answer. */
function scriptsWithoutNonce(answer: Answer): number {
  if (!String(answer.headers['content-type'] ?? '').startsWith('text/html')) return 0;
  const nonce = /'nonce-([^']+)'/.exec(String(answer.headers['content-security-policy'] ?? ''))?.[1] ?? 'none';
  return [...answer.text.matchAll(/<(?:script|style)\b([^>]*)>/g)].filter((match) => !match[1]?.includes(`nonce="${nonce}"`)).length;
}

interface Address {
  path: string;
  isApi: boolean;
}

async function everyAddress(stage: Stage): Promise<Address[]> {
  const pages = listAddresses().flatMap(({ route }) => {
    const rule = pageRules[route];
    return rule ? [{ path: pagePath(route, namesFor(stage, rule, 'own')), isApi: false }] : [];
  });
  const { operations } = await readApiDocument(stage.client);
  const reads = operations.filter((operation) => operation.method === 'GET');
  const api = reads.map((operation) => ({
    path: apiPath(operation, { program: stage.own.slug, thing: stage.own.assessment }),
    isApi: true,
  }));
  return [...pages, ...api, { path: '/nothing-here', isApi: false }, { path: '/api/v1/nothing-here', isApi: true }];
}

async function checkHeaders(stage: Stage, client: Client, tally: Tally, https: boolean): Promise<number> {
  const addresses = await everyAddress(stage);
  let missing = 0;
  const people = [stage.people.severalRoles.cookie ?? '', ''];
  await inParallel(
    addresses.flatMap((address) => people.map((cookie) => ({ ...address, cookie }))),
    6,
    async ({ path, isApi, cookie }) => {
      const answer = await client.send({ path, headers: cookie ? { Cookie: cookie } : {} });
      const faults = [...missingHeaders(answer, isApi, https), ...(scriptsWithoutNonce(answer) > 0 ? ['a script without nonce'] : [])];
      missing += faults.length;
      tally.check(faults.length === 0, `${path} (${answer.status}): ${faults.join(', ')}`);
    },
  );
  return missing;
}

/** Each flag that a session's cookie needs. */
function cookieFaults(answer: Answer, https: boolean): string[] {
  const line = (answer.headers['set-cookie'] ?? []).find((text) => text.includes('session_token')) ?? '';
  const wanted: [string, boolean][] = [
    ['set at all', line !== ''],
    ['HttpOnly', /; *HttpOnly/i.test(line)],
    ['SameSite', /; *SameSite=(Lax|Strict)/i.test(line)],
    ['Path=/', /; *Path=\/(;|$)/i.test(line)],
    ['no Domain', !/; *Domain=/i.test(line)],
    ['Secure and __Host-', !https || (/; *Secure/i.test(line) && line.startsWith('__Host-'))],
  ];
  return wanted.filter(([, good]) => !good).map(([name]) => name);
}

async function signInCookie(stage: Stage, client: Client, tally: Tally, origin: string): Promise<void> {
  await forgetTries(stage);
  const { email, password } = stage.people.viewer;
  const answer = await trySignIn(client, { email, password, origin });
  const faults = cookieFaults(answer, origin.startsWith('https://'));
  tally.check(faults.length === 0, `the cookie of ${origin}: ${faults.join(', ')} (${answer.status})`);
}

async function headersEverywhere(run: TrustRun) {
  const stage = await stageOf(run);
  const tally = createTally();
  const missing = await checkHeaders(stage, stage.client, tally, false);
  await signInCookie(stage, stage.client, tally, stage.client.origin);
  const origin = 'https://proviso.invalid';
  const secure = await run.startWeb({ database: stage.web.database, demo: false, env: { PROVISO_ORIGIN: origin } });
  const client = createClient(secure.baseUrl);
  try {
    const missingBehindTls = await checkHeaders(stage, client, tally, true);
    await signInCookie(stage, client, tally, origin);
    const { path } = (await everyAddress(stage))[0] ?? { path: '/' };
    const bare: Answer = { ...(await client.send({ path })), headers: {} };
    const found = missingHeaders(bare, false, true).length;
    return tally.figures(
      { addresses: (await everyAddress(stage)).length, missing, 'missing behind TLS': missingBehindTls },
      { what: 'the same answer without its headers', failedAsItMust: found > 0, figures: { missing: found } },
    );
  } finally {
    client.close();
    await secure.stop();
  }
}

export const headerTests: readonly TrustTest[] = [
  {
    id: 'D8',
    title: 'Where a sign-in leads: schemes, slashes, backslashes, encodings, user names, Unicode',
    must: 'Always to this site',
    run: redirects,
  },
  {
    id: 'D9',
    title: 'Headers of every page, route and API path, signed in or not, with and without TLS; flags of the cookie',
    must: 'A policy with nonce, no unsafe-inline, HSTS behind TLS, nosniff, no frames; HttpOnly, SameSite, Secure',
    run: headersEverywhere,
  },
];
