import { describe, expect, it, test } from 'vitest';
import { addBusinessDays, businessDaysBetween, isBusinessDay, isCalendar } from './business-days.ts';
import { addDays } from './time.ts';

describe('isBusinessDay', () => {
  test.each([
    ['2017-08-18', 'us_federal', true],
    ['2017-08-19', 'us_federal', false],
    ['2017-08-20', 'us_federal', false],
    ['2017-09-04', 'us_federal', false],
    ['2017-09-04', 'none', true],
    ['2017-11-10', 'us_federal', false],
    ['2021-12-31', 'us_federal', false],
    ['2021-12-31', 'none', true],
    ['2022-01-01', 'none', false],
    ['2016-02-29', 'us_federal', true],
    ['2020-06-19', 'us_federal', true],
    ['2021-06-18', 'us_federal', false],
    ['2017-01-20', 'us_federal', true],
  ])('%s, %s: %s', (date, calendar, expected) => {
    expect(isBusinessDay(date, calendar)).toBe(expected);
  });

  it('refuses a calendar it does not know', () => {
    expect(isCalendar('us_federal')).toBe(true);
    expect(isCalendar('constructor')).toBe(false);
    expect(() => isBusinessDay('2017-08-18', 'lunar')).toThrow(RangeError);
    expect(() => businessDaysBetween('2017-08-18', '2017-08-18', '')).toThrow(RangeError);
  });
});

describe('businessDaysBetween', () => {
  test.each([
    ['2017-08-15', '2017-08-18', 'us_federal', 3],
    ['2017-08-18', '2017-08-18', 'us_federal', 0],
    ['2017-08-18', '2017-08-20', 'us_federal', 0],
    ['2017-08-18', '2017-08-21', 'us_federal', 1],
    ['2017-08-19', '2017-08-21', 'us_federal', 1],
    ['2017-09-01', '2017-09-05', 'us_federal', 1],
    ['2017-09-01', '2017-09-05', 'none', 2],
    ['2017-08-21', '2017-08-18', 'us_federal', -1],
    ['2021-12-30', '2022-01-03', 'us_federal', 1],
    ['2021-12-30', '2022-01-03', 'none', 2],
    ['2016-02-26', '2016-03-01', 'us_federal', 2],
    ['2017-03-10', '2017-03-13', 'us_federal', 1],
    ['2017-01-01', '2018-01-01', 'none', 261],
    ['2016-12-31', '2017-12-31', 'us_federal', 250],
  ])('after %s up to %s, %s: %i', (a, b, calendar, expected) => {
    expect(businessDaysBetween(a, b, calendar)).toBe(expected);
  });

  it.each(['us_federal', 'none'])('counts what isBusinessDay says, day by day (%s)', (calendar) => {
    let counted = 0;
    const faults: string[] = [];
    for (let date = '1968-01-01'; date < '2036-01-01'; ) {
      date = addDays(date, 1);
      if (isBusinessDay(date, calendar)) counted += 1;
      if (businessDaysBetween('1968-01-01', date, calendar) !== counted) faults.push(date);
    }
    expect(faults).toEqual([]);
  });
});

describe('addBusinessDays', () => {
  test.each([
    ['2017-08-18', 1, 'us_federal', '2017-08-21'],
    ['2017-08-18', 0, 'us_federal', '2017-08-18'],
    ['2017-08-19', 0, 'us_federal', '2017-08-19'],
    ['2017-08-19', 1, 'us_federal', '2017-08-21'],
    ['2017-09-01', 1, 'us_federal', '2017-09-05'],
    ['2017-09-01', 1, 'none', '2017-09-04'],
    ['2017-08-21', -1, 'us_federal', '2017-08-18'],
    ['2017-09-05', -1, 'us_federal', '2017-09-01'],
    ['2021-12-30', 1, 'us_federal', '2022-01-03'],
    ['2016-02-26', 2, 'us_federal', '2016-03-01'],
    ['2017-08-04', 10, 'us_federal', '2017-08-18'],
    ['2017-12-22', 5, 'us_federal', '2018-01-02'],
  ])('%s and %i, %s: %s', (date, n, calendar, expected) => {
    expect(addBusinessDays(date, n, calendar)).toBe(expected);
  });

  it('undoes what businessDaysBetween counts', () => {
    for (const n of [1, 7, 30, 365]) {
      const date = addBusinessDays('2020-12-15', n, 'us_federal');
      expect(businessDaysBetween('2020-12-15', date, 'us_federal')).toBe(n);
    }
  });

  it('refuses part of a day', () => {
    expect(() => addBusinessDays('2017-08-18', 1.5, 'none')).toThrow(RangeError);
    expect(() => addBusinessDays('2017-08-18', Number.POSITIVE_INFINITY, 'none')).toThrow(RangeError);
  });
});
