import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROLES } from '#lib/domain/permission.ts';
import { fromMicros, toMicros } from '#lib/domain/time.ts';
import { listCheckpoints } from './list-checkpoints.ts';
import { makePracticeCopy } from './make-practice-copy.ts';
import { recordStatus } from './record-status.ts';
import { sealForTest, TEST_KEY } from './seal.fixture.ts';
import { openWorld, refusedWith, type World } from './world.fixture.ts';

const SLUG = 'psp-2017';
let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const pending = async (where: string): Promise<number> => {
  const { rows } = await world.owner.query<{ n: number }>(`SELECT count(*)::int AS n FROM ledger_pending ${where}`);
  return rows[0]?.n ?? 0;
};
const later = (instant: string, minutes: number): string => fromMicros(toMicros(instant) + BigInt(minutes) * 60_000_000n);

describe('who may read them', () => {
  test.each(ROLES)('%s', async (role) => {
    const expected = role === 'auditor' || role === 'approver' ? 'nothing was refused' : 'forbidden';
    expect(await refusedWith(listCheckpoints(await world.as(role), SLUG))).toBe(expected);
  });

  test('an auditor of another program sees nothing, as if it did not exist', async () => {
    const context = await world.as('auditor');
    if (!context.actor) throw new Error('Nobody acts.');
    const elsewhere = [{ role: 'auditor' as const, programId: '01999999-0000-7000-8000-000000000001', organizationId: null }];
    expect(await refusedWith(listCheckpoints({ ...context, actor: { ...context.actor, grants: elsewhere } }, SLUG))).toBe('not_found');
    expect(await refusedWith(listCheckpoints(context, 'no-such-program'))).toBe('not_found');
    expect(await refusedWith(listCheckpoints({ ...context, actor: null }, SLUG))).toBe('unauthenticated');
  });
});

describe('how far the sealing has come', () => {
  test('before the first checkpoint everything waits, and after five minutes that is an alarm', async () => {
    const { items, state, nextCursor } = await listCheckpoints(await world.as('auditor'), SLUG);
    expect({ items, nextCursor, last: state.lastSealedAt, late: state.late }).toEqual({
      items: [],
      nextCursor: null,
      last: null,
      late: false,
    });
    expect(state.unsealedEverywhere).toBe(await pending(''));
    expect(state.unsealedEvents).toBe(await pending(`WHERE program_id = (SELECT id FROM program WHERE slug = '${SLUG}')`));
    expect(state.unsealedEvents).toBeGreaterThan(0);
    expect(state.unsealedEvents).toBeLessThan(state.unsealedEverywhere);
    const oldest = state.oldestUnsealedAt ?? '';
    const lateAt = async (now: string) => (await listCheckpoints(await world.as('auditor', { now }), SLUG)).state.late;
    expect([await lateAt(later(oldest, 5)), await lateAt(later(later(oldest, 5), 1))]).toEqual([false, true]);
  });

  test('a checkpoint covers them; what comes after waits again', async () => {
    const sealed = await sealForTest(world.db, '2026-12-01T10:00:00.000000Z');
    const { items, state } = await listCheckpoints(await world.as('auditor'), SLUG);
    expect(items).toMatchObject([{ ...sealed, number: 1, previousHash: '', keyId: TEST_KEY.id, publicKey: TEST_KEY.publicKey }]);
    expect(items[0]?.programStreams).toBeLessThan(items[0]?.streamCount ?? 0);
    expect(state).toMatchObject({
      unsealedEvents: 0,
      unsealedEverywhere: 0,
      oldestUnsealedAt: null,
      lastSealedAt: '2026-12-01T10:00:00.000000Z',
      late: false,
    });
    const row = await world.row(SLUG, 'Stockton', 'access');
    await recordStatus(await world.as('analyst'), row.id, row.version, { to: 'under_review', reason: 'No answer by the due date.' });
    expect((await listCheckpoints(await world.as('auditor'), SLUG)).state.unsealedEvents).toBe(1);
    expect((await sealForTest(world.db, '2026-12-01T10:01:00.000000Z'))?.eventCount).toBe(1);
  });

  test('events of another program wait there, not here', async () => {
    const { slug } = await makePracticeCopy(await world.as('analyst'), SLUG);
    const here = (await listCheckpoints(await world.as('auditor'), SLUG)).state;
    const there = (await listCheckpoints(await world.as('auditor'), slug)).state;
    expect(here.unsealedEvents).toBe(0);
    expect(there.unsealedEvents).toBeGreaterThan(0);
    expect(here.unsealedEverywhere).toBe(there.unsealedEverywhere);
  });
});

describe('page by page', () => {
  test('newest first, each once; a cursor of another program is refused', async () => {
    await sealForTest(world.db, '2026-12-01T10:02:00.000000Z');
    const { slug: copy } = await makePracticeCopy(await world.as('analyst'), SLUG);
    await sealForTest(world.db, '2026-12-01T10:03:00.000000Z');
    const seen: number[] = [];
    let cursor: string | undefined;
    do {
      const page = await listCheckpoints(await world.as('auditor'), SLUG, { limit: 3, cursor });
      seen.push(...page.items.map(({ number }) => number));
      cursor = page.nextCursor ?? undefined;
      if (cursor) expect(await refusedWith(listCheckpoints(await world.as('auditor'), copy, { cursor }))).toBe('invalid_request');
    } while (cursor);
    expect(seen).toEqual([4, 3, 2, 1]);
    expect(await refusedWith(listCheckpoints(await world.as('auditor'), SLUG, { cursor: 'made.up' }))).toBe('invalid_request');
  });
});
