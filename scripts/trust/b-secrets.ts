/** B13: secrets that come with requests end up in no event, no log line and no answer. */
import { createToken } from '#lib/operations/create-token.ts';
import { createTally } from './check.ts';
import type { TrustDatabase, TrustRun, TrustTest, TrustWeb } from './types.ts';

/** Recognizable wherever it stands, and nothing that an encoding would change. */
const secretOf = (kind: string, n: number): string => `S3cr3t${kind.replaceAll(/[^A-Za-z]/g, '')}x${n}x7f3a9c51`;

interface Sent {
  path: string;
  method?: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: string;
}

const RECORD = '/api/v1/programs/psp-2017';
const JSON_TYPE = { 'Content-Type': 'application/json' };
const inBody = (value: unknown): Sent => ({ path: `${RECORD}/letters`, method: 'POST', headers: JSON_TYPE, body: JSON.stringify(value) });

/** Twenty ways in which a secret can be in a request, by mistake or as it should be. */
const KINDS: Record<string, (secret: string) => Sent> = {
  'wrong API token': (s) => ({ path: RECORD, headers: { Authorization: `Bearer pvo_0123456789ab_${s}` } }),
  'malformed API token': (s) => ({ path: RECORD, headers: { Authorization: `Bearer ${s}` } }),
  'Basic credentials': (s) => ({ path: RECORD, headers: { Authorization: `Basic ${s}` } }),
  'session cookie': (s) => ({ path: '/programs', headers: { Cookie: `better-auth.session_token=${s}.${s}` } }),
  'other cookie': (s) => ({ path: '/programs', headers: { Cookie: `sid=${s}` } }),
  'password at sign-in': (s) => ({
    path: '/api/auth/sign-in/email',
    method: 'POST',
    headers: JSON_TYPE,
    body: JSON.stringify({ email: 'analyst@demo.invalid', password: s }),
  }),
  'password of an unknown person': (s) => ({
    path: '/api/auth/sign-in/email',
    method: 'POST',
    headers: JSON_TYPE,
    body: JSON.stringify({ email: 'nobody@example.gov', password: s }),
  }),
  'password in a form': (s) => ({
    path: '/sign-in',
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: `email=a%40b.gov&password=${s}`,
  }),
  'token in the query of a page': (s) => ({ path: `/programs?token=${s}` }),
  'token in the query of the API': (s) => ({ path: `${RECORD}/assessments?access_token=${s}` }),
  'code of an identity provider': (s) => ({ path: `/api/auth/callback/oidc?code=${s}&state=${s}` }),
  'secret of an invitation': (s) => ({ path: `/invitation/${s}` }),
  'private key in a body': (s) => inBody({ note: `-----BEGIN PRIVATE KEY-----\n${s}\n-----END PRIVATE KEY-----` }),
  'connection string in a body': (s) => inBody({ database: `postgresql://owner:${s}@db.example.gov/prod` }),
  'token of another service in a body': (s) => inBody({ applicationId: { token: `ghp_${s}` } }),
  'web token in a body': (s) => inBody({ title: 1, jwt: `eyJhbGciOiJIUzI1NiJ9.${s}.${s}` }),
  'password in JSON that does not parse': (s) => ({
    path: `${RECORD}/letters`,
    method: 'POST',
    headers: JSON_TYPE,
    body: `{"password": ${s}`,
  }),
  'password as the whole body': (s) => ({ path: `${RECORD}/letters`, method: 'POST', headers: JSON_TYPE, body: s }),
  'key in a header of its own': (s) => ({ path: RECORD, headers: { 'X-Api-Key': s, 'X-Csrf-Token': s } }),
  'credentials in where it came from': (s) => ({
    path: '/programs',
    headers: { Referer: `https://user:${s}@example.gov/?key=${s}`, 'User-Agent': s },
  }),
};

/** A request as somebody who is known, so that it reaches as far as it can. */
async function send(web: TrustWeb, token: string, sent: Sent): Promise<string> {
  const headers = { Origin: web.baseUrl, 'Sec-Fetch-Site': 'same-origin', Authorization: `Bearer ${token}`, ...sent.headers };
  const response = await fetch(`${web.baseUrl}${sent.path}`, {
    method: sent.method ?? 'GET',
    headers,
    redirect: 'manual',
    ...(sent.body === undefined ? {} : { body: sent.body }),
  });
  return response.text();
}

