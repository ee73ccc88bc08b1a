/** A1, A2, A4: many edits of one assessment at once. */
import type pg from 'pg';
import type { AssessmentRow } from '#lib/domain/record.ts';
import { listAssessments } from '#lib/operations/list-assessments.ts';
import { recordStatus } from '#lib/operations/record-status.ts';
import { ACCEPTED, countBy, createTally, outcomeOf, percentile, rounded } from './check.ts';
import { createRandom } from './random.ts';
import type { TrustDatabase, TrustRun, TrustTest } from './types.ts';

const EDITORS = 1000;
const PROGRAM = 'psp-2017';
const STALE = 'stale_version';

async function rowOf(database: TrustDatabase, place: string): Promise<AssessmentRow> {
  const { items } = await listAssessments(await database.as('viewer'), PROGRAM, { q: place, condition: 'notice' });
  const [row] = items;
  if (!row) throw new Error(`No assessment of ${place}.`);
  return row;
}

async function countOf(owner: pg.Pool, table: string, id: string): Promise<number> {
  const { rows } = await owner.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table} WHERE stream_id = $1`, [id]);
  return rows[0]?.n ?? 0;
}

/** The same race on a table whose row is read, changed and written back without asking for its version. */
async function loseUpdates(owner: pg.Pool, editors: number): Promise<number> {
  await owner.query('CREATE TABLE unchecked (id int PRIMARY KEY, edits int NOT NULL); INSERT INTO unchecked VALUES (1, 0)');
  const edit = async () => {
    const { rows } = await owner.query<{ edits: number }>('SELECT edits FROM unchecked WHERE id = 1');
    await owner.query('UPDATE unchecked SET edits = $1 WHERE id = 1', [(rows[0]?.edits ?? 0) + 1]);
  };
  await Promise.all(Array.from({ length: editors }, edit));
  const { rows } = await owner.query<{ edits: number }>('SELECT edits FROM unchecked WHERE id = 1');
  return editors - (rows[0]?.edits ?? 0);
}

async function oneVersion(run: TrustRun) {
  const database = await run.database();
  const analyst = await database.as('analyst');
  const row = await rowOf(database, 'Albuquerque');
  const before = await countOf(database.owner, 'event', row.id);
  const outcomes = await Promise.all(
    Array.from({ length: EDITORS }, (_, n) =>
      outcomeOf(recordStatus(analyst, row.id, row.version, { to: 'under_review', reason: `Editor ${n} takes it.` })),
    ),
  );
  const counts = countBy(outcomes);
  const after = await rowOf(database, 'Albuquerque');
  const events = (await countOf(database.owner, 'event', row.id)) - before;
  const tally = createTally();
  for (const outcome of outcomes) tally.check(outcome === ACCEPTED || outcome === STALE, `ended in ${outcome}`);
  const accepted = counts[ACCEPTED] ?? 0;
  tally.check(accepted === 1, `${accepted} accepted`);
  tally.check(after.version - row.version === accepted, `the version moved by ${after.version - row.version}`);
  tally.check(events === accepted, `${events} events for ${accepted} accepted`);
  const lost = await loseUpdates(database.owner, EDITORS);
  const control = { what: 'the same race without a version check', failedAsItMust: lost > 0, figures: { 'lost updates': lost } };
  await database.drop();
  return tally.figures({ accepted, refused: counts[STALE] ?? 0, 'lost updates': accepted - events }, control);
}

interface Retried {
  retries: number;
  milliseconds: number;
}

/** Goes on until the edit lands: reads what stands now, waits a moment, tries again. */
async function retryUntilItLands(database: TrustDatabase, id: string, n: number, jitter: () => number): Promise<Retried> {
  const analyst = await database.as('analyst');
  const started = performance.now();
  for (let retries = 0; ; retries += 1) {
    const row = await rowOf(database, 'Albuquerque');
    const to = row.status === 'under_review' ? 'info_requested' : 'under_review';
    const details = to === 'info_requested' ? { missing: `Paper ${n}`, dueOn: '2030-01-01' } : {};
    const outcome = await outcomeOf(recordStatus(analyst, id, row.version, { to, reason: `Editor ${n}`, details }));
    if (outcome === ACCEPTED) return { retries, milliseconds: performance.now() - started };
    if (outcome !== STALE && outcome !== 'unavailable') throw new Error(`Editor ${n} ended in ${outcome}.`);
    await new Promise((resolve) => setTimeout(resolve, jitter() * 20));
  }
}

async function withRetries(run: TrustRun) {
  const database = await run.database();
  const row = await rowOf(database, 'Albuquerque');
  const editors = run.scale(200, EDITORS);
  const waiting = Array.from({ length: editors }, (_, n) => n);
  const random = createRandom(run.seed);
  const done: Retried[] = [];
  const started = performance.now();
  // Sixteen at a time: as many as the connections allow, each of the editors with its own retries.
  const worker = async () => {
    for (let n = waiting.pop(); n !== undefined; n = waiting.pop()) done.push(await retryUntilItLands(database, row.id, n, random.next));
  };
  await Promise.all(Array.from({ length: 16 }, worker));
  const seconds = (performance.now() - started) / 1000;
  const after = await rowOf(database, 'Albuquerque');
  const { rows } = await database.owner.query<{ reason: string }>(
    `SELECT content::jsonb->>'reason' AS reason FROM event WHERE stream_id = $1 AND sequence > $2`,
    [row.id, row.version],
  );
  const reasons = new Set(rows.map((event) => event.reason));
  const tally = createTally();
  for (let n = 0; n < editors; n += 1) tally.check(reasons.has(`Editor ${n}`), `the edit of editor ${n} is not in the history`);
  tally.check(after.version - row.version === editors, `the version moved by ${after.version - row.version}`);
  const retries = done.reduce((sum, item) => sum + item.retries, 0);
  const times = done.map((item) => item.milliseconds);
  const once = await landWithoutRetry(database, row.id);
  await database.drop();
  return tally.figures(
    { landed: rows.length, of: editors, retries, 'p99 ms': rounded(percentile(times, 0.99), 0), seconds: rounded(seconds) },
    { what: '16 editors who do not retry', failedAsItMust: once < 16, figures: { landed: once, of: 16 } },
  );
}

async function landWithoutRetry(database: TrustDatabase, id: string): Promise<number> {
  const analyst = await database.as('analyst');
  const row = await rowOf(database, 'Albuquerque');
  const body = { to: row.status === 'under_review' ? 'submitted' : 'under_review', reason: 'Once only.' };
  const outcomes = await Promise.all(Array.from({ length: 16 }, () => outcomeOf(recordStatus(analyst, id, row.version, body))));
  return outcomes.filter((outcome) => outcome === ACCEPTED).length;
}

async function oneKey(run: TrustRun) {
  const database = await run.database();
  const rounds = run.scale(5, 40);
  const tally = createTally();
  let duplicates = 0;
  for (let round = 0; round < rounds; round += 1) duplicates += await twentyAtOnce(database, `key-${run.seed}-${round}`, tally);
  const repeated = await sendWithoutKey(database);
  await database.drop();
  return tally.figures(
    { keys: rounds, requests: rounds * 20, duplicates },
    { what: 'the same note sent 20 times without a key', failedAsItMust: repeated > 1, figures: { effects: repeated } },
  );
}

async function twentyAtOnce(database: TrustDatabase, key: string, tally: ReturnType<typeof createTally>): Promise<number> {
  const analyst = await database.as('analyst', { key });
  const row = await rowOf(database, 'San Bernardino');
  const to = row.status === 'under_review' ? 'info_requested' : 'under_review';
  const body = { to, reason: `Once, by ${key}.`, details: to === 'info_requested' ? { missing: 'A paper', dueOn: '2030-01-01' } : {} };
  const before = await countOf(database.owner, 'event', row.id);
  const answers = await Promise.all(Array.from({ length: 20 }, () => recordStatus(analyst, row.id, row.version, body)));
  const effects = (await countOf(database.owner, 'event', row.id)) - before;
  const first = JSON.stringify(answers[0]);
  for (const answer of answers) tally.check(JSON.stringify(answer) === first, `two answers for ${key}`);
  tally.check(effects === 1, `${effects} effects of ${key}`);
  const other = await outcomeOf(recordStatus(analyst, row.id, row.version, { ...body, reason: 'Another body.' }));
  tally.check(other === 'idempotency_key_reused', `another body under ${key} ended in ${other}`);
  return effects - 1;
}

async function sendWithoutKey(database: TrustDatabase): Promise<number> {
  const { addNote } = await import('#lib/operations/add-note.ts');
  const analyst = await database.as('analyst');
  const row = await rowOf(database, 'Albuquerque');
  const before = await countOf(database.owner, 'event', row.id);
  await Promise.all(Array.from({ length: 20 }, () => addNote(analyst, row.id, { body: 'Sent again and again.' })));
  return (await countOf(database.owner, 'event', row.id)) - before;
}

export const editTests: readonly TrustTest[] = [
  {
    id: 'A1',
    title: '1,000 edits of one assessment at once, all on the same version',
    must: 'One is accepted, the others are told that it changed; one event for the accepted one',
    run: oneVersion,
  },
  {
    id: 'A2',
    title: 'The same, and everybody who was refused tries again',
    must: 'Every edit lands, each with its event',
    run: withRetries,
  },
  {
    id: 'A4',
    title: 'One idempotency key sent 20 times at once, then with another body',
    must: 'One effect and 20 equal answers; the other body is refused',
    run: oneKey,
  },
];
