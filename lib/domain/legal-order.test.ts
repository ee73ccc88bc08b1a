/** What a sequence of orders does at each date. Courts, dockets and dates are made up. */
import { describe, expect, it, test } from 'vitest';
import { barredBy, dueSetOf } from './due-set.ts';
import { effectOfOrders, type LegalOrder, ordersKnownAt, standingOf, staysOf } from './legal-order.ts';

const [X, Y, Z] = ['x', 'y', 'z'];
const [ACCESS, NOTICE] = ['access', 'notice'];

const order = (id: string, validFrom: string, facts: Partial<LegalOrder> = {}): LegalOrder => ({
  id,
  version: 1,
  court: 'Example District Court',
  docket: `00-${id}`,
  title: id,
  decidedOn: validFrom,
  effect: 'bars_use',
  parties: 'all',
  applicationIds: [],
  conditionIds: [],
  validFrom,
  validTo: null,
  actsOnId: null,
  summary: 'As it says.',
  sourceIds: [],
  evidenceIds: [],
  recordedAt: `${validFrom}T12:00:00.000000Z`,
  supersededAt: null,
  ...facts,
});

/** An injunction for X, its scope made nationwide, that scope stayed for all but X, narrowed to X and Y, and vacated. */
const SEQUENCE = [
  order('a', '2020-01-10', { parties: 'named', applicationIds: [X], conditionIds: [ACCESS] }),
  order('b', '2020-03-01', { conditionIds: [ACCESS], actsOnId: 'a' }),
  order('c', '2020-06-26', { effect: 'stayed_pending_appeal', parties: 'all_but_named', applicationIds: [X], actsOnId: 'b' }),
  order('d', '2020-10-01', { parties: 'named', applicationIds: [X, Y], conditionIds: [ACCESS], actsOnId: 'b' }),
  order('e', '2021-02-01', { effect: 'vacated', actsOnId: 'd' }),
];

describe('injunction, nationwide scope, stay pending appeal, narrowing, vacatur', () => {
  test.each<[string, string, string, string | null]>([
    ['2020-01-09', X, ACCESS, null],
    ['2020-01-10', X, ACCESS, 'a'],
    ['2020-01-10', X, NOTICE, null],
    ['2020-01-10', Y, ACCESS, null],
    ['2020-02-29', X, ACCESS, 'a'],
    ['2020-02-29', Z, ACCESS, null],
    ['2020-03-01', X, ACCESS, 'b'],
    ['2020-03-01', Y, ACCESS, 'b'],
    ['2020-03-01', Z, ACCESS, 'b'],
    ['2020-03-01', Z, NOTICE, null],
    ['2020-06-25', Z, ACCESS, 'b'],
    ['2020-06-26', X, ACCESS, 'b'],
    ['2020-06-26', Y, ACCESS, null],
    ['2020-06-26', Z, ACCESS, null],
    ['2020-09-30', X, ACCESS, 'b'],
    ['2020-09-30', Y, ACCESS, null],
    ['2020-10-01', X, ACCESS, 'd'],
    ['2020-10-01', Y, ACCESS, 'd'],
    ['2020-10-01', Z, ACCESS, null],
    ['2020-10-01', X, NOTICE, null],
    ['2021-01-31', Y, ACCESS, 'd'],
    ['2021-02-01', X, ACCESS, null],
    ['2021-02-01', Y, ACCESS, null],
    ['2021-02-01', Z, ACCESS, null],
    ['2030-01-01', X, ACCESS, null],
  ])('%s, %s, %s: %s', (on, applicationId, conditionId, by) => {
    const { barsUse } = effectOfOrders(SEQUENCE, { applicationId, conditionId }, on);
    expect(barsUse.map(({ id }) => id)).toEqual(by === null ? [] : [by]);
    // The same through the set that lists are joined to.
    const facts = {
      deadlines: [],
      moves: [],
      extensions: [],
      orders: SEQUENCE,
      calendars: new Map(),
      calendar: 'us_federal',
      zone: 'America/New_York',
    };
    const set = dueSetOf(facts, { asOf: '9999-12-31T00:00:00Z', knownAt: '9999-12-31T00:00:00Z', on });
    expect(barredBy(set, { applicationId, conditionId }) !== null).toBe(by !== null);
  });

  test.each<[string, string, string, string]>([
    ['2020-01-09', 'a', 'not_yet', ''],
    ['2020-02-01', 'a', 'not_reached', ''],
    ['2020-03-01', 'a', 'replaced', 'b'],
    ['2020-07-01', 'b', 'stayed', 'c'],
    ['2020-11-01', 'b', 'replaced', 'd'],
    ['2020-11-01', 'd', 'not_reached', ''],
    ['2021-03-01', 'd', 'vacated', 'e'],
  ])('on %s order %s reads, for one that none names: %s %s', (on, id, state, by) => {
    const { readings } = effectOfOrders(SEQUENCE, { applicationId: Z, conditionId: ACCESS }, on);
    const reading = readings.find((one) => one.order.id === id);
    expect([reading?.state, reading?.by?.id ?? '']).toEqual([state, by]);
  });

  test.each<[string, string, string, string | null]>([
    ['2020-04-01', 'b', 'in_force', null],
    ['2020-07-01', 'b', 'in_force', 'stayed'],
    ['2020-11-01', 'b', 'replaced', null],
    ['2020-11-01', 'd', 'in_force', null],
    ['2021-02-01', 'd', 'vacated', null],
  ])('on %s order %s stands, over all: %s, partly %s', (on, id, state, partly) => {
    const found = SEQUENCE.find((one) => one.id === id);
    const standing = found && standingOf(found, SEQUENCE, on);
    expect([standing?.state, standing?.partly?.state ?? null]).toEqual([state, partly]);
  });
});

