import { afterAll, beforeAll, expect, test } from 'vitest';
import { addNote } from './add-note.ts';
import { recordStatus } from './record-status.ts';
import { openWorld, refusedWith, type World } from './world.fixture.ts';

const EDITORS = 1000;

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test(`${EDITORS} edits of one assessment on one version: exactly one is accepted, and history holds exactly the accepted ones`, async () => {
  const row = await world.row('psp-2017', 'Albuquerque', 'notice');
  const analyst = await world.as('analyst');
  const before = await world.count('event');
  const outcomes = await Promise.all(
    Array.from({ length: EDITORS }, (_, n) =>
      refusedWith(recordStatus(analyst, row.id, row.version, { to: 'under_review', reason: `Editor ${n} takes it.` })),
    ),
  );
  expect(outcomes.filter((outcome) => outcome === 'nothing was refused')).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome === 'stale_version')).toHaveLength(EDITORS - 1);
  expect((await world.row('psp-2017', 'Albuquerque', 'notice')).version).toBe(row.version + 1);
  expect((await world.count('event')) - before).toBe(1);
}, 120_000);

test('control: the same edits on a row without the version check lose all but one', async () => {
  await world.owner.query('CREATE TABLE unchecked (id int PRIMARY KEY, edits int NOT NULL)');
  await world.owner.query('INSERT INTO unchecked VALUES (1, 0)');
  const edit = async () => {
    const { rows } = await world.owner.query<{ edits: number }>('SELECT edits FROM unchecked WHERE id = 1');
    await world.owner.query('UPDATE unchecked SET edits = $1 WHERE id = 1', [(rows[0]?.edits ?? 0) + 1]);
  };
  await Promise.all(Array.from({ length: EDITORS }, edit));
  const { rows } = await world.owner.query<{ edits: number }>('SELECT edits FROM unchecked WHERE id = 1');
  expect(EDITORS - (rows[0]?.edits ?? 0)).toBeGreaterThan(0);
}, 120_000);

test('one idempotency key sent twenty times at once has one effect and twenty equal answers', async () => {
  const row = await world.row('psp-2017', 'San Bernardino', 'access');
  const analyst = await world.as('analyst', { key: 'twenty-at-once' });
  const before = await world.count('event');
  const body = { to: 'under_review', reason: 'Taken under review.' };
  const answers = await Promise.all(Array.from({ length: 20 }, () => recordStatus(analyst, row.id, row.version, body)));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect((await world.count('event')) - before).toBe(1);
  expect(await refusedWith(recordStatus(analyst, row.id, row.version, { ...body, reason: 'Another body.' }))).toBe(
    'idempotency_key_reused',
  );
});

test('twenty notes on one assessment at once all land, each with its event', async () => {
  const row = await world.row('psp-2017', 'Baltimore', 'notice');
  const analyst = await world.as('analyst');
  const before = await world.count('event');
  await Promise.all(Array.from({ length: 20 }, (_, n) => addNote(analyst, row.id, { body: `Note ${n}` })));
  expect((await world.count('event')) - before).toBe(20);
});
