/** B4, B5: history altered by somebody who owns the database, and history told in two ways. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import type { Database } from '#lib/data/client.ts';
import { addNote } from '#lib/operations/add-note.ts';
import { sealLedger } from '#lib/operations/seal-ledger.ts';
import { type VerifyResult, verifyLedger } from '#lib/operations/verify-ledger.ts';
import { createTally, type Tally } from './check.ts';
import { createRandom, type Random } from './random.ts';
import { makeSealedWorld, type SealedWorld } from './sealed-world.ts';
import { INSIDER_FUNCTIONS, type Place, TAMPERINGS, type Tampering } from './tampering.ts';
import type { TrustRun, TrustTest } from './types.ts';

/** Rows that two of them alter at once would make one wait for the other, so there are few. */
const WORKERS = 3;

const IS_FRAME = /^\s*(BEGIN|COMMIT|ROLLBACK)\b/i;

/** The check inside a transaction that is under way: it sees what was altered there, and a rollback takes all of it back. */
function databaseInside(client: pg.PoolClient, db: Database): Database {
  const query = (text: unknown, ...rest: unknown[]) =>
    typeof text === 'string' && IS_FRAME.test(text)
      ? Promise.resolve({ rows: [], rowCount: 0 })
      : Reflect.apply(client.query, client, [text, ...rest]);
  const inside = { query, release: () => undefined };
  return { ...db, pool: { connect: async () => inside, query } as unknown as pg.Pool };
}

async function listPlaces(owner: Database): Promise<Place[]> {
  const { rows } = await owner.pool.query<Place>(
    `SELECT e.program_id AS program, e.stream_id AS stream, e.sequence, e.kind, e.stream_kind AS "streamKind",
       max(e.sequence) OVER (PARTITION BY e.program_id, e.stream_id) AS last
     FROM event e WHERE EXISTS (SELECT FROM ledger_seal s WHERE s.program_id = e.program_id AND s.stream_id = e.stream_id AND s.sequence >= e.sequence)
       AND NOT EXISTS (SELECT FROM ledger_pending p WHERE p.program_id = e.program_id AND p.stream_id = e.stream_id)
     ORDER BY 1, 2, 3`,
  );
  return rows;
}

interface Looked {
  withFile: VerifyResult;
  /** The database alone; only asked where the tampering is consistent in itself. */
  alone: VerifyResult | null;
}

/** One tampering as a superuser with every trigger and key off, the check, and back. */
async function tamperOnce(
  world: SealedWorld,
  client: pg.PoolClient,
  tampering: Tampering,
  places: Place[],
  random: Random,
): Promise<Looked> {
  const place = random.pick(places.filter(tampering.at));
  const other = random.pick(places.filter((item) => item.stream !== place.stream));
  await client.query(`BEGIN; SET LOCAL session_replication_role = 'replica'`);
  try {
    await tampering.do(client, place, other, random);
    const inside = databaseInside(client, world.owner);
    const withFile = await verifyLedger(inside, { checkpointFile: world.ledger.checkpointFile, maxFaults: 1 });
    return { withFile, alone: tampering.onlyByFile ? await verifyLedger(inside, { maxFaults: 1 }) : null };
  } finally {
    await client.query('ROLLBACK');
  }
}

const DEADLOCK = '40P01';

/** Two that alter the same two rows in opposite order end in a deadlock before anything is altered: that one begins again. */
async function tamperUntilDone(...args: Parameters<typeof tamperOnce>): Promise<Looked> {
  for (;;) {
    try {
      return await tamperOnce(...args);
    } catch (error) {
      if ((error as { code?: string }).code !== DEADLOCK) throw error;
    }
  }
}

interface KindResult {
  detected: number;
  /** Of those that only the file shows: how many the database alone gave away. */
  givenAway: number;
}

/** Tamperings of one kind. Those of one place run side by side, each in a transaction of its own; the wide ones in turn. */
async function tamperKind(world: SealedWorld, tampering: Tampering, times: number, random: Random, tally: Tally): Promise<KindResult> {
  const places = await listPlaces(world.owner);
  const result: KindResult = { detected: 0, givenAway: 0 };
  let left = times;
  const worker = async () => {
    const client = await world.owner.pool.connect();
    try {
      for (; left > 0; ) {
        left -= 1;
        const { withFile, alone } = await tamperUntilDone(world, client, tampering, places, random);
        const fault = withFile.faults[0];
        tally.check(!withFile.ok && fault !== undefined && fault.where !== '', `${tampering.name}: not detected`);
        if (!withFile.ok) result.detected += 1;
        if (alone && !alone.ok) result.givenAway += 1;
      }
    } finally {
      client.release();
    }
  };
  const workers = tampering.onlyByFile ? 1 : WORKERS;
  await Promise.all(Array.from({ length: workers }, worker));
  return result;
}

