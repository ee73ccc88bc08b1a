/** What auditors pick from the history: entries that were back-dated, and a sample that anybody can draw again. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { recordStatus as appendStatus } from '#lib/data/history.ts';
import { newId } from '#lib/data/ids.ts';
import { inTransaction } from '#lib/data/transaction.ts';
import { daysBackDated } from '#lib/domain/audit.ts';
import { ROLES } from '#lib/domain/permission.ts';
import { isFinding } from '#lib/domain/status.ts';
import { fromMicros, toMicros } from '#lib/domain/time.ts';
import { approveFinding } from './approve-finding.ts';
import { listBackDated } from './list-back-dated.ts';
import { makePracticeCopy } from './make-practice-copy.ts';
import { proposeFinding } from './propose-finding.ts';
import { recordStatus } from './record-status.ts';
import { type SampleRequest, sampleEvents } from './sample-events.ts';
import { sealForTest } from './seal.fixture.ts';
import { openWorld, refusedWith, type World } from './world.fixture.ts';

const SLUG = 'psp-2017';
let world: World;
let copy: string;
beforeAll(async () => {
  world = await openWorld();
  ({ slug: copy } = await makePracticeCopy(await world.as('analyst'), SLUG));
});
afterAll(() => world.close());

const key = ({ streamId, sequence }: { streamId: string; sequence: number }): string => `${streamId} ${sequence}`;
const eventsOf = async (slug: string, where = '') => {
  const { rows } = await world.db.pool.query<{ streamId: string; sequence: number; effectiveAt: string; recordedAt: string }>(
    `SELECT e.stream_id AS "streamId", e.sequence, e.effective_at AS "effectiveAt", e.recorded_at AS "recordedAt" FROM event e
     WHERE e.program_id = (SELECT id FROM program WHERE slug = $1) ${where} ORDER BY e.recorded_at DESC, e.stream_id DESC, e.sequence DESC`,
    [slug],
  );
  return rows;
};

describe('who may pick', () => {
  test.each(ROLES)('%s', async (role) => {
    const expected = role === 'auditor' || role === 'approver' ? 'nothing was refused' : 'forbidden';
    expect(await refusedWith(listBackDated(await world.as(role), SLUG))).toBe(expected);
    expect(await refusedWith(sampleEvents(await world.as(role), SLUG, { seed: 'a' }))).toBe(expected);
  });

  test('a missing program is not found, a number out of range is refused', async () => {
    const auditor = await world.as('auditor');
    expect(await refusedWith(listBackDated(auditor, 'none'))).toBe('not_found');
    expect(await refusedWith(sampleEvents(auditor, 'none', { seed: 'a' }))).toBe('not_found');
    for (const days of [0, -1, 1.5, Number.NaN, 365_001])
      expect(await refusedWith(listBackDated(auditor, SLUG, { days }))).toBe('invalid_request');
    for (const size of [0, 201, 2.5]) expect(await refusedWith(sampleEvents(auditor, SLUG, { seed: 'a', size }))).toBe('invalid_request');
    for (const seed of ['', 'x'.repeat(101), 'a\0b', 'half \ud800'])
      expect(await refusedWith(sampleEvents(auditor, SLUG, { seed }))).toBe('invalid_request');
    expect(await refusedWith(listBackDated(auditor, SLUG, { knownAt: '2999-01-01' }))).toBe('as_of_in_future');
  });
});

describe('back-dated entries', () => {
  test('exactly those of this program that took effect 30 days or more before they were recorded, the last recorded first', async () => {
    const all = await eventsOf(SLUG);
    const expected = all.filter((event) => toMicros(event.recordedAt) - toMicros(event.effectiveAt) >= 30n * 86_400_000_000n);
    const { items, days } = await listBackDated(await world.as('auditor'), SLUG, { limit: 500 });
    expect(days).toBe(30);
    expect(items.map(key)).toEqual(expected.map(key));
    expect(items.length).toBeGreaterThan(5);
    expect(items.length).toBeLessThan(all.length);
    expect(items.every(({ imported }) => imported)).toBe(true);
  });

  test('the edge is exact: N days of 24 hours count, a microsecond less does not; the work of people is not marked as an import', async () => {
    const actor = (await world.as('analyst')).actor;
    const act = { actorId: actor?.principalId ?? '', onBehalfOfId: null, requestId: newId() };
    const row = await world.row(copy, 'Stockton', 'access');
    const { rows } = await world.owner.query<{ id: string }>('SELECT id FROM program WHERE slug = $1', [copy]);
    const programId = rows[0]?.id ?? '';
    // The instant of recording is only known afterwards, so the distance is set by the owner, around the append-only rule.
    await inTransaction(world.db, (tx) =>
      appendStatus(tx, act, {
        programId,
        assessmentId: row.id,
        kind: 'status_changed',
        reason: 'No answer on record.',
        payload: { from: 'requested', to: 'under_review' },
        effectiveAt: '2017-09-01T04:00:00Z',
        patch: { status: 'under_review' },
      }),
    );
    const listed = async (days: number) =>
      (await listBackDated(await world.as('auditor'), copy, { days, limit: 500 })).items.find(
        (item) => item.streamId === row.id && item.sequence === row.version + 1,
      );
    const event = await listed(30);
    expect(event).toMatchObject({
      imported: false,
      subject: 'Stockton',
      condition: row.condition.title,
      from: 'requested',
      to: 'under_review',
      reason: 'No answer on record.',
    });
    const shift = async (micros: bigint) => {
      const effective = fromMicros(toMicros(event?.recordedAt ?? '') - 40n * 86_400_000_000n + micros);
      await world.owner.query('ALTER TABLE event DISABLE TRIGGER USER');
      await world.owner.query('UPDATE event SET effective_at = $3 WHERE stream_id = $1 AND sequence = $2', [
        row.id,
        row.version + 1,
        effective,
      ]);
      await world.owner.query('ALTER TABLE event ENABLE TRIGGER USER');
    };
    await shift(0n);
    const at = await listed(40);
    expect(at && daysBackDated(at)).toBe(40);
    await shift(1n);
    expect(await listed(40)).toBeUndefined();
    expect(await listed(39)).toBeDefined();
  });

  test('page by page each once; a cursor belongs to its number of days', async () => {
    const auditor = await world.as('auditor');
    const whole = (await listBackDated(auditor, SLUG, { limit: 500 })).items.map(key);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listBackDated(auditor, SLUG, { limit: 4, cursor });
      seen.push(...page.items.map(key));
      cursor = page.nextCursor ?? undefined;
      if (cursor) expect(await refusedWith(listBackDated(auditor, SLUG, { days: 31, cursor }))).toBe('invalid_request');
    } while (cursor);
    expect(seen).toEqual(whole);
  });

  test('only what had been recorded by then', async () => {
    expect((await listBackDated(await world.as('auditor'), SLUG, { knownAt: '2020-01-01' })).items).toEqual([]);
  });
});

describe('a sample', () => {
  const draw = async (request: SampleRequest, slug = SLUG) => sampleEvents(await world.as('auditor'), slug, request);

  test('is what anybody gets who sorts the events by the digest of seed, stream and sequence', async () => {
    const seed = 'Maß 7 "quoted" \\ / \u2028';
    const digest = (event: { streamId: string; sequence: number }) =>
      createHash('sha256')
        .update(JSON.stringify(['proviso/sample/1', seed, event.streamId, String(event.sequence)]))
        .digest('hex');
    const expected = (await eventsOf(SLUG)).sort((a, b) => (digest(a) < digest(b) ? -1 : 1)).map(key);
    const { items, size } = await draw({ seed });
    expect(size).toBe(25);
    expect(items.map(key)).toEqual(expected.slice(0, 25));
    expect((await draw({ seed, size: 200 })).items.map(key)).toEqual(expected.slice(0, 200));
    expect((await draw({ seed: 'another' })).items.map(key)).not.toEqual(expected.slice(0, 25));
  });

  test('stays the same whatever is recorded later, and another instant may give another one', async () => {
    const first = await draw({ seed: 'same', size: 200 }, copy);
    const row = await world.row(copy, 'Baltimore', 'access');
    await recordStatus(await world.as('analyst'), row.id, row.version, { to: 'under_review', reason: 'Taken up.' });
    const again = await draw({ seed: 'same', size: 200, knownAt: first.moment.knownAt }, copy);
    expect(again.items.map(key)).toEqual(first.items.map(key));
    expect((await draw({ seed: 'same', size: 200 }, copy)).items).toHaveLength(first.items.length + 1);
    expect(first.settled).toBe(false);
    expect((await draw({ seed: 'same', knownAt: '2020-01-01' }, copy)).settled).toBe(true);
  });

  test('holds events of this program alone', async () => {
    const own = new Set((await eventsOf(SLUG)).map(key));
    const { items } = await draw({ seed: 'own', size: 200 });
    expect(items.every((item) => own.has(key(item)))).toBe(true);
    expect((await draw({ seed: 'own', size: 200 }, copy)).items.some((item) => own.has(key(item)))).toBe(false);
  });

  test('can be of findings alone, and an erased finding stays in it', async () => {
    expect((await draw({ seed: 'f', findingsOnly: true }, copy)).items).toEqual([]);
    const row = await world.row(copy, 'Baltimore', 'access');
    const evidence = await world.owner.query<{ id: string }>('SELECT evidence_id AS id FROM evidence_link WHERE assessment_id = $1', [
      row.id,
    ]);
    const { proposal, assessment } = await proposeFinding(await world.as('analyst'), row.id, row.version, {
      to: 'unable_to_determine',
      reason: 'The reply says that the facility is not under its control.',
      details: { reasonCode: 'outside_control', wouldSettle: 'The policy of the State.' },
      evidenceIds: evidence.rows.map(({ id }) => id),
    });
    await approveFinding(await world.as('reviewer'), proposal.id, assessment.version, { comment: 'Agreed.' });
    const { items, moment } = await draw({ seed: 'f', findingsOnly: true }, copy);
    expect(items).toMatchObject([{ streamId: row.id, kind: 'status_changed', to: 'unable_to_determine', erased: false }]);
    expect(items.every(({ to }) => to !== null && isFinding(to))).toBe(true);
    const act = {
      programId: await programId(copy),
      streamId: row.id,
      sequence: items[0]?.sequence,
      actorId: (await world.as('admin')).actor?.principalId,
      reason: 'Asked for.',
    };
    await world.owner.query('SELECT erase_content($1)', [JSON.stringify(act)]);
    const after = await draw({ seed: 'f', findingsOnly: true, knownAt: moment.knownAt }, copy);
    expect(after.items.map(key)).toEqual(items.map(key));
    expect(after.items[0]).toMatchObject({ erased: true, to: null, reason: null });
  });

  test('says of each event which checkpoint covers it first', async () => {
    const before = (await draw({ seed: 'seal', size: 200 })).items;
    expect(before.every(({ checkpoint }) => checkpoint === null)).toBe(true);
    await sealForTest(world.db, '2026-12-01T10:00:00.000000Z');
    const row = await world.row(SLUG, 'Stockton', 'notice');
    await recordStatus(await world.as('analyst'), row.id, row.version, { to: 'under_review', reason: 'No answer by the due date.' });
    const between = (await draw({ seed: 'seal', size: 200 })).items;
    expect(between.filter(({ checkpoint }) => checkpoint === null).map(key)).toEqual([`${row.id} ${row.version + 1}`]);
    await sealForTest(world.db, '2026-12-01T10:01:00.000000Z');
    const after = new Map((await draw({ seed: 'seal', size: 200 })).items.map((item) => [key(item), item.checkpoint]));
    expect([after.get(`${row.id} ${row.version}`), after.get(`${row.id} ${row.version + 1}`)]).toEqual([1, 2]);
  });
});

async function programId(slug: string): Promise<string> {
  const { rows } = await world.owner.query<{ id: string }>('SELECT id FROM program WHERE slug = $1', [slug]);
  return rows[0]?.id ?? '';
}
