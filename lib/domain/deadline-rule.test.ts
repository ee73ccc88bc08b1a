/** Dates that rules give: by hand, and against another source of holidays over thirty years. */
import { allForYear } from '@18f/us-federal-holidays';
import { describe, expect, it, test } from 'vitest';
import type { BusinessCalendar, DatedCalendar, Roll } from './business-days.ts';
import { addBusinessDays, businessDaysBetween, isBusinessDay, rollDay } from './business-days.ts';
import { type Anchor, computeDeadline, deadlineRule, describeRule, type Unit } from './deadline-rule.ts';
import { addDays, weekdayOf } from './time.ts';

const rule = (anchorOn: string, offset: number, unit: Unit, roll: Roll = 'none', anchor: Anchor = 'request_sent') => ({
  anchor,
  anchorOn,
  offset,
  unit,
  roll,
});
const closing: DatedCalendar = {
  name: 'city',
  base: 'us_federal',
  closed: new Set(['2017-08-14', '2017-08-19']),
  open: new Set(['2017-09-04']),
};

describe('computeDeadline', () => {
  test.each<[string, number, Unit, Roll, BusinessCalendar, string]>([
    // Days: the day of the anchor is not counted.
    ['2017-08-03', 0, 'days', 'none', 'us_federal', '2017-08-03'],
    ['2017-08-03', 1, 'days', 'none', 'us_federal', '2017-08-04'],
    ['2017-08-03', 15, 'days', 'none', 'us_federal', '2017-08-18'],
    ['2017-08-03', 30, 'days', 'none', 'us_federal', '2017-09-02'],
    ['2017-08-03', -3, 'days', 'none', 'us_federal', '2017-07-31'],
    // Both clock changes: a day is a day.
    ['2017-03-11', 1, 'days', 'none', 'us_federal', '2017-03-12'],
    ['2017-03-12', 1, 'days', 'none', 'us_federal', '2017-03-13'],
    ['2017-03-05', 14, 'days', 'none', 'us_federal', '2017-03-19'],
    ['2017-11-04', 1, 'days', 'none', 'us_federal', '2017-11-05'],
    ['2017-11-05', 1, 'days', 'none', 'us_federal', '2017-11-06'],
    ['2017-10-29', 14, 'days', 'none', 'us_federal', '2017-11-12'],
    // Year end and leap days.
    ['2017-12-22', 10, 'days', 'none', 'us_federal', '2018-01-01'],
    ['2017-12-31', 1, 'days', 'none', 'us_federal', '2018-01-01'],
    ['2018-01-01', -1, 'days', 'none', 'us_federal', '2017-12-31'],
    ['2016-02-28', 1, 'days', 'none', 'us_federal', '2016-02-29'],
    ['2016-02-29', 1, 'days', 'none', 'us_federal', '2016-03-01'],
    ['2016-02-29', 365, 'days', 'none', 'us_federal', '2017-02-28'],
    ['2017-02-28', 1, 'days', 'none', 'us_federal', '2017-03-01'],
    ['2020-02-29', 1461, 'days', 'none', 'us_federal', '2024-02-29'],
    ['2000-02-28', 1, 'days', 'none', 'us_federal', '2000-02-29'],
    ['1900-02-28', 1, 'days', 'none', 'none', '1900-03-01'],
    // Rolls: Saturday September 2, 2017 lies before Labor Day.
    ['2017-08-03', 30, 'days', 'next', 'us_federal', '2017-09-05'],
    ['2017-08-03', 30, 'days', 'previous', 'us_federal', '2017-09-01'],
    ['2017-08-03', 30, 'days', 'next', 'none', '2017-09-04'],
    ['2017-08-03', 31, 'days', 'next', 'us_federal', '2017-09-05'],
    ['2017-08-03', 32, 'days', 'next', 'us_federal', '2017-09-05'],
    ['2017-08-03', 32, 'days', 'previous', 'us_federal', '2017-09-01'],
    ['2017-08-03', 33, 'days', 'next', 'us_federal', '2017-09-05'],
    ['2017-12-20', 10, 'days', 'next', 'us_federal', '2018-01-02'],
    ['2017-12-20', 10, 'days', 'previous', 'us_federal', '2017-12-29'],
    ['2017-12-20', 12, 'days', 'previous', 'us_federal', '2017-12-29'],
    // New Year's Day 2022 was a Saturday, kept on Friday, December 31, 2021.
    ['2021-12-01', 30, 'days', 'next', 'us_federal', '2022-01-03'],
    ['2021-12-01', 30, 'days', 'previous', 'us_federal', '2021-12-30'],
    ['2021-12-01', 30, 'days', 'none', 'us_federal', '2021-12-31'],
    ['2016-02-14', 1, 'days', 'next', 'us_federal', '2016-02-16'],
    ['2016-02-14', 1, 'days', 'previous', 'us_federal', '2016-02-12'],
    // Business days.
    ['2017-08-03', 1, 'business_days', 'none', 'us_federal', '2017-08-04'],
    ['2017-08-04', 1, 'business_days', 'none', 'us_federal', '2017-08-07'],
    ['2017-08-05', 1, 'business_days', 'none', 'us_federal', '2017-08-07'],
    ['2017-08-03', 10, 'business_days', 'none', 'us_federal', '2017-08-17'],
    ['2017-08-31', 2, 'business_days', 'none', 'us_federal', '2017-09-05'],
    ['2017-08-31', 2, 'business_days', 'none', 'none', '2017-09-04'],
    ['2017-09-05', -1, 'business_days', 'none', 'us_federal', '2017-09-01'],
    ['2017-12-29', 1, 'business_days', 'none', 'us_federal', '2018-01-02'],
    ['2018-01-02', -1, 'business_days', 'none', 'us_federal', '2017-12-29'],
    ['2021-12-30', 1, 'business_days', 'none', 'us_federal', '2022-01-03'],
    ['2016-02-26', 1, 'business_days', 'none', 'us_federal', '2016-02-29'],
    ['2016-02-29', 1, 'business_days', 'none', 'us_federal', '2016-03-01'],
    ['2017-03-10', 1, 'business_days', 'none', 'us_federal', '2017-03-13'],
    ['2017-11-03', 1, 'business_days', 'none', 'us_federal', '2017-11-06'],
    ['2017-11-09', 1, 'business_days', 'none', 'us_federal', '2017-11-13'],
    // Nothing is added on a Sunday: only the roll moves it.
    ['2017-08-06', 0, 'business_days', 'next', 'us_federal', '2017-08-07'],
    ['2017-08-06', 0, 'business_days', 'previous', 'us_federal', '2017-08-04'],
    ['2017-08-06', 0, 'business_days', 'none', 'us_federal', '2017-08-06'],
    // A calendar with days of its own: closed on a Monday, open on Labor Day.
    ['2017-08-11', 1, 'business_days', 'none', closing, '2017-08-15'],
    ['2017-08-03', 11, 'days', 'next', closing, '2017-08-15'],
    ['2017-08-03', 11, 'days', 'previous', closing, '2017-08-11'],
    ['2017-08-31', 2, 'business_days', 'none', closing, '2017-09-04'],
    ['2017-08-03', 32, 'days', 'next', closing, '2017-09-04'],
  ])('%s %i %s, %s, %o: %s', (anchorOn, offset, unit, roll, calendar, dueOn) => {
    expect(computeDeadline(rule(anchorOn, offset, unit, roll), calendar).dueOn).toBe(dueOn);
  });

  it('says each step', () => {
    expect(computeDeadline(rule('2017-08-03', 30, 'days', 'next'), 'us_federal').steps).toEqual([
      'It counts from the day the request was sent: August 3, 2017. That day itself is not counted.',
      '30 days after it: Sat, Sep 2, 2017.',
      'That is a Saturday, so it is due on the next business day: Tue, Sep 5, 2017.',
    ]);
    expect(computeDeadline(rule('2017-08-31', 1, 'business_days', 'next', 'letter_received'), 'us_federal').steps).toEqual([
      'It counts from the day the letter was received: August 31, 2017. That day itself is not counted.',
      '1 business day after it, by the calendar "federal holidays": Fri, Sep 1, 2017.',
    ]);
    expect(computeDeadline(rule('2017-08-03', 32, 'days', 'previous'), 'us_federal').steps.at(-1)).toMatch(/^Offices are closed that day/);
  });

  it('names a rule in a line, and refuses one that is not', () => {
    const made = { ...rule('2017-08-03', 30, 'days', 'next'), calendar: 'us_federal' };
    expect(describeRule(made)).toBe('30 days after the day the request was sent (Aug 3, 2017); on a day off, the next business day');
    expect(deadlineRule.safeParse({ ...made, anchorId: null }).success).toBe(true);
    expect(deadlineRule.safeParse({ ...made, anchorId: null, offset: 4000 }).success).toBe(false);
    expect(deadlineRule.safeParse({ ...made, anchorId: null, offset: 1.5 }).success).toBe(false);
    expect(deadlineRule.safeParse({ ...made, anchorId: null, anchorOn: '2017-02-29' }).success).toBe(false);
    expect(() => computeDeadline(made, 'lunar')).toThrow(RangeError);
  });
});

