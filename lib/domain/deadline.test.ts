import { describe, expect, it, test } from 'vitest';
import { countdown, countdownText, describeDue, dueInstant, isCutOff } from './deadline.ts';
import { endOfDay } from './time.ts';

const EASTERN = 'America/New_York';
const PACIFIC = 'America/Los_Angeles';

describe('dueInstant', () => {
  test.each([
    ['nothing stated but the date', '2017-08-18', null, null, '2017-08-19T03:59:59.999999Z', ['time', 'zone']],
    ['zone stated', '2017-08-18', null, PACIFIC, '2017-08-19T06:59:59.999999Z', ['time']],
    ['time stated', '2017-08-18', '17:00', null, '2017-08-18T21:00:00.000000Z', ['zone']],
    ['both stated', '2017-08-18', '17:00:00', PACIFIC, '2017-08-19T00:00:00.000000Z', []],
    ['with seconds', '2017-08-18', '23:59:59', EASTERN, '2017-08-19T03:59:59.000000Z', []],
    ['midnight as the day begins', '2017-08-18', '00:00', EASTERN, '2017-08-18T04:00:00.000000Z', []],
    ['in winter', '2017-01-18', '17:00', EASTERN, '2017-01-18T22:00:00.000000Z', []],
    ['clocks forward, before', '2017-03-12', '01:59', EASTERN, '2017-03-12T06:59:00.000000Z', []],
    ['clocks forward, skipped time', '2017-03-12', '02:30', EASTERN, '2017-03-12T07:30:00.000000Z', []],
    ['clocks forward, after', '2017-03-12', '03:00', EASTERN, '2017-03-12T07:00:00.000000Z', []],
    ['clocks back, before', '2017-11-05', '00:59', EASTERN, '2017-11-05T04:59:00.000000Z', []],
    ['clocks back, shown twice', '2017-11-05', '01:30', EASTERN, '2017-11-05T06:30:00.000000Z', []],
    ['clocks back, after', '2017-11-05', '02:00', EASTERN, '2017-11-05T07:00:00.000000Z', []],
    ['year end', '2017-12-31', null, null, '2018-01-01T04:59:59.999999Z', ['time', 'zone']],
    ['leap day', '2016-02-29', null, 'Pacific/Honolulu', '2016-03-01T09:59:59.999999Z', ['time']],
  ])('%s', (_, dueOn, cutOff, zone, dueAt, assumed) => {
    expect(dueInstant({ dueOn, cutOff, zone }, EASTERN)).toMatchObject({ dueAt, assumed });
  });

  it('explains what was stated and what assumed', () => {
    expect(dueInstant({ dueOn: '2017-08-18', cutOff: null, zone: null }, EASTERN).steps).toEqual([
      'The source states August 18, 2017.',
      'No time of day is stated: the end of that day is assumed.',
      "No time zone is stated: the program's zone, Eastern, is assumed.",
      'In UTC that is 2017-08-19T03:59:59.999999Z, the last instant that is in time.',
    ]);
    expect(dueInstant({ dueOn: '2017-08-18', cutOff: '17:00', zone: PACIFIC }, EASTERN).steps).toEqual([
      'The source states August 18, 2017.',
      'The source states 5:00 PM as the time of day.',
      'The source states the time zone: Pacific.',
      'In UTC that is 2017-08-19T00:00:00.000000Z, the last instant that is in time.',
    ]);
  });

  it.each([
    ['2017-03-12', '02:30', /skip 2:30 AM/],
    ['2017-11-05', '01:30', /show 1:30 AM twice that day: the later/],
  ])('says what a clock change did on %s', (dueOn, cutOff, step) => {
    expect(dueInstant({ dueOn, cutOff, zone: EASTERN }, EASTERN).steps[3]).toMatch(step);
  });

  it.each(['24:00', '5:00', '17', '17:60', '17:00:60', 'noon', ''])('refuses %j as a time of day', (cutOff) => {
    expect(isCutOff(cutOff)).toBe(false);
    expect(() => dueInstant({ dueOn: '2017-08-18', cutOff, zone: null }, EASTERN)).toThrow(RangeError);
  });
});

describe('describeDue', () => {
  test.each([
    [null, null, 'Fri, Aug 18, 2017, end of day Eastern (assumed)'],
    [null, PACIFIC, 'Fri, Aug 18, 2017, end of day Pacific (time assumed)'],
    ['17:00', null, 'Fri, Aug 18, 2017, 5:00 PM Eastern (zone assumed)'],
    ['17:00', PACIFIC, 'Fri, Aug 18, 2017, 5:00 PM Pacific'],
    ['23:59:59', 'Pacific/Guam', 'Fri, Aug 18, 2017, 11:59:59 PM Pacific/Guam'],
  ])('time %s, zone %s', (cutOff, zone, expected) => {
    expect(describeDue('2017-08-18', { cutOff, zone, programZone: EASTERN })).toBe(expected);
  });
});

