import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TimelineFact } from '#lib/domain/timeline.ts';
import { createAccount } from './create-account.ts';
import { getTimeline } from './get-timeline.ts';
import { makePracticeCopy } from './make-practice-copy.ts';
import { recordLetter } from './record-letter.ts';
import { recordStatus } from './record-status.ts';
import { openWorld, refusedWith, type World } from './world.fixture.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

type Query = Parameters<typeof getTimeline>[2];
const read = async (query: Query = {}, slug = 'psp-2017') => getTimeline(await world.as('viewer'), slug, query);
type Read = Awaited<ReturnType<typeof read>>;

const factsOf = ({ lanes }: Read): TimelineFact[] => [
  ...new Map(lanes.flatMap(({ items, bodyItems }) => [...items, ...bodyItems]).map((fact) => [fact.id, fact])).values(),
];
const lane = ({ lanes }: Read, name: string) => {
  const found = lanes.find((one) => one.name === name);
  if (!found) throw new Error(`No lane ${name}.`);
  return found;
};
const spans = (timeline: Read, name: string) =>
  lane(timeline, name).bands.map(({ segments }) => segments.map(({ status, from, to }) => [status, from, to]));

const ASKED = [
  ['not_started', null, '2017-08-03'],
  ['requested', '2017-08-03', null],
];
const ANSWERED = [
  ['not_started', null, '2017-08-03'],
  ['requested', '2017-08-03', '2017-08-14'],
  ['submitted', '2017-08-14', null],
];

describe('the built-in record', () => {
  test('has a lane for the program and one for each city, and all 44 dated events', async () => {
    const timeline = await read();
    expect(timeline.lanes.map(({ name }) => name)).toEqual(['Program', 'Albuquerque', 'Baltimore', 'San Bernardino', 'Stockton']);
    const events = factsOf(timeline).filter(({ kind }) => kind !== 'later_report');
    expect(events).toHaveLength(44);
    expect(factsOf(timeline).some(({ kind }) => kind === 'position')).toBe(false);
    expect(lane(timeline, 'Baltimore').control.map(({ name, role }) => [name, role])).toEqual([
      ['Maryland Department of Public Safety and Correctional Services', 'primary'],
    ]);
  });

  test('puts what the body in control said in a row of its own', async () => {
    const { bodyItems, items } = lane(await read(), 'San Bernardino');
    expect(bodyItems.some(({ attributedTo }) => attributedTo?.includes('Sheriff'))).toBe(true);
    expect(items.some(({ attributedTo }) => attributedTo?.includes('Sheriff'))).toBe(false);
  });

  test('says whether a letter counts as an answer', async () => {
    const timeline = await read();
    const counts = (name: string) =>
      lane(timeline, name)
        .items.filter(({ kind }) => kind === 'response')
        .map((fact) => fact.counts);
    expect([counts('Baltimore'), counts('Albuquerque')]).toEqual([['yes'], ['undecided']]);
  });

  test('ends at the day asked about: nothing of August 14 on August 13', async () => {
    const [thirteenth, fourteenth] = [await read({ asOf: '2017-08-13' }), await read({ asOf: '2017-08-14' })];
    expect(factsOf(thirteenth).some(({ kind, date }) => kind === 'response' && date === '2017-08-14')).toBe(false);
    expect(factsOf(fourteenth).some(({ kind, date }) => kind === 'response' && date === '2017-08-14')).toBe(true);
    expect([spans(thirteenth, 'Baltimore')[0], spans(fourteenth, 'Baltimore')[0]]).toEqual([ASKED, ANSWERED]);
    expect(factsOf(thirteenth).every(({ date }) => date.padEnd(10, '-01') <= '2017-08-13')).toBe(true);
  });

  test('has no due date before the letters set one', async () => {
    expect((await read({ asOf: '2017-08-02' })).deadlines).toEqual([]);
    expect((await read({ asOf: '2017-08-03' })).deadlines.map(({ dueOn }) => dueOn)).toEqual(['2017-08-18']);
  });

  test('was not known before it was recorded', async () => {
    const { lanes, deadlines } = await read({ knownAt: '2020-01-01' });
    expect([lanes.map(({ name, items }) => [name, items.length]), deadlines]).toEqual([[['Program', 0]], []]);
  });
});

describe('only what was public by a day', () => {
  test('the reply of August 14 was in no source before August 15, nor was what followed from it', async () => {
    const [before, after] = [
      await read({ asOf: '2017-08-15', publicBy: '2017-08-14' }),
      await read({ asOf: '2017-08-15', publicBy: '2017-08-15' }),
    ];
    const replies = (timeline: Read) => lane(timeline, 'Baltimore').items.filter(({ kind }) => kind === 'response');
    expect([replies(before), spans(before, 'Baltimore')[0]]).toEqual([[], ASKED]);
    expect([replies(after).length, spans(after, 'Baltimore')[0]]).toEqual([1, ANSWERED]);
  });

  test('nothing was public before it happened', async () => {
    const facts = factsOf(await read()).filter(({ publicOn }) => publicOn !== null);
    expect(facts.filter(({ publicOn, date }) => (publicOn ?? '') < date.padEnd(10, '-01'))).toEqual([]);
  });
});

