import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { correctStatus } from './correct-status.ts';
import { getSummary } from './get-summary.ts';
import { listAssessments } from './list-assessments.ts';
import { recordStatus } from './record-status.ts';
import { openWorld, refusedWith, type World } from './world.fixture.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const at = async (asOf?: string) => (await listAssessments(await world.as('viewer'), 'psp-2017', asOf ? { asOf } : {})).items;

describe('the built-in record, rewound', () => {
  test('today there are eight assessments, none with a finding', async () => {
    const items = await at();
    expect(items).toHaveLength(8);
    expect(new Set(items.map((item) => item.status))).toEqual(new Set(['requested', 'submitted']));
  });

  test('on August 2 nothing was asked', async () => {
    expect((await at('2017-08-02')).map((item) => item.status)).toEqual(Array(8).fill('not_started'));
  });

  test('on August 10 everything was asked and nothing was past its date', async () => {
    const items = await at('2017-08-10');
    expect(items.every((item) => item.status === 'requested')).toBe(true);
    expect(items.flatMap((item) => item.flags)).not.toContain('no_answer_found');
  });

  test('on August 20 two were answered and six had no answer found; nothing is overdue', async () => {
    const items = await at('2017-08-20');
    const answered = items.filter((item) => item.status === 'submitted');
    expect(answered.map((item) => [item.applicant?.name, item.answer])).toEqual(Array(2).fill(['Baltimore', 'cannot_answer']));
    expect(items.filter((item) => item.flags.includes('no_answer_found'))).toHaveLength(6);
    expect(items.some((item) => item.flags.includes('overdue') || item.flags.includes('late'))).toBe(false);
  });

  test('the numbers follow', async () => {
    const { summary } = await getSummary(await world.as('viewer'), 'psp-2017', { asOf: '2017-08-15' });
    expect(summary.flags).toMatchObject({ due_soon: 6, controlled_elsewhere: 8 });
    expect(summary.eligibility).toEqual({ satisfied: 0, not_met: 0, open: 4 });
  });

  test('an assessment that was known only later did not exist', async () => {
    const { items } = await listAssessments(await world.as('viewer'), 'psp-2017', { knownAt: '2020-01-01' });
    expect(items).toEqual([]);
  });

  test('the future cannot be asked', async () => {
    expect(await refusedWith(listAssessments(await world.as('viewer'), 'psp-2017', { asOf: '2999-01-01' }))).toBe('as_of_in_future');
  });
});

describe('two times on every fact', () => {
  const known: string[] = [];
  const status = async (asOf: string, knownAt?: string) =>
    (await world.row('psp-2017', 'Stockton', 'access', { asOf, ...(knownAt ? { knownAt } : {}) })).status;
  const mark = async () => {
    const { rows } = await world.owner.query<{ now: string }>(
      `SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS now`,
    );
    known.push(rows[0]?.now ?? '');
  };

  test('what is recorded later, with an effective day in August, changes August only as known later', async () => {
    const analyst = await world.as('analyst');
    const row = await world.row('psp-2017', 'Stockton', 'access');
    await mark();
    await recordStatus(analyst, row.id, row.version, {
      to: 'submitted',
      reason: 'A reply of August 16 turned up.',
      effectiveOn: '2017-08-16',
      details: { answer: 'does_not_apply' },
    });
    await mark();
    await recordStatus(analyst, row.id, row.version + 1, {
      to: 'under_review',
      reason: 'Taken up, as of August 25.',
      effectiveOn: '2017-08-25',
    });
    expect(await status('2017-08-20', known[0])).toBe('requested');
    expect(await status('2017-08-20', known[1])).toBe('submitted');
    expect(await status('2017-08-30', known[1])).toBe('submitted');
    expect(await status('2017-08-30')).toBe('under_review');
    expect(await status('2017-08-10')).toBe('requested');
  });

  test('a later-recorded event wins from its effective instant onward', async () => {
    const analyst = await world.as('analyst');
    const row = await world.row('psp-2017', 'Stockton', 'access');
    await recordStatus(analyst, row.id, row.version, {
      to: 'info_requested',
      reason: 'Asked again, and it had been so since the 12th.',
      effectiveOn: '2017-08-12',
      details: { missing: 'The policy itself', dueOn: '2017-09-01' },
    });
    expect(await status('2017-08-14')).toBe('info_requested');
    expect(await status('2017-08-30')).toBe('info_requested');
    expect(await status('2017-08-11')).toBe('requested');
  });

  test('undo brings back everything that held before, span by span, and undo of the undo takes it away again', async () => {
    const analyst = await world.as('analyst');
    const row = await world.row('psp-2017', 'Stockton', 'access');
    const days = ['2017-08-10', '2017-08-14', '2017-08-20', '2017-08-30'];
    const wrong = await Promise.all(days.map((day) => status(day)));
    await correctStatus(analyst, row.id, row.version, { corrects: row.version, to: 'under_review', reason: 'Entered on the wrong city.' });
    const after = await world.row('psp-2017', 'Stockton', 'access');
    expect(await Promise.all(days.map((day) => status(day)))).toEqual(['requested', 'requested', 'submitted', 'under_review']);
    expect(after).toMatchObject({ dueOn: '2017-08-18', answer: 'does_not_apply', version: row.version + 1 });
    await correctStatus(analyst, row.id, after.version, {
      corrects: after.version,
      to: 'info_requested',
      reason: 'It was right after all.',
    });
    expect(await Promise.all(days.map((day) => status(day)))).toEqual(wrong);
    await correctStatus(analyst, row.id, after.version + 1, {
      corrects: after.version + 1,
      to: 'under_review',
      reason: 'No, it was wrong.',
    });
    expect(await Promise.all(days.map((day) => status(day)))).toEqual(['requested', 'requested', 'submitted', 'under_review']);
  });

  test('a correction says what holds later in the same act', async () => {
    const analyst = await world.as('analyst');
    const row = await world.row('psp-2017', 'Stockton', 'access');
    await correctStatus(analyst, row.id, row.version, {
      corrects: row.version,
      to: 'requested',
      reason: 'The reply is of the 16th, the review of the 25th.',
      effectiveOn: '2017-08-03',
      then: [
        { to: 'submitted', effectiveOn: '2017-08-16' },
        { to: 'under_review', effectiveOn: '2017-08-25' },
      ],
    });
    expect(await Promise.all(['2017-08-02', '2017-08-10', '2017-08-20', '2017-08-30'].map((day) => status(day)))).toEqual([
      'not_started',
      'requested',
      'submitted',
      'under_review',
    ]);
    expect((await world.row('psp-2017', 'Stockton', 'access')).status).toBe('under_review');
  });

  test('a correction cannot invent a status that never was, nor reach a finding alone', async () => {
    const row = await world.row('psp-2017', 'Stockton', 'access');
    const analyst = await world.as('analyst');
    expect(await refusedWith(correctStatus(analyst, row.id, row.version, { corrects: row.version, to: 'met', reason: 'No.' }))).toBe(
      'illegal_transition',
    );
  });
});