describe('stays come and go', () => {
  const stay = order('s', '2020-01-01', { effect: 'suspends_deadline' });
  const lifted = order('t', '2020-02-01', { effect: 'stayed_pending_appeal', actsOnId: 's', validTo: '2020-03-01' });
  const target = { applicationId: X, conditionId: ACCESS };

  it('a stay of the stay that ends puts the first back', () => {
    expect(staysOf([stay, lifted], target, '2020-04-01').map(({ from, to }) => [from, to])).toEqual([
      ['2020-01-01', '2020-02-01'],
      ['2020-03-01', null],
    ]);
  });

  it('two that overlap are one', () => {
    const second = order('u', '2020-01-15', { effect: 'suspends_deadline', validTo: '2020-02-15' });
    const first = { ...stay, validTo: '2020-02-01' };
    expect(staysOf([first, second], target, '2020-04-01').map(({ from, to }) => [from, to])).toEqual([['2020-01-01', '2020-02-15']]);
    expect(staysOf([first, second], target, '2020-01-20').map(({ from, to }) => [from, to])).toEqual([['2020-01-01', null]]);
  });

  it('bars of enforcement are for those named', () => {
    const bar = order('v', '2020-01-01', { effect: 'bars_enforcement', parties: 'named', applicationIds: [X] });
    expect(effectOfOrders([bar], target, '2020-02-01').barsEnforcement).toEqual([bar]);
    expect(effectOfOrders([bar], { ...target, applicationId: Y }, '2020-02-01').barsEnforcement).toEqual([]);
  });

  it('a circle in the record ends, and a version known later is not known earlier', () => {
    const circle = [
      order('p', '2020-01-01', { effect: 'vacated', actsOnId: 'q' }),
      order('q', '2020-01-02', { effect: 'vacated', actsOnId: 'p' }),
    ];
    expect(effectOfOrders(circle, target, '2020-02-01').readings).toHaveLength(2);
    const versions = [
      { ...stay, supersededAt: '2020-05-01T00:00:00.000000Z' },
      { ...stay, version: 2, validTo: '2020-02-01', recordedAt: '2020-05-01T00:00:00.000000Z' },
    ];
    expect(ordersKnownAt(versions, { knownAt: '2020-04-01T00:00:00.000000Z', on: '2021-01-01' }).map(({ version }) => version)).toEqual([
      1,
    ]);
    expect(ordersKnownAt(versions, { knownAt: '2020-06-01T00:00:00.000000Z', on: '2021-01-01' }).map(({ version }) => version)).toEqual([
      2,
    ]);
    expect(ordersKnownAt(versions, { knownAt: '2020-06-01T00:00:00.000000Z', on: '2019-12-31' })).toEqual([]);
    expect(ordersKnownAt(versions, { knownAt: '2019-06-01T00:00:00.000000Z', on: '2021-01-01' })).toEqual([]);
  });
});
