/** A6: the web server is killed in the middle of requests: writes, practice copies, exports. */
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { createToken } from '#lib/operations/create-token.ts';
import { makeLargeProgram, moveAll } from '../bench/large-program.ts';
import { createTally, percentile, rounded, type Tally } from './check.ts';
import { type Attempt, checkAttempts, checkHalfWrites, eventsByReason, reasonOf } from './kill-checks.ts';
import { createTestLedger, firstFault } from './ledger.ts';
import { createRandom, type Random } from './random.ts';
import type { TrustDatabase, TrustRun, TrustTest, TrustWeb } from './types.ts';

const WRITERS = 8;
const ROWS_PER_WRITER = 4;
const RECORD = 'psp-2017';
const FREE_WITHIN_MS = 10_000;

interface Row {
  id: string;
  version: number;
  status: string;
}

interface Copying {
  key: string;
  answer: 'acknowledged' | 'unknown';
}

interface Field {
  run: TrustRun;
  database: TrustDatabase;
  web: TrustWeb;
  token: string;
  rows: Row[];
  random: Random;
  attempts: Attempt[];
  copies: Copying[];
  exports: { whole: number; cut: number };
  recoveries: number[];
  /** Longest time until no transaction of the killed server was left. */
  longestHeld: number;
  committedUnknown: number;
}

type Sent = { status: number; body: string } | null;

