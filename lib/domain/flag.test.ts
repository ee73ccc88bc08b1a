import { describe, expect, it, test } from 'vitest';
import { EDGES, SIX_ZONES } from './deadline-edges.fixture.ts';
import { dueSoonUntil, FLAGS, type FlagContext, type FlagRow, flagLabels, flagsOf, isFlag } from './flag.ts';
import { STATUSES } from './status.ts';
import { endOfDay } from './time.ts';

const EASTERN = 'America/New_York';
const PACIFIC = 'America/Los_Angeles';
const DUE_ON = '2017-08-18';
const DUE_AT = '2017-08-19T03:59:59.999999Z';
const LONG_AFTER = '2017-08-25T12:00:00Z';

const row = (more: Partial<FlagRow> = {}): FlagRow => ({
  status: 'requested',
  dueAt: DUE_AT,
  dueOn: DUE_ON,
  controlledElsewhere: false,
  disputed: false,
  paused: false,
  ...more,
});
const context = (more: Partial<FlagContext> = {}): FlagContext => ({
  asOf: LONG_AFTER,
  recordBasis: 'own_files',
  programZone: EASTERN,
  applicantZone: EASTERN,
  zoneStated: true,
  dueSoonDays: 7,
  ...more,
});

describe('FLAGS', () => {
  it('is sorted, and every flag has its words', () => {
    expect([...FLAGS].sort()).toEqual([...FLAGS]);
    expect(Object.keys(flagLabels).sort()).toEqual([...FLAGS]);
    expect(flagLabels.no_answer_found).toBe('Due date passed. No answer found in public sources.');
    expect(isFlag('overdue')).toBe(true);
    expect(isFlag('constructor')).toBe(false);
  });
});

describe('edges: 23:59:59 and 00:00:00 in six zones', () => {
  it.each(EDGES)('$zone, due $dueOn, as of $asOf', ({ zone, dueOn, asOf, after }) => {
    const edge = row({ dueOn, dueAt: endOfDay(dueOn, zone) });
    for (const zoneStated of [true, false]) {
      const where = { asOf, programZone: zone, applicantZone: zone, zoneStated };
      expect(flagsOf(edge, context(where))).toEqual([after ? 'overdue' : 'due_soon']);
      expect(flagsOf(edge, context({ ...where, recordBasis: 'public_sources' }))).toEqual([after ? 'no_answer_found' : 'due_soon']);
    }
  });

  it('is exact to the microsecond', () => {
    expect(flagsOf(row(), context({ asOf: DUE_AT }))).toEqual(['due_soon']);
    expect(flagsOf(row(), context({ asOf: '2017-08-19T04:00:00.000000Z' }))).toEqual(['overdue']);
  });
});

describe('a zone that was assumed', () => {
  const midnightEastern = '2017-08-19T04:00:00Z';

  it.each(SIX_ZONES.slice(1))('waits for the end of the day in $zone', ({ zone, summer }) => {
    const assumed = { applicantZone: zone, zoneStated: false };
    for (const [recordBasis, passed] of [
      ['own_files', 'overdue'],
      ['public_sources', 'no_answer_found'],
    ] as const) {
      expect(flagsOf(row(), context({ ...assumed, recordBasis, asOf: DUE_AT }))).toEqual(['due_soon']);
      expect(flagsOf(row(), context({ ...assumed, recordBasis, asOf: midnightEastern }))).toEqual(['due_today_zone_unstated']);
      expect(flagsOf(row(), context({ ...assumed, recordBasis, asOf: `${DUE_ON}T23:59:59.999999${summer}` }))).toEqual([
        'due_today_zone_unstated',
      ]);
      expect(flagsOf(row(), context({ ...assumed, recordBasis, asOf: `2017-08-19T00:00:00${summer}` }))).toEqual([passed]);
    }
  });

  test.each([
    ['stated: no waiting', { zoneStated: true, applicantZone: PACIFIC, asOf: midnightEastern }, 'overdue'],
    ['applicant to the east', { zoneStated: false, applicantZone: 'Pacific/Guam', asOf: midnightEastern }, 'overdue'],
    ['applicant unknown', { zoneStated: false, applicantZone: null, asOf: midnightEastern }, 'overdue'],
    ['due date not given', { zoneStated: false, applicantZone: PACIFIC, asOf: midnightEastern }, 'due_today_zone_unstated'],
  ] as const)('%s', (name, where, expected) => {
    const due = name === 'due date not given' ? row({ dueOn: null }) : row();
    expect(flagsOf(due, context(where))).toEqual([expected]);
  });

  it('waits for the end of the day also where a time of day was stated', () => {
    const five = row({ dueAt: '2017-08-18T21:00:00.000000Z' });
    const assumed = { zoneStated: false };
    expect(flagsOf(five, context({ ...assumed, asOf: '2017-08-18T21:00:00Z' }))).toEqual(['due_soon']);
    expect(flagsOf(five, context({ ...assumed, asOf: '2017-08-18T21:00:01Z' }))).toEqual(['due_today_zone_unstated']);
    expect(flagsOf(five, context({ ...assumed, asOf: midnightEastern }))).toEqual(['overdue']);
    expect(flagsOf(five, context({ asOf: '2017-08-18T21:00:01Z' }))).toEqual(['overdue']);
  });
});