/** Every text of the history and of what is kept about requests. */
async function storedText({ owner }: TrustDatabase): Promise<string> {
  const parts = [];
  for (const table of ['event', 'idempotency_key', 'rate_limit', 'proposal', 'note', 'evidence', 'invitation', 'api_token']) {
    const { rows } = await owner.query<{ text: string | null }>(`SELECT string_agg(t::text, E'\\n') AS text FROM ${table} t`);
    parts.push(rows[0]?.text ?? '');
  }
  return parts.join('\n');
}

interface Round {
  answers: Map<string, string>;
  secrets: Map<string, string>;
}

async function sendAll(web: TrustWeb, token: string, n: number): Promise<Round> {
  const round: Round = { answers: new Map(), secrets: new Map() };
  for (const [kind, make] of Object.entries(KINDS)) {
    const secret = secretOf(kind, n);
    round.secrets.set(kind, secret);
    round.answers.set(kind, await send(web, token, make(secret)));
  }
  return round;
}

/** A page may say an address back to the one who asked for it; an answer to anything else may not. */
const OWN_ADDRESS = new Set(['token in the query of a page', 'secret of an invitation']);

async function secretsInRequests(run: TrustRun) {
  const database = await run.database();
  const web = await run.startWeb({ database });
  const token = await createToken(database.db, { role: 'analyst' });
  const rounds = [await sendAll(web, token, 1)];
  // Again with a database that fails in the middle of every request, so that faults are logged.
  await database.owner.query('REVOKE SELECT ON program, membership, session FROM proviso_app');
  rounds.push(await sendAll(web, token, 2));
  await database.owner.query('GRANT SELECT ON program, membership, session TO proviso_app');
  const log = web.output();
  const stored = await storedText(database);
  const tally = createTally();
  for (const { answers, secrets } of rounds) {
    for (const [kind, secret] of secrets) {
      tally.check(!log.includes(secret), `${kind}: in the log`);
      tally.check(!stored.includes(secret), `${kind}: in the database`);
      tally.check(OWN_ADDRESS.has(kind) || !answers.get(kind)?.includes(secret), `${kind}: in the answer`);
    }
  }
  tally.check(!log.includes(token.slice(17)) && !stored.includes(token.slice(17)), 'the valid token is in the log or in the database');
  tally.check(!log.includes(web.secret), 'the secret of the installation is in the log');
  const found = await findOnPurpose(database, web, token);
  await web.stop();
  await database.drop();
  return tally.figures(
    {
      kinds: Object.keys(KINDS).length,
      requests: rounds.length * Object.keys(KINDS).length,
      'lines of log': log.split('\n').length,
      leaks: tally.failed(),
    },
    { what: 'a secret that somebody writes into a letter on purpose', failedAsItMust: found, figures: { found: found ? 1 : 0 } },
  );
}

/** The search finds what is there: a secret in a field that is meant to be kept. */
async function findOnPurpose(database: TrustDatabase, web: TrustWeb, token: string): Promise<boolean> {
  const secret = secretOf('on purpose', 9);
  const { rows } = await database.owner.query<{ id: string }>(
    `SELECT a.id FROM application a JOIN program p ON p.id = a.program_id WHERE p.slug = 'psp-2017' LIMIT 1`,
  );
  const letter = {
    applicationId: rows[0]?.id,
    url: 'https://example.gov/a.pdf',
    summary: secret,
    answers: [{ condition: 'access', answer: 'yes' }],
  };
  await send(web, token, inBody(letter));
  return (await storedText(database)).includes(secret);
}

export const secretTests: readonly TrustTest[] = [
  {
    id: 'B13',
    title:
      'Twenty kinds of secrets in requests: headers, cookies, queries, forms, bodies, good and malformed, with a sound and with a failing database',
    must: 'None in an event, in the log, in what is kept of a request, or in the answer',
    run: secretsInRequests,
  },
];