/** Null: no answer came, so nobody knows whether it was done. */
async function post({ web, token }: Field, path: string, headers: Record<string, string>, body: unknown): Promise<Sent> {
  try {
    const response = await fetch(`${web.baseUrl}/api/v1${path}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.text() };
  } catch {
    return null;
  }
}

const bodyOf = (to: string, key: string) => ({
  to,
  reason: reasonOf(key),
  ...(to === 'info_requested' ? { details: { missing: 'A paper', dueOn: '2030-01-01' } } : {}),
});

const sendMove = (field: Field, { key, version, to, assessmentId }: Attempt): Promise<Sent> =>
  post(field, `/assessments/${assessmentId}/status`, { 'Idempotency-Key': key, 'If-Match': `"${version}"` }, bodyOf(to, key));

const sendCopy = (field: Field, { key }: Copying): Promise<Sent> =>
  post(field, `/programs/${RECORD}/practice-copy`, { 'Idempotency-Key': key }, undefined);

async function writer(field: Field, n: number): Promise<void> {
  for (let turn = 0; ; turn += 1) {
    const row = field.rows[n * ROWS_PER_WRITER + (turn % ROWS_PER_WRITER)];
    if (!row) throw new Error('Too few rows.');
    const to = row.status === 'under_review' ? 'info_requested' : 'under_review';
    const attempt: Attempt = { key: `kill-${field.attempts.length}`, assessmentId: row.id, version: row.version, to, answer: 'unknown' };
    field.attempts.push(attempt);
    const sent = await sendMove(field, attempt);
    if (!sent) return;
    if (sent.status !== 200) throw new Error(`A write was answered with ${sent.status}: ${sent.body.slice(0, 200)}`);
    attempt.answer = 'acknowledged';
    row.version += 1;
    row.status = to;
  }
}

async function copier(field: Field): Promise<void> {
  for (;;) {
    const copying: Copying = { key: `copy-${field.copies.length}`, answer: 'unknown' };
    field.copies.push(copying);
    const sent = await sendCopy(field, copying);
    if (!sent) return;
    if (sent.status !== 201) throw new Error(`A practice copy was answered with ${sent.status}: ${sent.body.slice(0, 200)}`);
    copying.answer = 'acknowledged';
  }
}

/** An export that was cut off must be seen to be cut off: the answer ends in an error, never as if it were whole. */
async function exporter({ web, token, exports }: Field): Promise<void> {
  for (;;) {
    try {
      const response = await fetch(`${web.baseUrl}/api/v1/programs/${RECORD}/report.json`, {
        headers: { Authorization: `Bearer ${token}` },
      });
      JSON.parse(await response.text());
      exports.whole += 1;
    } catch (error) {
      if (error instanceof SyntaxError) exports.cut += 1;
      return;
    }
  }
}

/** Practice copies without all assessments of the original, or without the event that says they were made. */
async function halfCopies(owner: pg.Pool): Promise<number> {
  const { rows } = await owner.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM program p WHERE p.copy_of_id IS NOT NULL AND (
       (SELECT count(*) FROM assessment a WHERE a.program_id = p.id) <> (SELECT count(*) FROM assessment a WHERE a.program_id = p.copy_of_id)
       OR (SELECT count(*) FROM event e WHERE e.program_id = p.id AND e.kind = 'practice_copy_made') <> 1
       OR (SELECT count(*) FROM application x WHERE x.program_id = p.id) <> (SELECT count(*) FROM application x WHERE x.program_id = p.copy_of_id))`,
  );
  return rows[0]?.n ?? -1;
}

/** Waits until nothing of the killed server is at work or holds a lock. @returns milliseconds */
async function untilFree({ database }: Field): Promise<number> {
  const started = performance.now();
  for (;;) {
    const { rows } = await database.owner.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND usename LIKE 'proviso_app_%' AND state <> 'idle'`,
    );
    const took = performance.now() - started;
    if (rows[0]?.n === 0 || took > FREE_WITHIN_MS) return took;
    await sleep(20);
  }
}

async function resolveUnknown(field: Field, fromMove: number, fromCopy: number, tally: Tally): Promise<void> {
  const before = await eventsByReason(field.database.owner);
  for (const attempt of field.attempts.slice(fromMove).filter((item) => item.answer === 'unknown')) {
    if (before.has(reasonOf(attempt.key))) field.committedUnknown += 1;
    const sent = await sendMove(field, attempt);
    tally.check(sent?.status === 200, `the unknown write ${attempt.key} was answered with ${sent?.status} when asked again`);
    if (sent?.status === 200) attempt.answer = 'acknowledged';
  }
  for (const copying of field.copies.slice(fromCopy).filter((item) => item.answer === 'unknown')) {
    const sent = await sendCopy(field, copying);
    tally.check(sent?.status === 201, `the unknown copy ${copying.key} was answered with ${sent?.status} when asked again`);
    if (sent?.status === 201) copying.answer = 'acknowledged';
  }
  const { rows } = await field.database.owner.query<Row>('SELECT id, version, status FROM assessment WHERE id = ANY($1) ORDER BY id', [
    field.rows.map((row) => row.id),
  ]);
  field.rows = rows;
}

async function oneKill(field: Field, tally: Tally): Promise<void> {
  const [fromMove, fromCopy] = [field.attempts.length, field.copies.length];
  const loading = Promise.all([copier(field), exporter(field), ...Array.from({ length: WRITERS }, (_, n) => writer(field, n))]);
  await sleep(400 + field.random.int(800));
  await field.web.kill();
  await loading;
  const held = await untilFree(field);
  field.longestHeld = Math.max(field.longestHeld, held);
  tally.check(held < FREE_WITHIN_MS, 'a transaction of the killed server is still open');
  const { owner } = field.database;
  tally.check((await halfCopies(owner)) === 0, 'a practice copy is there by half');
  await checkAttempts(owner, field.attempts.slice(fromMove), tally);
  await checkHalfWrites(owner, tally);
  const started = performance.now();
  field.web = await field.run.startWeb({ database: field.database, demo: false, dataFolder: field.web.dataFolder });
  field.recoveries.push(performance.now() - started);
  await resolveUnknown(field, fromMove, fromCopy, tally);
}

async function prepare(run: TrustRun): Promise<Field> {
  const database = await run.database();
  const program = await makeLargeProgram(database.owner, WRITERS * ROWS_PER_WRITER);
  await moveAll(database.owner, program, 'not_started', 'requested');
  await moveAll(database.owner, program, 'requested', 'under_review');
  const token = await createToken(database.db, { role: 'analyst' });
  const web = await run.startWeb({ database, demo: false });
  const rows = program.ids.map((id) => ({ id, version: 3, status: 'under_review' })).sort((a, b) => (a.id < b.id ? -1 : 1));
  const counted = { attempts: [], copies: [], exports: { whole: 0, cut: 0 }, recoveries: [], longestHeld: 0, committedUnknown: 0 };
  return { run, database, web, token, rows, random: createRandom(run.seed), ...counted };
}

/** The same copy, statement by statement without a transaction, cut off half way: the check has to find it. */
async function copyWithoutTransaction(owner: pg.Pool): Promise<number> {
  await owner.query(
    `INSERT INTO program (id, slug, name, kind, copy_of_id, agency, summary, zone, calendar, record_basis, standing_lines, facts, created_at)
     SELECT gen_random_uuid(), slug || '-by-half', name, 'practice', id, agency, summary, zone, calendar, record_basis, standing_lines, facts, now()
     FROM program WHERE slug = $1`,
    [RECORD],
  );
  return halfCopies(owner);
}

async function killApp(run: TrustRun) {
  const field = await prepare(run);
  const kills = run.scale(3, 25);
  const tally = createTally();
  for (let kill = 0; kill < kills; kill += 1) await oneKill(field, tally);
  const { owner } = field.database;
  const found = await checkAttempts(owner, field.attempts, createTally());
  const { rows } = await owner.query<{ n: number }>('SELECT count(*)::int AS n FROM program WHERE copy_of_id IS NOT NULL');
  tally.check(rows[0]?.n === field.copies.length, `${rows[0]?.n} copies of ${field.copies.length} asked for`);
  tally.check(field.exports.cut === 0, `${field.exports.cut} exports ended early as if they were whole`);
  const ledger = createTestLedger();
  const verified = await ledger.verifyAlone(field.database.db);
  tally.check(verified.ok, () => firstFault(verified));
  ledger.remove();
  const half = await copyWithoutTransaction(owner);
  await field.web.stop();
  await field.database.drop();
  return tally.figures(
    {
      kills,
      acknowledged: found.acknowledged,
      lost: found.lost,
      'unknown answers that had been committed': field.committedUnknown,
      'practice copies': field.copies.length,
      'whole exports': field.exports.whole,
      'longest lock held ms': rounded(field.longestHeld, 0),
      'serving again p50 s': rounded(percentile(field.recoveries, 0.5) / 1000),
      'max s': rounded(Math.max(...field.recoveries) / 1000),
    },
    { what: 'a copy made without a transaction, cut off', failedAsItMust: half > 0, figures: { 'copies by half': half } },
  );
}

export const killAppTests: readonly TrustTest[] = [
  {
    id: 'A6',
    title: 'The web server killed (SIGKILL) in the middle of writes, practice copies and exports over HTTP',
    must: 'As A5; no practice copy by half, no export that ends early as if whole, no lock left behind',
    run: killApp,
  },
];