describe('statuses', () => {
  it.each(STATUSES)('%s long after the due date', (status) => {
    const awaiting = status === 'requested' || status === 'info_requested';
    expect(flagsOf(row({ status }), context())).toEqual(awaiting ? ['overdue'] : []);
    expect(flagsOf(row({ status }), context({ recordBasis: 'public_sources' }))).toEqual(awaiting ? ['no_answer_found'] : []);
  });

  it.each(STATUSES)('%s the day before', (status) => {
    const awaiting = status === 'requested' || status === 'info_requested';
    expect(flagsOf(row({ status }), context({ asOf: '2017-08-17T12:00:00Z' }))).toEqual(awaiting ? ['due_soon'] : []);
  });

  it('says nothing about a deadline that is not there', () => {
    expect(flagsOf(row({ dueAt: null, dueOn: null }), context())).toEqual([]);
  });
});

describe('due_soon', () => {
  test.each([
    ['2017-08-11T04:00:00Z', 7, true],
    ['2017-08-11T03:59:59.999999Z', 7, false],
    ['2017-08-10T12:00:00Z', 7, false],
    ['2017-08-18T12:00:00Z', 0, true],
    ['2017-08-17T12:00:00Z', 0, false],
    ['2017-08-17T12:00:00Z', 1, true],
  ])('as of %s with %i days: %s', (asOf, dueSoonDays, raised) => {
    expect(flagsOf(row(), context({ asOf, dueSoonDays }))).toEqual(raised ? ['due_soon'] : []);
  });

  test.each([
    ['clocks forward', '2017-03-11T12:00:00Z', 2, '2017-03-14T03:59:59.999999Z'],
    ['clocks back', '2017-11-04T12:00:00Z', 2, '2017-11-07T04:59:59.999999Z'],
    ['over a leap day', '2016-02-28T12:00:00Z', 2, '2016-03-02T04:59:59.999999Z'],
  ])('%s', (_, asOf, days, expected) => {
    expect(dueSoonUntil(asOf, EASTERN, days)).toBe(expected);
  });
});

