/** E10: keys, depth, size and slowness that a parser may fall over. */
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTally, rounded, type Tally } from './check.ts';
import type { Sent } from './http/client.ts';
import { type Stage, stageOf } from './http/stage.ts';
import type { TrustRun, TrustTest } from './types.ts';

const bearer = (stage: Stage): Record<string, string> => ({ Authorization: `Bearer ${stage.people.analyst.token}` });

const SLEPT_MS = 2900;
const MEBIBYTE = 1024 * 1024;

/** Resident memory of a process, in MiB; where there is no /proc, 0. */
function memoryOf(pid: number): number {
  if (process.platform !== 'linux') return 0;
  const kib = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kib ?? 0) / 1024;
}

/** A server may end the connection as soon as it has refused: that is an answer too. */
async function statusOf(stage: Stage, sent: Sent): Promise<number> {
  try {
    return (await stage.client.send(sent)).status;
  } catch {
    return 0;
  }
}

interface Hostile {
  name: string;
  /** Taken without effect: the framework has dropped or replaced what was wrong. */
  isHarmless?: boolean;
  sent: Sent;
}

function hostileRequests(stage: Stage): Hostile[] {
  const path = `/api/v1/assessments/${stage.own.openAssessment}/status`;
  const headers = { ...bearer(stage), 'Content-Type': 'application/json', 'If-Match': '"999999"' };
  const post = (name: string, body: string | Buffer, more: Record<string, string> = {}): Hostile => ({
    name,
    sent: { method: 'POST', path, headers: { ...headers, ...more }, body },
  });
  const deep = (open: string, close: string) => `${open.repeat(10_000)}1${close.repeat(10_000)}`;
  const list = `/api/v1/programs/${stage.own.slug}/assessments`;
  const get = (name: string, address: string, more: Record<string, string> = {}): Hostile => ({
    name,
    sent: { path: address, headers: { ...bearer(stage), ...more } },
  });
  return [
    post('__proto__', '{"to":"under_review","__proto__":{"reason":"x"}}'),
    post('constructor', '{"to":"under_review","constructor":{"prototype":{"isAdmin":true}}}'),
    post('a key twice', '{"to":"under_review","to":"met","reason":"x","extra":1}'),
    post('arrays 10,000 deep', deep('[', ']')),
    post('objects 10,000 deep', deep('{"a":', '}')),
    post('10 MB of text', `{"reason":"${'x'.repeat(10 * MEBIBYTE)}"}`),
    post('10 MB of spaces', ' '.repeat(10 * MEBIBYTE)),
    post('100,000 keys', JSON.stringify(Object.fromEntries(Array.from({ length: 100_000 }, (_, n) => [`k${n}`, 1])))),
    post('bad UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0xc0, 0x80, 0x22, 0x7d])),
    post('UTF-16', Buffer.from('{"to":"met"}', 'utf16le')),
    post('a surrogate alone', '{"to":"under_review","reason":"\\ud800"}'),
    post('U+0000', '{"to":"under_review","reason":"a\\u0000b"}'),
    post('no JSON', '<xml/>'),
    post('nothing', ''),
    post('a number of 400 digits', `{"corrects":1${'0'.repeat(400)}}`),
    post('another type', '{}', { 'Content-Type': 'text/xml' }),
    post('compressed without saying how', '{}', { 'Content-Encoding': 'gzip' }),
    post('a version that is none', '{}', { 'If-Match': '"1e9"' }),
    post('a long key', '{}', { 'Idempotency-Key': 'k'.repeat(5000) }),
    get('a parameter twice', `${list}?q=a&q=b`),
    { ...get('__proto__ as a parameter', `${list}?__proto__=x`), isHarmless: true },
    get('10,000 parameters', `${list}?${Array.from({ length: 1500 }, (_, n) => `p${n}=1`).join('&')}`),
    get('an address of 100 KB', `${list}?q=${'x'.repeat(100_000)}`),
    get('a header of 100 KB', list, { 'X-Long': 'x'.repeat(100_000) }),
    get('a token of 10 KB', list, { Authorization: `Bearer ${'x'.repeat(10_000)}` }),
    { ...get('bad percent signs', `${list}?q=%E0%A4%A`), isHarmless: true },
    get('a path of dots', '/api/v1/../../../../etc/passwd'),
  ];
}

/** Half a body, and then silence: others must be served meanwhile. */
async function slowBodies(stage: Stage, tally: Tally): Promise<void> {
  const url = new URL(stage.client.origin);
  const path = `/api/v1/assessments/${stage.own.openAssessment}/status`;
  const headers = { ...bearer(stage), 'Content-Type': 'application/json', 'Content-Length': '1000' };
  const slow = Array.from({ length: 20 }, () => {
    const request = http.request({ host: url.hostname, port: url.port, method: 'POST', path, headers });
    request.on('error', () => undefined); // it is broken off below
    request.write('{"to":');
    return request;
  });
  await sleep(200);
  const meanwhile = await stage.client.send({ path: '/readyz' });
  tally.check(
    meanwhile.status === 200 && meanwhile.ms < SLEPT_MS,
    `while 20 bodies were slow: ${meanwhile.status} in ${Math.round(meanwhile.ms)} ms`,
  );
  for (const request of slow) request.destroy();
}

/** Connections of the product that hold a transaction open. */
async function openTransactions({ owner }: Stage): Promise<number> {
  const { rows } = await owner.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'`,
  );
  return rows[0]?.n ?? 0;
}

