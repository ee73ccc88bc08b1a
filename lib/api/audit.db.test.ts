/** The auditor's resources through the API: their schemas, who may read them, and refusals in their order. */
import type { z } from '@hono/zod-openapi';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sealForTest } from '#lib/operations/seal.fixture.ts';
import type { Problem } from './problem.ts';
import { approverList, backDatedList, checkpointList, sample } from './schemas/audit.ts';
import { json, makeWorld, RECORD, type World } from './world.fixture.ts';

let world: World;
beforeAll(async () => {
  world = await makeWorld();
  await sealForTest(world.db, '2026-11-24T10:00:00.000000Z');
}, 60_000);
afterAll(() => world.close());

const path = (rest: string, program = RECORD): string => `/programs/${program}/audit/${rest}`;

async function read<T>(schema: z.ZodType<T>, rest: string, program = RECORD): Promise<T> {
  const response = await world.get(path(rest, program), { as: 'auditor' });
  const body = await response.json();
  expect(response.status, JSON.stringify(body)).toBe(200);
  return schema.parse(body);
}
const code = async (rest: string, as: 'auditor' | 'viewer' | 'nobody' = 'auditor', program = RECORD): Promise<string> =>
  (await json<Problem>(await world.get(path(rest, program), { as }))).code;

const RESOURCES = ['checkpoints', 'approvers', 'back-dated', 'sample?seed=a'];

describe('each answers as its schema says', () => {
  test('checkpoints', async () => {
    const { items, ledger } = await read(checkpointList, 'checkpoints');
    expect(items).toHaveLength(1);
    expect(ledger).toMatchObject({ unsealedEvents: 0, late: false, lastSealedAt: '2026-11-24T10:00:00.000000Z' });
  });

  test('approvers', async () => {
    const { items } = await read(approverList, 'approvers');
    expect(items.map(({ kind, obstacle }) => [kind, obstacle])).toEqual([
      ['token', null],
      ['token', null],
    ]);
    expect((await read(approverList, 'approvers?on=2020-01-01')).items).toEqual([]);
  });

  test('back-dated', async () => {
    const first = await read(backDatedList, 'back-dated?limit=3');
    expect([first.items.length, first.days]).toEqual([3, 30]);
    const second = await read(backDatedList, `back-dated?limit=3&cursor=${first.nextCursor}`);
    expect(second.items.map(({ hash }) => hash)).not.toContain(first.items[0]?.hash);
  });

  test('sample', async () => {
    const drawn = await read(sample, 'sample?seed=a&size=5');
    const again = await read(sample, `sample?seed=a&size=5&knownAt=${drawn.knownAt}`);
    expect(again.items).toEqual(drawn.items);
    expect(drawn.items).toHaveLength(5);
    expect(drawn.items.every(({ checkpoint }) => checkpoint === 1)).toBe(true);
    expect((await read(sample, 'sample?seed=a&findings=1')).items).toEqual([]);
  });
});

describe('refusals', () => {
  test.each(RESOURCES)('%s: nobody, a viewer, a missing program', async (rest) => {
    expect([await code(rest, 'nobody'), await code(rest, 'viewer'), await code(rest, 'auditor', 'none')]).toEqual([
      'unauthenticated',
      'forbidden',
      'not_found',
    ]);
    // A bad parameter is told only to those who may read at all.
    const bad = `${rest}${rest.includes('?') ? '&' : '?'}nonsense=1`;
    expect([await code(bad, 'viewer'), await code(bad)]).toEqual(['forbidden', 'invalid_request']);
  });

  test.each([
    'sample',
    'sample?seed=',
    'sample?seed=a&size=0',
    'sample?seed=a&size=201',
    'sample?seed=a&findings=2',
    'back-dated?days=0',
    'back-dated?days=x',
    'approvers?on=yesterday',
    'checkpoints?cursor=x',
  ])('%s', async (rest) => {
    expect(await code(rest)).toBe('invalid_request');
  });

  test('a day that has not come', async () => {
    expect(await code('approvers?on=2999-01-01')).toBe('as_of_in_future');
  });
});