describe('countdown', () => {
  const due = { dueOn: '2017-08-18', dueAt: '2017-08-19T03:59:59.999999Z', zone: EASTERN };

  test.each([
    ['three days before', endOfDay('2017-08-15', EASTERN), 'ahead', 3, 3, '3 days left · 3 business days'],
    ['first minute of that day', '2017-08-15T04:00:00Z', 'ahead', 3, 3, '3 days left · 3 business days'],
    ['last minute of the day before it', '2017-08-15T03:59:59Z', 'ahead', 4, 4, '4 days left · 4 business days'],
    ['over a weekend', endOfDay('2017-08-10', EASTERN), 'ahead', 8, 6, '8 days left · 6 business days'],
    ['one day before', endOfDay('2017-08-17', EASTERN), 'ahead', 1, 1, '1 day left · 1 business day'],
    ['the morning of it', '2017-08-18T12:00:00Z', 'today', 0, 0, 'due today'],
    ['its last microsecond', '2017-08-19T03:59:59.999999Z', 'today', 0, 0, 'due today'],
    ['a microsecond later', '2017-08-19T04:00:00.000000Z', 'closed', 1, 0, 'closed 1 day ago'],
    ['Monday after', '2017-08-21T12:00:00Z', 'closed', 3, 1, 'closed 3 days ago'],
    ['nine years later', endOfDay('2026-11-22', EASTERN), 'closed', 3383, 2316, 'closed 3,383 days ago'],
    ['years before', '2012-08-18T12:00:00Z', 'ahead', 1826, 1255, '1,826 days left · 1,255 business days'],
  ])('%s', (_, asOf, state, days, businessDays, text) => {
    expect(countdown(due, asOf, 'us_federal')).toEqual({ state, days, businessDays, text });
  });

  it('is closed on the due date once a cut-off has passed', () => {
    const cut = { dueOn: '2017-08-18', dueAt: '2017-08-18T21:00:00.000000Z', zone: EASTERN };
    expect(countdown(cut, '2017-08-18T21:00:00Z', 'us_federal').text).toBe('due today');
    expect(countdown(cut, '2017-08-18T21:00:00.000001Z', 'us_federal')).toMatchObject({ state: 'closed', days: 0, text: 'closed today' });
  });

  test.each([
    ['clocks forward', '2017-03-13', '2017-03-11T12:00:00Z', '2 days left · 1 business day'],
    ['clocks back', '2017-11-06', '2017-11-04T12:00:00Z', '2 days left · 1 business day'],
    ['due on a Sunday', '2017-08-20', '2017-08-18T12:00:00Z', '2 days left · 0 business days'],
    ['Labor Day between', '2017-09-05', '2017-09-01T12:00:00Z', '4 days left · 1 business day'],
    ['over the year end', '2018-01-02', '2017-12-29T12:00:00Z', '4 days left · 1 business day'],
    ['over a leap day', '2016-03-01', '2016-02-28T12:00:00Z', '2 days left · 2 business days'],
  ])('%s', (_, dueOn, asOf, text) => {
    expect(countdown({ dueOn, dueAt: endOfDay(dueOn, EASTERN), zone: EASTERN }, asOf, 'us_federal').text).toBe(text);
  });

  it('counts weekends alone in a program without holidays', () => {
    expect(
      countdown({ dueOn: '2017-09-05', dueAt: endOfDay('2017-09-05', EASTERN), zone: EASTERN }, '2017-09-01T12:00:00Z', 'none')
        .businessDays,
    ).toBe(2);
  });

  it('counts without the days that a calendar closes, and nothing while an order holds', () => {
    const due = { dueOn: '2017-09-05', dueAt: endOfDay('2017-09-05', EASTERN), zone: EASTERN };
    const office = { name: 'office', base: 'us_federal' as const, closed: new Set(['2017-09-01']), open: new Set<string>() };
    expect(countdownText(due, '2017-08-31T12:00:00Z', 'us_federal')).toBe('5 days left · 2 business days');
    expect(countdownText(due, '2017-08-31T12:00:00Z', office)).toBe('5 days left · 1 business day');
    expect(countdownText({ ...due, paused: true }, '2017-09-20T12:00:00Z', office)).toBe('stands still while an order holds');
    expect(countdownText({ ...due, paused: false }, '2017-09-20T12:00:00Z', office)).toBe('closed 15 days ago');
  });

  it("counts by the deadline's zone", () => {
    const hawaii = { dueOn: '2017-08-18', dueAt: endOfDay('2017-08-18', 'Pacific/Honolulu'), zone: 'Pacific/Honolulu' };
    expect(countdown(hawaii, '2017-08-19T09:59:59.999999Z', 'us_federal').text).toBe('due today');
    expect(countdown(hawaii, '2017-08-19T10:00:00Z', 'us_federal').text).toBe('closed 1 day ago');
  });
});