describe('what people record', () => {
  test('a change of status is a mark with both its times, and on the band', async () => {
    const analyst = await world.as('analyst');
    const row = await world.row('psp-2017', 'Stockton', 'access');
    await recordStatus(analyst, row.id, row.version, {
      to: 'under_review',
      reason: 'Reminder of August 21 unanswered.',
      effectiveOn: '2017-08-22',
    });
    const timeline = await read();
    const marks = lane(timeline, 'Stockton').items.filter(({ kind }) => kind === 'status');
    expect(marks).toMatchObject([
      { date: '2017-08-22', conditionRef: 'access', assessmentId: row.id, recordedBy: { name: 'Test analyst' } },
    ]);
    expect(marks[0]?.recordedAt?.slice(0, 10)).not.toBe('2017-08-22');
    expect(marks[0]?.text).toContain('Requested → Under review');
    expect(spans(timeline, 'Stockton')).toEqual([
      [
        ['not_started', null, '2017-08-03'],
        ['requested', '2017-08-03', '2017-08-22'],
        ['under_review', '2017-08-22', null],
      ],
      ASKED,
    ]);
    expect(lane(await read({ asOf: '2017-08-21' }), 'Stockton').items.some(({ kind }) => kind === 'status')).toBe(false);
  });

  test('a letter is a mark of its own beside those of the record, and is left out where only public facts are asked for', async () => {
    const before = await read();
    const stockton = lane(before, 'Stockton').id;
    await recordLetter(await world.as('analyst'), 'psp-2017', {
      applicationId: stockton,
      title: 'Reply of the chief',
      url: 'https://example.invalid/reply',
      authorName: 'Eric Jones',
      datedOn: '2017-08-24',
      counts: 'yes',
      answers: [{ condition: 'notice', answer: 'does_not_apply' }],
    });
    const timeline = await read();
    const letters = lane(timeline, 'Stockton').items.filter(({ kind }) => kind === 'response');
    expect(letters).toMatchObject([
      {
        date: '2017-08-24',
        title: 'Letter from Eric Jones: does not apply',
        counts: 'yes',
        publicOn: null,
        note: 'Dated August 24, 2017; receipt not on record.',
      },
    ]);
    expect(letters[0]?.sources.map(({ url }) => url)).toEqual(['https://example.invalid/reply']);
    const known = await read({ publicBy: '2017-12-31' });
    expect(lane(known, 'Stockton').items.some(({ kind }) => kind === 'response' || kind === 'status')).toBe(false);
    expect(known.leftOut - factsOf(before).filter(({ kind, publicOn }) => kind !== 'status' && publicOn === null).length).toBe(3);
  });

  test('a practice copy shows the same without a mark for every event it repeats', async () => {
    const { slug } = await makePracticeCopy(await world.as('analyst'), 'psp-2017');
    const copy = await read({}, slug);
    expect(spans(copy, 'Baltimore')[0]).toEqual(ANSWERED);
    expect(factsOf(copy).filter(({ kind }) => kind === 'status')).toEqual([]);
    expect(factsOf(copy).filter(({ kind }) => kind === 'response')).toHaveLength(3);
  });
});

describe('who may read it', () => {
  test('a contributor sees the lane of their own organization and nothing else', async () => {
    const { rows } = await world.owner.query<{ id: string }>(`SELECT id FROM organization WHERE ref = 'stockton-ca-police'`);
    const organizationId = rows[0]?.id ?? '';
    const viewer = await world.as('viewer');
    const principalId = await createAccount(world.db, {
      userId: null,
      name: 'A contributor',
      kind: 'person',
      roles: [],
      programId: null,
      grantedById: null,
    });
    const contributor = {
      ...viewer,
      actor: {
        principalId,
        name: 'A contributor',
        kind: 'person',
        onBehalfOfId: null,
        grants: [{ role: 'contributor' as const, programId: null, organizationId }],
      },
    };
    const timeline = await getTimeline(contributor, 'psp-2017', {});
    expect(timeline.lanes.map(({ name }) => name)).toEqual(['Stockton']);
    expect(factsOf(timeline).some(({ title }) => title === 'Two-page reply: cannot answer')).toBe(false);
    expect(factsOf(timeline).some(({ kind }) => kind === 'request')).toBe(true);
  });

  test('refusals come in their order', async () => {
    const viewer = await world.as('viewer');
    expect(await refusedWith(getTimeline({ ...viewer, actor: null }, 'psp-2017', { publicBy: 'x' }))).toBe('unauthenticated');
    expect(await refusedWith(getTimeline(viewer, 'nowhere', { publicBy: 'x' }))).toBe('not_found');
    expect(await refusedWith(getTimeline(viewer, 'psp-2017', { publicBy: '2017-02-30' }))).toBe('invalid_request');
    expect(await refusedWith(getTimeline(viewer, 'psp-2017', { asOf: '2999-01-01' }))).toBe('as_of_in_future');
  });
});
