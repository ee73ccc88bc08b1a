/** The database and lib/domain/reliance.ts work out the same outcome, over many made-up histories and agreements. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { outcomeChange, type RelianceRule, type Span, stanceOf } from '#lib/domain/reliance.ts';
import type { Status } from '#lib/domain/status.ts';
import { rebuildDerived } from './rebuild-derived.ts';
import { openRelianceWorld, type RelianceWorld } from './reliance.fixture.ts';
import { verifyLedger } from './verify-ledger.ts';

let world: RelianceWorld;
beforeAll(async () => {
  world = await openRelianceWorld();
}, 60_000);
afterAll(() => world.close());

/** The same numbers in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

/** The rebuild is run by the owner of the tables. */
const ownerDatabase = () => ({ ...world.db, pool: world.owner });

const FOUND: readonly Status[] = ['met', 'partly_met', 'not_met', 'unable_to_determine'];

async function spansOf(id: string): Promise<Span[]> {
  const { rows } = await world.db.pool.query<Span>(
    `SELECT status, expires_on AS "expiresOn", valid_from AS "validFrom", valid_to AS "validTo" FROM assessment_period
     WHERE assessment_id = $1 AND known_to = 'infinity' ORDER BY valid_from`,
    [id],
  );
  return rows;
}

/** What the domain says of an assessment, from the same rows that the database reads. */
async function byDomain(id: string) {
  const { rows: steps } = await world.db.pool.query(
    `SELECT e.kind, p.status, e.effective_at AS "effectiveAt" FROM assessment_period p JOIN event e ON e.stream_id = p.assessment_id AND e.sequence = p.known_version
     WHERE p.assessment_id = $1 AND p.valid_to = 'infinity' ORDER BY p.known_version`,
    [id],
  );
  const { rows } = await world.db.pool.query<{ id: string; rule: RelianceRule; fromAt: string; toAt: string; relied: string[] }>(
    `SELECT l.id, l.rule, (l.valid_from::timestamp AT TIME ZONE 'America/New_York') AS "fromAt",
       coalesce(least(l.valid_to + 1, x.ended_on)::timestamp AT TIME ZONE 'America/New_York', 'infinity') AS "toAt",
       ARRAY(SELECT p.assessment_id FROM reliance_part p WHERE p.reliance_id = l.id) AS relied
     FROM reliance l LEFT JOIN reliance_end x ON x.reliance_id = l.id WHERE l.assessment_id = $1`,
    [id],
  );
  const reliances = [];
  for (const row of rows) reliances.push({ ...row, relied: await Promise.all(row.relied.map(spansOf)) });
  const { rows: live } = await world.db.pool.query<{ status: Status; now: string }>(
    'SELECT status, clock_timestamp() AS now FROM assessment WHERE id = $1',
    [id],
  );
  const { status = 'not_started', now = '' } = live[0] ?? {};
  return outcomeChange({ now, status, ...stanceOf(steps), own: await spansOf(id), reliances });
}

async function byDatabase(id: string) {
  const { rows } = await world.owner.query<{ r: Record<string, unknown> | null }>(
    'SELECT proviso_outcome(program_id, id) AS r FROM assessment WHERE id = $1',
    [id],
  );
  const found = rows[0]?.r ?? null;
  if (found === null) return null;
  const { from: _, ...rest } = found;
  return rest;
}

const OPERATORS = ['bernalillo-county', 'city-abq', 'sbc-sheriff'];
const CITIES = ['Albuquerque', 'Baltimore', 'San Bernardino', 'Stockton'];

test('over 90 random steps both say the same, and what was recorded verifies', { timeout: 120_000 }, async () => {
  const random = numbers(20_170_803);
  const cities: string[] = [];
  for (const place of CITIES) cities.push((await world.city(place)).id);
  const operators: string[] = [];
  for (const ref of OPERATORS) operators.push(await world.operator(ref));
  let changes = 0;
  for (let step = 0; step < 90; step += 1) {
    const operator = pick(random, operators);
    if (step % 5 === 0) await putReliance(random, pick(random, cities), operators);
    else await move(random, operator);
    for (const city of cities) {
      const [domain, database] = [await byDomain(city), await byDatabase(city)];
      expect(database).toEqual(domain);
      if (database !== null) changes += 1;
    }
    if (step % 7 === 0) await takeAll(cities, operator);
  }
  expect(changes).toBeGreaterThan(10);
  expect((await verifyLedger(world.db)).faults).toEqual([]);
  expect((await rebuildDerived(ownerDatabase(), world.slug)).changed).toBe(0);
  // The control: a status that no event gave is found by both.
  await world.owner.query(
    `UPDATE assessment_period SET status = 'requested' WHERE assessment_id = $1 AND known_to = 'infinity' AND valid_to = 'infinity'`,
    [cities[0]],
  );
  expect((await verifyLedger(world.db)).ok).toBe(false);
  expect((await rebuildDerived(ownerDatabase(), world.slug)).changed).toBe(1);
});

type Random = () => number;
const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
const dayIn2017 = (random: Random): string =>
  `2017-${String(1 + Math.floor(random() * 9)).padStart(2, '0')}-${String(1 + Math.floor(random() * 28)).padStart(2, '0')}`;

/** A reliance put there by hand, so that there is something to take. */
async function putReliance(random: Random, city: string, operators: readonly string[]): Promise<void> {
  const { rows } = await world.owner.query<{ id: string }>(
    `INSERT INTO reliance SELECT program_id, gen_random_uuid(), id, $2, 'x', $3, $4, (SELECT id FROM evidence LIMIT 1), NULL,
       (SELECT id FROM principal LIMIT 1), clock_timestamp() FROM assessment WHERE id = $1 RETURNING id`,
    [city, pick(random, ['all', 'any']), dayIn2017(random), random() < 0.4 ? `2017-10-${10 + Math.floor(random() * 20)}` : null],
  );
  const named = operators.filter(() => random() < 0.5);
  for (const part of named.length > 0 ? named : operators.slice(0, 1)) {
    await world.owner.query('INSERT INTO reliance_part SELECT program_id, id, $2 FROM reliance WHERE id = $1', [rows[0]?.id, part]);
  }
}

async function move(random: Random, operator: string): Promise<void> {
  const row = await world.now(operator);
  if (FOUND.includes(row.status)) await world.reopen(operator);
  else await world.find(operator, pick(random, FOUND), random() < 0.6 ? { effectiveOn: dayIn2017(random) } : {});
}

async function takeAll(ids: readonly string[], operator: string): Promise<void> {
  const { rows } = await world.owner.query<{ sequence: number; hash: string }>(
    'SELECT sequence, hash FROM event WHERE stream_id = $1 ORDER BY sequence DESC LIMIT 1',
    [operator],
  );
  const cause = { assessmentId: operator, ...rows[0] };
  const act = { actorId: (await world.as('analyst')).actor?.principalId };
  const targets = ids.map((assessmentId) => ({ assessmentId, cause }));
  await world.db.pool.query('SELECT take_outcomes($1, $2, $3)', [world.programId, JSON.stringify(targets), JSON.stringify(act)]);
}
