/** A5: PostgreSQL is killed under load, again and again. */
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type Database, openDatabase } from '#lib/data/client.ts';
import type { Actor } from '#lib/operations/context.ts';
import { recordStatus } from '#lib/operations/record-status.ts';
import { makeLargeProgram, moveAll } from '../bench/large-program.ts';
import { createTally, outcomeOf, percentile, rounded, type Tally } from './check.ts';
import { type Attempt, checkAttempts, checkHalfWrites, eventsByReason, reasonOf } from './kill-checks.ts';
import { createTestLedger, firstFault, type TestLedger } from './ledger.ts';
import { createRandom, type Random } from './random.ts';
import type { OwnServer, TrustDatabase, TrustRun, TrustTest } from './types.ts';

const WRITERS = 16;
const ROWS_PER_WRITER = 4;
const UPDATES_A_SECOND = 200;
const MOST_CONTROL_KILLS = 20;
/** The one refusal after which a client does not know whether its write was done. */
const UNKNOWN = 'unavailable';

interface Row {
  id: string;
  version: number;
  status: string;
}

interface Field {
  server: OwnServer;
  database: TrustDatabase;
  actor: Actor;
  rows: Row[];
  random: Random;
  ledger: TestLedger;
  attempts: Attempt[];
  /** Milliseconds from the start of the server until it answered. */
  recoveries: number[];
  committedUnknown: number;
}

interface Open {
  db: Database;
  owner: pg.Pool;
}

/** A pool of its own for each life of the server; idle connections end with it without a word. */
function connect({ server, database }: Field): Open {
  const { appUrl, ownerUrl } = server.addressesOf(database);
  const db = openDatabase(appUrl, { max: WRITERS });
  const owner = new pg.Pool({ connectionString: ownerUrl, max: 2 });
  db.pool.removeAllListeners('error');
  db.pool.on('error', () => undefined);
  owner.on('error', () => undefined);
  return { db, owner };
}

const disconnect = async ({ db, owner }: Open): Promise<void> => void (await Promise.allSettled([db.close(), owner.end()]));

const contextOf = ({ actor, database }: Field, db: Database, key: string) => ({
  db,
  actor,
  requestId: crypto.randomUUID(),
  now: () => new Date().toISOString(),
  secret: database.name,
  idempotencyKey: key,
});

/** The next move of a row, to and fro between two open statuses. */
const nextOf = (status: string) => (status === 'under_review' ? 'info_requested' : 'under_review');
const bodyOf = (to: string, key: string) => ({
  to,
  reason: reasonOf(key),
  ...(to === 'info_requested' ? { details: { missing: 'A paper', dueOn: '2030-01-01' } } : {}),
});

const send = (field: Field, db: Database, attempt: Attempt) =>
  outcomeOf(recordStatus(contextOf(field, db, attempt.key), attempt.assessmentId, attempt.version, bodyOf(attempt.to, attempt.key)));

async function writeOnce(field: Field, db: Database, row: Row): Promise<boolean> {
  const to = nextOf(row.status);
  const attempt: Attempt = { key: `kill-${field.attempts.length}`, assessmentId: row.id, version: row.version, to, answer: 'unknown' };
  field.attempts.push(attempt);
  const outcome = await send(field, db, attempt);
  if (outcome === 'accepted') {
    attempt.answer = 'acknowledged';
    row.version += 1;
    row.status = to;
  } else if (outcome !== UNKNOWN) throw new Error(`A write ended in ${outcome}.`);
  return attempt.answer === 'acknowledged';
}

/** Seals what comes, many times as often as the product does, until the server is gone. */
async function sealOn({ ledger }: Field, db: Database): Promise<void> {
  for (let outcome = 'accepted'; outcome === 'accepted'; await sleep(150)) outcome = await outcomeOf(ledger.seal(db));
}

/** Writers at a steady rate until the server is gone; each ends with its first unknown answer. */
async function load(field: Field, db: Database): Promise<void> {
  const pause = (WRITERS * 1000) / UPDATES_A_SECOND;
  const writer = async (n: number) => {
    await sleep((pause * n) / WRITERS);
    for (let turn = 0; ; turn += 1) {
      const row = field.rows[n * ROWS_PER_WRITER + (turn % ROWS_PER_WRITER)];
      const started = performance.now();
      if (!row || !(await writeOnce(field, db, row))) return;
      await sleep(Math.max(0, pause - (performance.now() - started)));
    }
  };
  await Promise.all([sealOn(field, db), ...Array.from({ length: WRITERS }, (_, n) => writer(n))]);
}

