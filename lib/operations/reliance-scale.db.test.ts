/** Many cities on one operator, and many acts at once: right rows, one event each with its cause, nobody waits in a circle. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { approveFinding } from './approve-finding.ts';
import { makePracticeCopy } from './make-practice-copy.ts';
import { propagateChunk, propagateOutcomes } from './propagate-outcomes.ts';
import { proposeFinding } from './propose-finding.ts';
import { recordStatus } from './record-status.ts';
import { openRelianceWorld, POLICY, type RelianceWorld } from './reliance.fixture.ts';
import { addCities } from './reliance-cities.fixture.ts';
import { verifyLedger } from './verify-ledger.ts';
import { refusedWith } from './world.fixture.ts';

let world: RelianceWorld;
beforeAll(async () => {
  world = await openRelianceWorld();
}, 60_000);
afterAll(() => world.close());

async function proposed(id: string, to = 'met') {
  const row = await world.now(id);
  const details = to === 'met' ? {} : { unmet: 'All.', objection: 'In writing.' };
  return proposeFinding(await world.as('analyst'), id, row.version, { to, reason: `Found ${to}.`, newEvidence: POLICY, details });
}

async function standing(ids: readonly string[]) {
  const { rows } = await world.owner.query<{ status: string; n: number }>(
    'SELECT status, count(*)::int AS n FROM assessment WHERE id = ANY($1) GROUP BY 1',
    [ids],
  );
  return Object.fromEntries(rows.map((row) => [row.status, row.n]));
}

async function outcomeEvents(ids: readonly string[]) {
  const { rows } = await world.owner.query<{ stream_id: string; cause: { hash: string }; request_id: string }>(
    `SELECT stream_id, content::jsonb->'payload'->'cause' AS cause, request_id FROM event WHERE stream_id = ANY($1) AND kind = 'outcome_taken'`,
    [ids],
  );
  return rows;
}

test('one approval reaches 1,000 cities, each once and with its cause', { timeout: 120_000 }, async () => {
  const operator = await world.operator('sbc-sheriff');
  const cities = await addCities(world, 1000, [operator]);
  const skipped = await addCities(world, 3, []);
  const found = await world.find(operator, 'met');
  expect(await standing(cities)).toEqual({ met: 1000 });
  expect(await standing(skipped)).toEqual({ requested: 3 });
  const events = await outcomeEvents(cities);
  expect(events).toHaveLength(1000);
  const { rows } = await world.owner.query<{ hash: string }>('SELECT hash FROM event WHERE stream_id = $1 AND sequence = $2', [
    operator,
    found.version,
  ]);
  expect(new Set(events.map((event) => event.cause.hash))).toEqual(new Set([rows[0]?.hash]));
  expect(new Set(events.map((event) => event.request_id)).size).toBe(1);
  expect((await verifyLedger(world.db)).faults).toEqual([]);
});

test('more than one transaction takes go on in chunks, through a worker killed in the middle', { timeout: 120_000 }, async () => {
  const operator = await world.operator('md-dpscs');
  const cities = await addCities(world, 60, [operator]);
  const row = await world.now(operator);
  await recordStatus(await world.as('analyst'), operator, row.version, { to: 'submitted', reason: 'A letter.', details: { answer: 'no' } });
  await recordStatus(await world.as('analyst'), operator, row.version + 1, { to: 'under_review', reason: 'Taken up.' });
  const { proposal, assessment } = await proposed(operator, 'not_met');
  const approved = await approveFinding(await world.as('reviewer'), proposal.id, assessment.version, {}, 50);
  const { rows } = await world.owner.query<{ hash: string }>('SELECT hash FROM event WHERE stream_id = $1 AND sequence = $2', [
    operator,
    approved.version,
  ]);
  expect(await standing(cities)).toEqual({ requested: 60 });
  expect(await propagateChunk(world.db, 20)).toBe(true);
  expect(await standing(cities)).toEqual({ not_met: 20, requested: 40 });
  await killedInTheMiddle();
  expect(await standing(cities)).toEqual({ not_met: 20, requested: 40 });
  // Two workers at once share what is left, and neither does anything twice.
  await Promise.all([propagateOutcomes(world.db, 20), propagateOutcomes(world.db, 20)]);
  expect(await standing(cities)).toEqual({ not_met: 60 });
  const events = (await outcomeEvents(cities)).filter((event) => event.cause.hash === rows[0]?.hash);
  expect([
    events.length,
    new Set(events.map((event) => event.stream_id)).size,
    new Set(events.map((event) => event.request_id)).size,
  ]).toEqual([60, 60, 1]);
  const { rows: left } = await world.owner.query('SELECT done, total, finished_at FROM propagation');
  expect(left).toMatchObject([{ done: 60, total: 60, finished_at: expect.anything() }]);
});

/** A worker whose connection is killed with its chunk written and not committed. */
async function killedInTheMiddle(): Promise<void> {
  const blocker = await world.owner.connect();
  try {
    // Somebody holds the last row of the chunk, so the worker waits there when it is killed.
    await blocker.query('BEGIN');
    await blocker.query(
      `SELECT 1 FROM assessment WHERE id = (SELECT max(id::text)::uuid FROM (SELECT r.assessment_id AS id FROM propagation g
         JOIN reliance_part p ON p.assessment_id = g.assessment_id JOIN reliance r ON r.id = p.reliance_id WHERE r.assessment_id > g.cursor_id ORDER BY 1 LIMIT 20) c) FOR UPDATE`,
    );
    const work = propagateChunk(world.db, 20).catch((error: Error) => error);
    const waiting = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    let killed = 0;
    while (killed === 0) killed = (await world.owner.query(waiting)).rowCount ?? 0;
    expect(await work).toBeInstanceOf(Error);
  } finally {
    await blocker.query('ROLLBACK');
    blocker.release();
  }
}