async function tamper(run: TrustRun) {
  const world = await makeSealedWorld(run, { assessments: 20, seals: 4, edits: 20 });
  await world.database.owner.query(INSIDER_FUNCTIONS);
  const before = await world.ledger.verify(world.database.db);
  const tally = createTally();
  tally.check(before.ok, 'the history did not verify before it was altered');
  const times = run.scale(20, 1000);
  const random = createRandom(run.seed);
  const figures: Record<string, number | string> = {
    kinds: TAMPERINGS.length,
    'of each': times,
    streams: before.streams,
    events: before.events,
  };
  let hidden = 0;
  let givenAway = 0;
  for (const tampering of TAMPERINGS) {
    const result = await tamperKind(world, tampering, times, random, tally);
    figures[tampering.name] = result.detected;
    if (!tampering.onlyByFile) continue;
    hidden += times - result.givenAway;
    givenAway += result.givenAway;
  }
  const after = await world.ledger.verify(world.database.db);
  tally.check(after.ok, 'the history does not verify any more after all was put back');
  await world.close();
  return tally.figures(figures, {
    what: 'the three tail kinds checked without the file of checkpoints',
    failedAsItMust: hidden > 0 && givenAway === 0,
    figures: { 'not detected': hidden, detected: givenAway },
  });
}

/**
 * Seals a note that then never was: the transaction is undone, the signed checkpoint stays in the file that the first auditor
 * is shown. @returns that file's content
 */
async function forkOf(world: SealedWorld, assessmentId: string, reason: string): Promise<string> {
  const file = join(world.ledger.folder, 'fork.ndjson');
  writeFileSync(file, readFileSync(world.ledger.checkpointFile));
  const client = await world.owner.pool.connect();
  await client.query('BEGIN');
  try {
    const inside = databaseInside(client, world.owner);
    await addNote({ ...(await world.database.as('analyst')), db: inside }, assessmentId, { body: reason });
    await sealLedger(inside, world.ledger.signer, file);
    return readFileSync(file, 'utf8');
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
}

async function fork(run: TrustRun) {
  const world = await makeSealedWorld(run, { assessments: 10, seals: 3, edits: 10 });
  const tally = createTally();
  const { rows } = await world.owner.pool.query<{ id: string }>('SELECT id FROM assessment LIMIT 1');
  const forks: string[] = [];
  for (let n = 0; n < run.scale(20, 200); n += 1) forks.push(await forkOf(world, rows[0]?.id ?? '', `Shown to the first auditor, ${n}`));
  // What the second auditor is shown goes on from the same checkpoint, under the same key.
  await world.goOn(5);
  const file = join(world.ledger.folder, 'shown.ndjson');
  for (const [n, shown] of forks.entries()) {
    writeFileSync(file, shown);
    const verified = await verifyLedger(world.database.db, { checkpointFile: file, maxFaults: 1 });
    tally.check(verified.faults[0]?.what === 'file', `fork ${n} was not seen`);
  }
  const detected = forks.length - tally.failed();
  const own = await world.ledger.verify(world.database.db);
  tally.check(own.ok, 'the file of this history does not fit it');
  const lines = readFileSync(world.ledger.checkpointFile, 'utf8').trimEnd().split('\n');
  writeFileSync(file, `${lines.slice(0, -1).join('\n')}\n`);
  const older = await verifyLedger(world.database.db, { checkpointFile: file });
  tally.check(older.ok, 'an older copy of the file does not fit');
  const alone = await world.ledger.verifyAlone(world.database.db);
  await world.close();
  return tally.figures(
    { forks: forks.length, detected },
    { what: 'the same database checked without the file that the other auditor holds', failedAsItMust: alone.ok, figures: { detected: 0 } },
  );
}

export const tamperingTests: readonly TrustTest[] = [
  {
    id: 'B4',
    title: 'A superuser alters history in 12 ways, at random places, with every trigger and key switched off',
    must: 'The check names a fault each time; what is consistent in itself (a tail rehashed, cut or replaced, with its checkpoints taken away) is found by the file of checkpoints',
    run: tamper,
  },
  {
    id: 'B5',
    title: 'A forked history: two auditors are shown different continuations, each properly signed',
    must: 'The checkpoints of one do not fit the other; an older copy of the same history does',
    run: fork,
  },
];