describe('late', () => {
  const answered = (answeredOn: string | null, more: Partial<FlagRow> = {}) => row({ status: 'submitted', answeredOn, ...more });

  test.each([
    ['on the due date', answered('2017-08-18'), {}, false],
    ['before it', answered('2017-08-14'), {}, false],
    ['the day after', answered('2017-08-19'), {}, true],
    ['the day after, public sources', answered('2017-08-19'), { recordBasis: 'public_sources' }, false],
    ['the day after, a finding by now', answered('2017-08-19', { status: 'met' }), {}, true],
    ['no day on record', answered(null), {}, false],
    ['on the day of a cut-off, time unknown', answered('2017-08-18', { dueAt: '2017-08-18T21:00:00.000000Z' }), {}, false],
    ['the day after a cut-off', answered('2017-08-19', { dueAt: '2017-08-18T21:00:00.000000Z' }), {}, true],
    ['while stayed', answered('2017-08-21', { paused: true }), {}, false],
    ['dated after the moment asked about', answered('2017-08-30'), {}, false],
    ['zone assumed, the day after in Pacific', answered('2017-08-19'), { applicantZone: PACIFIC, zoneStated: false }, true],
    [
      'zone assumed, as of 3 AM Eastern less a microsecond',
      answered('2017-08-19'),
      { applicantZone: PACIFIC, zoneStated: false, asOf: '2017-08-19T06:59:59.999999Z' },
      false,
    ],
    [
      'zone assumed, as of 3 AM Eastern',
      answered('2017-08-19'),
      { applicantZone: PACIFIC, zoneStated: false, asOf: '2017-08-19T07:00:00Z' },
      true,
    ],
    [
      'Guam, the next day there may be the due date here',
      answered('2017-08-19'),
      { applicantZone: 'Pacific/Guam', zoneStated: false },
      false,
    ],
    ['Guam, two days after', answered('2017-08-20'), { applicantZone: 'Pacific/Guam', zoneStated: false }, true],
    ['applicant zone unknown', answered('2017-08-19'), { applicantZone: null, zoneStated: false }, true],
  ] as const)('%s', (_, given, where, late) => {
    const expected = late ? ['late'] : given.paused ? ['stayed'] : [];
    expect(flagsOf(given, context(where))).toEqual(expected);
  });

  it('is not raised while an answer is awaited: overdue says it', () => {
    expect(flagsOf(row({ status: 'info_requested', answeredOn: '2017-08-21' }), context())).toEqual(['overdue']);
  });
});

describe('flags opened by people, and the rest', () => {
  test.each<[string, FlagRow, Partial<FlagContext>, string[]]>([
    ['stayed, long after', row({ paused: true }), {}, ['stayed']],
    ['stayed, public sources', row({ paused: true }), { recordBasis: 'public_sources' }, ['stayed']],
    ['stayed, the day before', row({ paused: true }), { asOf: '2017-08-17T12:00:00Z' }, ['stayed']],
    ['disputed', row({ status: 'not_met', disputed: true }), {}, ['disputed']],
    ['controlled elsewhere', row({ status: 'submitted', controlledElsewhere: true }), {}, ['controlled_elsewhere']],
    [
      'all at once, sorted',
      row({ controlledElsewhere: true, disputed: true, staleEvidence: true }),
      {},
      ['controlled_elsewhere', 'disputed', 'overdue', 'relies_on_stale_evidence'],
    ],
    ['waiver on its last day', row({ status: 'waived', waiverExpiresOn: '2017-12-31' }), { asOf: '2018-01-01T04:59:59.999999Z' }, []],
    ['waiver expired', row({ status: 'waived', waiverExpiresOn: '2017-12-31' }), { asOf: '2018-01-01T05:00:00Z' }, ['waiver_expired']],
    ['waiver without end', row({ status: 'waived', waiverExpiresOn: null }), {}, []],
    ['waiver of the past, no longer waived', row({ status: 'under_review', waiverExpiresOn: '2016-12-31' }), {}, []],
  ])('%s', (_, given, where, expected) => {
    expect(flagsOf(given, context(where))).toEqual(expected);
  });
});

describe('the record of August 2017', () => {
  const psp = { recordBasis: 'public_sources', zoneStated: false } as const;

  test.each([
    ['2017-08-10', 'requested', []],
    ['2017-08-11', 'requested', ['due_soon']],
    ['2017-08-18', 'requested', ['due_soon']],
    ['2017-08-20', 'requested', ['no_answer_found']],
    ['2017-08-20', 'submitted', []],
    ['2017-08-02', 'not_started', []],
  ] as const)('at the end of %s, %s', (date, status, expected) => {
    for (const applicantZone of [EASTERN, 'America/Denver', PACIFIC]) {
      expect(flagsOf(row({ status }), context({ ...psp, applicantZone, asOf: endOfDay(date, EASTERN) }))).toEqual(expected);
    }
  });
});