/** Files asked for by clients that leave at once, or a little later: each holds a connection as long as it is read. */
async function leaveDownloads(stage: Stage, tally: Tally, count: number): Promise<void> {
  const url = new URL(stage.client.origin);
  const headers = bearer(stage);
  const cookie = { Cookie: stage.people.analyst.cookie ?? '' };
  for (let n = 0; n < count; n += 1) {
    const [path, who] =
      n % 2 === 0
        ? [`/api/v1/programs/${stage.own.slug}/report.csv`, headers]
        : [`/programs/${stage.own.slug}/reports/download?format=csv`, cookie];
    const request = http.request({ host: url.hostname, port: url.port, path, headers: who });
    request.on('error', () => undefined); // it is broken off below
    request.end();
    await sleep(n % 20);
    request.destroy();
  }
  const meanwhile = await stage.client.send({ path: '/readyz' });
  tally.check(meanwhile.status === 200, `after ${count} downloads that were left the server is ${meanwhile.status}`);
  // Longer than an answer waits that was never sent. One moment without any is enough: the product's own jobs come and go.
  let held = await openTransactions(stage);
  for (let tries = 0; tries < 80 && held > 0; tries += 1) {
    await sleep(100);
    held = await openTransactions(stage);
  }
  tally.check(held === 0, `${held} connections are still held by downloads that were left`);
}

const MAX_GROWTH_MIB = 200;

async function hostileInput(run: TrustRun) {
  const stage = await stageOf(run);
  const tally = createTally();
  const requests = hostileRequests(stage);
  for (const { sent } of requests) await statusOf(stage, sent);
  const before = memoryOf(stage.web.pid);
  let faults = 0;
  for (let round = 0; round < run.scale(2, 20); round += 1) {
    for (const { name, sent, isHarmless } of requests) {
      const status = await statusOf(stage, sent);
      if (status >= 500) faults += 1;
      tally.check(status === 0 || (status >= 400 && status < 500) || (isHarmless === true && status === 200), `${name}: ${status}`);
    }
  }
  await slowBodies(stage, tally);
  const left = run.scale(60, 500);
  await leaveDownloads(stage, tally, left);
  const form = { 'Content-Type': 'application/x-www-form-urlencoded', Origin: stage.client.origin, 'Sec-Fetch-Site': 'same-origin' };
  const big = await statusOf(stage, { method: 'POST', path: '/sign-in', headers: form, body: `a=${'x'.repeat(10 * MEBIBYTE)}` });
  tally.check(big < 500, `a form of 10 MB: ${big}`);
  await sleep(500);
  const growth = memoryOf(stage.web.pid) - before;
  tally.check(growth < MAX_GROWTH_MIB, `memory grew by ${rounded(growth)} MiB`);
  const alive = await stage.client.send({ path: '/readyz' });
  tally.check(alive.status === 200, `afterwards the server is ${alive.status}`);
  const taken = await takeEverything(requests);
  return tally.figures(
    { 'hostile requests': requests.length, 'downloads left': left, faults, 'memory growth in MiB': rounded(growth) },
    { what: 'a server that parses whatever comes', failedAsItMust: taken > 0, figures: { accepted: taken } },
  );
}

/** How many of the bodies a handler accepts that reads JSON without any limit. */
async function takeEverything(requests: readonly Hostile[]): Promise<number> {
  let taken = 0;
  for (const { sent } of requests) {
    if (sent.body === undefined) continue;
    const request = new Request('http://loose.invalid/', {
      method: 'POST',
      body: typeof sent.body === 'string' ? sent.body : new Uint8Array(sent.body),
    });
    await request.json().then(
      () => (taken += 1),
      () => 0,
    );
  }
  return taken;
}

export const hostileTests: readonly TrustTest[] = [
  {
    id: 'E10',
    title: 'Prototype keys, duplicates, depth 10,000, 10 MB, bad UTF-8, slow bodies, long addresses and headers',
    must: 'Refused with 4xx; no 5xx, memory flat, others served',
    run: hostileInput,
  },
];