/** Asks again under the same key: the answer must be the one effect, whether it was done before the kill or is done now. */
async function resolveUnknown(field: Field, open: Open, from: number, tally: Tally): Promise<void> {
  const before = await eventsByReason(open.owner);
  for (const attempt of field.attempts.slice(from).filter((item) => item.answer === 'unknown')) {
    if (before.has(reasonOf(attempt.key))) field.committedUnknown += 1;
    const outcome = await send(field, open.db, attempt);
    tally.check(outcome === 'accepted', `the unknown write ${attempt.key} was answered with ${outcome} when asked again`);
    if (outcome === 'accepted') attempt.answer = 'acknowledged';
  }
  await readRows(field, open.owner);
}

async function readRows(field: Field, owner: pg.Pool): Promise<void> {
  const { rows } = await owner.query<Row>('SELECT id, version, status FROM assessment WHERE id = ANY($1) ORDER BY id', [
    field.rows.map((row) => row.id),
  ]);
  field.rows = rows;
}

/** Chains, checkpoints and their file, and what is derived from the events. */
async function checkLedger({ ledger }: Field, { db }: Open, tally: Tally): Promise<void> {
  const outcome = await outcomeOf(ledger.seal(db));
  tally.check(outcome === 'accepted', `sealing after the kill ended in ${outcome}`);
  const verified = await ledger.verify(db);
  tally.check(verified.ok, () => firstFault(verified));
}

/** One life of the server: load, kill in the middle of it, start, look. @returns acknowledged writes that are gone */
async function oneKill(field: Field, tally: Tally): Promise<number> {
  const first = connect(field);
  const from = field.attempts.length;
  const loading = load(field, first.db);
  await sleep(500 + field.random.int(1000));
  await field.server.kill();
  await loading;
  await disconnect(first);
  const took = await field.server.start();
  const open = connect(field);
  try {
    const { lost } = await checkAttempts(open.owner, field.attempts.slice(from), tally);
    await checkHalfWrites(open.owner, tally);
    if (lost === 0) await resolveUnknown(field, open, from, tally);
    field.recoveries.push(took);
    await checkLedger(field, open, tally);
    return lost;
  } finally {
    await disconnect(open);
  }
}

async function prepare(run: TrustRun): Promise<Field> {
  const server = await run.ownServer();
  const database = await server.database();
  const program = await makeLargeProgram(database.owner, WRITERS * ROWS_PER_WRITER);
  await moveAll(database.owner, program, 'not_started', 'requested');
  await moveAll(database.owner, program, 'requested', 'under_review');
  const { actor } = await database.as('analyst');
  if (!actor) throw new Error('No analyst.');
  const rows = program.ids.map((id) => ({ id, version: 3, status: 'under_review' })).sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    server,
    database,
    actor,
    rows,
    random: createRandom(run.seed),
    ledger: createTestLedger(),
    attempts: [],
    recoveries: [],
    committedUnknown: 0,
  };
}

/** The same with a server that acknowledges before it has written: killed until something is lost. */
async function loseWithoutSync(field: Field): Promise<{ kills: number; lost: number; acknowledged: number }> {
  const { owner } = connect(field);
  await owner.query('ALTER SYSTEM SET synchronous_commit = off');
  await owner.query('SELECT pg_reload_conf()');
  await owner.end();
  await field.server.kill();
  await field.server.start();
  let kills = 0;
  let lost = 0;
  const from = field.attempts.length;
  while (lost === 0 && kills < MOST_CONTROL_KILLS) {
    kills += 1;
    lost = await oneKill(field, createTally());
  }
  field.ledger.remove();
  const acknowledged = field.attempts.slice(from).filter((attempt) => attempt.answer === 'acknowledged').length;
  return { kills, lost, acknowledged };
}

async function killDatabase(run: TrustRun) {
  const field = await prepare(run);
  const kills = run.scale(3, 25);
  const tally = createTally();
  let lost = 0;
  for (let kill = 0; kill < kills; kill += 1) lost += await oneKill(field, tally);
  const acknowledged = field.attempts.filter((attempt) => attempt.answer === 'acknowledged').length;
  const recoveries = [...field.recoveries];
  const resolved = field.committedUnknown;
  const control = await loseWithoutSync(field);
  await field.server.close();
  return tally.figures(
    {
      kills,
      acknowledged,
      lost,
      'unknown answers that had been committed': resolved,
      'recovery p50 s': rounded(percentile(recoveries, 0.5) / 1000),
      'recovery max s': rounded(Math.max(...recoveries) / 1000),
    },
    {
      what: 'the same with synchronous_commit = off',
      failedAsItMust: control.lost > 0,
      figures: { kills: control.kills, acknowledged: control.acknowledged, lost: control.lost },
    },
  );
}

export const killDatabaseTests: readonly TrustTest[] = [
  {
    id: 'A5',
    title: 'PostgreSQL killed (SIGKILL to all its processes) under 200 updates a second',
    must: 'Every acknowledged write is there with its event; no event without its change, no change without its event; an unknown answer is resolved by asking again under the same key; chains, checkpoints and their file verify',
    run: killDatabase,
  },
];