/** Holidays as observed, by the other source. */
const otherDaysOff = (from: number, to: number): Set<string> =>
  new Set(
    Array.from({ length: to - from + 1 }, (_, index) => allForYear(from + index)).flatMap((year) =>
      year.map((holiday) => holiday.dateString),
    ),
  );

/** Steps of one day until `count` of them were business days by the other source. */
function stepped(day: string, step: 1 | -1, count: number, isOff: (day: string) => boolean): string {
  let at = day;
  for (let left = count; left > 0; ) {
    at = addDays(at, step);
    if (!isOff(at)) left -= 1;
  }
  return at;
}

describe('against another source of federal holidays, 1995 to 2026', () => {
  const off = otherDaysOff(1995, 2026);
  const isOff = (day: string): boolean => weekdayOf(day) % 6 === 0 || off.has(day);
  const years = Array.from({ length: 31 }, (_, index) => 1995 + index);

  test.each(years)('%i: every day, ten business days on, and both rolls', (year) => {
    for (let day = `${year}-01-01`; day < `${year + 1}-01-01`; day = addDays(day, 1)) {
      expect(isBusinessDay(day, 'us_federal'), day).toBe(!isOff(day));
      const expected = stepped(day, 1, 10, isOff);
      expect(addBusinessDays(day, 10, 'us_federal'), day).toBe(expected);
      expect(businessDaysBetween(day, expected, 'us_federal'), day).toBe(10);
      expect(rollDay(day, 'next', 'us_federal'), day).toBe(isOff(day) ? stepped(day, 1, 1, isOff) : day);
      expect(rollDay(day, 'previous', 'us_federal'), day).toBe(isOff(day) ? stepped(day, -1, 1, isOff) : day);
    }
  });

  it('would notice a holiday that is missing', () => {
    const days = [...off].filter((day) => weekdayOf(day) % 6 !== 0);
    expect(days.length).toBeGreaterThan(300);
    expect(days.every((day) => isBusinessDay(day, 'none'))).toBe(true);
  });
});

describe('a calendar with days of its own', () => {
  it('counts as it steps, over a year', () => {
    for (let day = '2017-01-01'; day < '2018-01-01'; day = addDays(day, 1)) {
      const on = addBusinessDays(day, 7, closing);
      expect(businessDaysBetween(day, on, closing), day).toBe(7);
      expect(businessDaysBetween(on, day, closing), day).toBe(-7);
    }
  });
});