test('two operators, their cities and the cities themselves at once, over 50 rounds: every act ends, and the rows are right', {
  timeout: 400_000,
}, async () => {
  const [first, second] = [await world.operator('bernalillo-county'), await world.operator('city-abq')];
  const cities = await addCities(world, 3, [first, second]);
  for (const id of [first, second]) await world.find(id, 'met');
  for (let round = 0; round < 50; round += 1) {
    for (const id of [first, second]) await world.reopen(id);
    expect(await standing(cities)).toEqual({ under_review: 3 });
    const own = await proposed(cities[0] ?? '', 'met');
    const [a, b] = [await proposed(first, 'met'), await proposed(second, round % 2 === 0 ? 'not_met' : 'met')];
    const reviewer = await world.as('reviewer');
    const ends = await Promise.all([
      refusedWith(approveFinding(reviewer, a.proposal.id, a.assessment.version, {})),
      refusedWith(approveFinding(reviewer, b.proposal.id, b.assessment.version, {})),
      refusedWith(approveFinding(reviewer, own.proposal.id, own.assessment.version, {})),
    ]);
    expect(ends.slice(0, 2)).toEqual(['nothing was refused', 'nothing was refused']);
    const wanted = round % 2 === 0 ? 'not_met' : 'met';
    expect(await standing(cities.slice(1))).toEqual({ [wanted]: 2 });
    // The city's own finding either came first and stands, or came too late and was told so.
    const city = await world.now(cities[0] ?? '');
    if (ends[2] === 'nothing was refused') {
      expect(city.status).toBe('met');
      await world.reopen(city.id);
    } else {
      expect(ends[2]).toBe('stale_version');
      expect(city.status).toBe(wanted);
    }
  }
});

test('a practice copy repeats what was taken, with its reliances, and goes on from there', async () => {
  await world.owner.query(`UPDATE program SET kind = 'record' WHERE id = $1`, [world.programId]);
  const { slug } = await makePracticeCopy(await world.as('analyst'), world.slug);
  const count = async (of: string) => {
    const { rows } = await world.owner.query<{ r: unknown }>(
      `SELECT jsonb_build_array((SELECT jsonb_object_agg(status, n) FROM (SELECT status, count(*) n FROM assessment a WHERE a.program_id = p.id GROUP BY 1) s),
         (SELECT count(*) FROM reliance r WHERE r.program_id = p.id), (SELECT count(*) FROM reliance_part r WHERE r.program_id = p.id),
         (SELECT count(*) FROM event e WHERE e.program_id = p.id AND e.kind = 'outcome_taken')) AS r FROM program p WHERE slug = $1`,
      [of],
    );
    return rows[0]?.r;
  };
  expect(await count(slug)).toEqual(await count(world.slug));
  const { rows } = await world.owner.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM assessment a JOIN program p ON p.id = a.program_id WHERE p.slug = $1 AND proviso_outcome(a.program_id, a.id) IS NOT NULL`,
    [slug],
  );
  expect(rows[0]?.n).toBe(0);
  expect((await verifyLedger(world.db)).faults).toEqual([]);
});
