import { allForYear } from '@18f/us-federal-holidays';
import { describe, expect, it, test } from 'vitest';
import { federalHolidays } from './holidays.ts';

const YEARS = Array.from({ length: 2035 - 1990 + 1 }, (_, index) => 1990 + index);

describe('federalHolidays', () => {
  // The package and this table agree in every one of these years; before 1986 it would list a holiday not yet kept.
  it.each(YEARS)('agrees with the 18F package in %i', (year) => {
    const theirs = allForYear(year).map((holiday) => [holiday.name, holiday.dateString]);
    expect(federalHolidays(year).map((holiday) => [holiday.name, holiday.observedOn])).toEqual(theirs);
    const unshifted = allForYear(year, { shiftSaturdayHolidays: false, shiftSundayHolidays: false });
    expect(federalHolidays(year).map((holiday) => holiday.date)).toEqual(unshifted.map((holiday) => holiday.dateString));
  });

  test.each([
    [1985, 9],
    [1986, 10],
    [2020, 10],
    [2021, 11],
    [2026, 11],
  ])('%i has %i', (year, expected) => {
    expect(federalHolidays(year)).toHaveLength(expected);
  });

  test.each([
    ['2022-01-01', '2021-12-31', "New Year's Day"],
    ['2017-01-01', '2017-01-02', "New Year's Day"],
    ['2021-06-19', '2021-06-18', 'Juneteenth National Independence Day'],
    ['2020-07-04', '2020-07-03', 'Independence Day'],
    ['2017-11-11', '2017-11-10', 'Veterans Day'],
    ['2017-11-23', '2017-11-23', 'Thanksgiving Day'],
    ['2022-12-25', '2022-12-26', 'Christmas Day'],
    ['2021-05-31', '2021-05-31', 'Memorial Day'],
  ])('%s is observed on %s', (date, observedOn, name) => {
    expect(federalHolidays(Number(date.slice(0, 4)))).toContainEqual({ date, name, observedOn });
  });
});
