import { TZDate } from '@date-fns/tz';
import { describe, expect, it, test } from 'vitest';
import {
  addDays,
  calendarDaysBetween,
  compareInstants,
  endOfDay,
  fromMicros,
  instantFromDate,
  isLocalDate,
  isZone,
  localDateOf,
  parseInstant,
  startOfDay,
  toMicros,
  weekdayOf,
} from './time.ts';

const NEW_YORK = 'America/New_York';
const LOS_ANGELES = 'America/Los_Angeles';
const HONOLULU = 'Pacific/Honolulu';

describe('isLocalDate', () => {
  test.each([
    ['2017-08-18', true],
    ['2016-02-29', true],
    ['2000-02-29', true],
    ['1600-01-01', true],
    ['9999-12-31', true],
    ['2017-02-29', false],
    ['1900-02-29', false],
    ['2017-02-30', false],
    ['2017-04-31', false],
    ['2017-13-01', false],
    ['2017-00-10', false],
    ['2017-01-00', false],
    ['2017-01-32', false],
    ['1599-12-31', false],
    ['0000-01-01', false],
    ['10000-01-01', false],
    ['2017-8-18', false],
    ['20170818', false],
    ['2017-08', false],
    ['2017-08-18T00:00:00Z', false],
    [' 2017-08-18', false],
    ['2017-08-18\n', false],
    ['２０１７-08-18', false],
    ['', false],
  ])('%j is %s', (text, expected) => {
    expect(isLocalDate(text)).toBe(expected);
  });
});

describe('isZone', () => {
  test.each([
    [NEW_YORK, true],
    [HONOLULU, true],
    ['America/Argentina/Buenos_Aires', true],
    ['America/Port-au-Prince', true],
    ['Etc/GMT+5', true],
    ['UTC', true],
    ['US/Eastern', true],
    ['+05:00', false],
    ['-04:00', false],
    ['america/new_york', false],
    ['America/Nowhere', false],
    ['Eastern', false],
    ['', false],
    ['America/New_York ', false],
    ['../etc/passwd', false],
  ])('%j is %s', (text, expected) => {
    expect(isZone(text)).toBe(expected);
  });

  it('knows every zone the runtime lists', () => {
    expect(Intl.supportedValuesOf('timeZone').filter((zone) => !isZone(zone))).toEqual([]);
  });
});

describe('endOfDay', () => {
  test.each([
    ['the due date, Eastern', '2017-08-18', NEW_YORK, '2017-08-19T03:59:59.999999Z'],
    ['Central', '2017-08-18', 'America/Chicago', '2017-08-19T04:59:59.999999Z'],
    ['Mountain', '2017-08-18', 'America/Denver', '2017-08-19T05:59:59.999999Z'],
    ['Pacific', '2017-08-18', LOS_ANGELES, '2017-08-19T06:59:59.999999Z'],
    ['Alaska', '2017-08-18', 'America/Anchorage', '2017-08-19T07:59:59.999999Z'],
    ['Hawaii', '2017-08-18', HONOLULU, '2017-08-19T09:59:59.999999Z'],
    ['Guam', '2017-08-18', 'Pacific/Guam', '2017-08-18T13:59:59.999999Z'],
    ['UTC', '2017-08-18', 'UTC', '2017-08-18T23:59:59.999999Z'],
    ['winter', '2017-01-18', NEW_YORK, '2017-01-19T04:59:59.999999Z'],
    ['day before clocks go forward', '2017-03-11', NEW_YORK, '2017-03-12T04:59:59.999999Z'],
    ['clocks go forward', '2017-03-12', NEW_YORK, '2017-03-13T03:59:59.999999Z'],
    ['day before clocks go back', '2017-11-04', NEW_YORK, '2017-11-05T03:59:59.999999Z'],
    ['clocks go back', '2017-11-05', NEW_YORK, '2017-11-06T04:59:59.999999Z'],
    ['year end', '2017-12-31', NEW_YORK, '2018-01-01T04:59:59.999999Z'],
    ['leap day', '2016-02-29', LOS_ANGELES, '2016-03-01T07:59:59.999999Z'],
    ['day before a leap day', '2016-02-28', LOS_ANGELES, '2016-02-29T07:59:59.999999Z'],
    ['no clock change in Hawaii', '2017-03-12', HONOLULU, '2017-03-13T09:59:59.999999Z'],
    ['no clock change in Arizona', '2017-08-18', 'America/Phoenix', '2017-08-19T06:59:59.999999Z'],
    ['midnight twice (Havana, 2017)', '2017-11-04', 'America/Havana', '2017-11-05T03:59:59.999999Z'],
    ['last hour twice (Sao Paulo, 2018)', '2018-02-17', 'America/Sao_Paulo', '2018-02-18T02:59:59.999999Z'],
    ['a day that Samoa skipped', '2011-12-30', 'Pacific/Apia', '2011-12-30T09:59:59.999999Z'],
    ['before standard time', '1850-06-01', NEW_YORK, '1850-06-02T04:56:01.999999Z'],
    ['before 1970', '1965-06-30', NEW_YORK, '1965-07-01T03:59:59.999999Z'],
    ['the last day that can be written', '9999-12-31', NEW_YORK, '9999-12-31T23:59:59.999999Z'],
  ])('%s: %s in %s', (_, date, zone, expected) => {
    expect(endOfDay(date, zone)).toBe(expected);
  });

  it.each(['2017-02-30', '2017-8-18', ''])('refuses the date %j', (date) => {
    expect(() => endOfDay(date, NEW_YORK)).toThrow(RangeError);
  });

  it('refuses an unknown zone', () => {
    expect(() => endOfDay('2017-08-18', 'America/Nowhere')).toThrow(RangeError);
  });
});

describe('startOfDay', () => {
  test.each([
    ['summer', '2017-08-18', NEW_YORK, '2017-08-18T04:00:00.000000Z'],
    ['winter', '2017-01-18', LOS_ANGELES, '2017-01-18T08:00:00.000000Z'],
    ['clocks go forward', '2017-03-12', NEW_YORK, '2017-03-12T05:00:00.000000Z'],
    ['clocks go back', '2017-11-05', NEW_YORK, '2017-11-05T04:00:00.000000Z'],
    ['year start', '2018-01-01', HONOLULU, '2018-01-01T10:00:00.000000Z'],
    ['leap day', '2016-02-29', 'America/Anchorage', '2016-02-29T09:00:00.000000Z'],
    ['no midnight (Sao Paulo, 2018)', '2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000000Z'],
    ['no midnight (Havana, 2018)', '2018-03-11', 'America/Havana', '2018-03-11T05:00:00.000000Z'],
    ['midnight twice (Havana, 2017)', '2017-11-05', 'America/Havana', '2017-11-05T04:00:00.000000Z'],
    ['a day that Samoa skipped', '2011-12-30', 'Pacific/Apia', '2011-12-30T10:00:00.000000Z'],
    ['offset of seconds, west (Monrovia)', '1830-01-01', 'Africa/Monrovia', '1830-01-01T00:43:08.000000Z'],
  ])('%s: %s in %s', (_, date, zone, expected) => {
    expect(startOfDay(date, zone)).toBe(expected);
  });
});

describe('every day of 2016 to 2027 in seven zones', () => {
  it.each([NEW_YORK, 'America/Chicago', 'America/Denver', LOS_ANGELES, 'America/Anchorage', HONOLULU, 'Pacific/Guam'])('%s', (zone) => {
    const faults: string[] = [];
    for (let date = '2016-01-01'; date < '2028-01-01'; date = addDays(date, 1)) {
      const end = endOfDay(date, zone);
      const next = fromMicros(toMicros(end) + 1n);
      const year = Number(date.slice(0, 4));
      const byLibrary = new TZDate(year, Number(date.slice(5, 7)) - 1, Number(date.slice(8)), zone).getTime();
      if (startOfDay(date, zone) !== fromMicros(BigInt(byLibrary) * 1000n)) faults.push(`start of ${date}`);
      if (localDateOf(end, zone) !== date) faults.push(`end of ${date}`);
      if (next !== startOfDay(addDays(date, 1), zone)) faults.push(`after ${date}`);
    }
    expect(faults).toEqual([]);
  });
});

describe('localDateOf', () => {
  test.each([
    ['2017-08-19T03:59:59.999999Z', NEW_YORK, '2017-08-18'],
    ['2017-08-19T04:00:00.000000Z', NEW_YORK, '2017-08-19'],
    ['2017-08-19T04:00:00Z', LOS_ANGELES, '2017-08-18'],
    ['2017-08-18T23:59:59-04:00', NEW_YORK, '2017-08-18'],
    ['2017-08-18T00:00:00Z', HONOLULU, '2017-08-17'],
    ['2017-08-18T14:00:00Z', 'Pacific/Guam', '2017-08-19'],
    ['2018-01-01T04:59:59.999999Z', NEW_YORK, '2017-12-31'],
    ['2016-03-01T04:59:59Z', NEW_YORK, '2016-02-29'],
    ['1969-12-31T23:59:59.999999Z', 'UTC', '1969-12-31'],
    ['1970-01-01T00:00:00Z', NEW_YORK, '1969-12-31'],
    ['1600-01-01T00:00:00Z', NEW_YORK, '1599-12-31'],
  ])('%s in %s is %s', (instant, zone, expected) => {
    expect(localDateOf(instant, zone)).toBe(expected);
  });
});

describe('parseInstant', () => {
  test.each([
    ['2017-08-18T00:00:00Z', '2017-08-18T00:00:00.000000Z'],
    ['2017-08-18T23:59:59.9Z', '2017-08-18T23:59:59.900000Z'],
    ['2017-08-18T23:59:59.123456Z', '2017-08-18T23:59:59.123456Z'],
    ['2017-08-18T23:59:59.999-04:00', '2017-08-19T03:59:59.999000Z'],
    ['2017-08-18T23:59:59+14:00', '2017-08-18T09:59:59.000000Z'],
    ['2017-12-31T20:00:00-04:00', '2018-01-01T00:00:00.000000Z'],
    ['2016-02-29T12:00:00+00:00', '2016-02-29T12:00:00.000000Z'],
    ['2017-08-18T12:00:00-00:00', '2017-08-18T12:00:00.000000Z'],
    ['1969-12-31T23:59:59.999999Z', '1969-12-31T23:59:59.999999Z'],
    ['1600-01-01T00:00:00Z', '1600-01-01T00:00:00.000000Z'],
    ['9999-12-31T23:59:59.999999Z', '9999-12-31T23:59:59.999999Z'],
  ])('reads %s', (text, expected) => {
    expect(parseInstant(text)).toBe(expected);
  });

  test.each([
    '2017-08-18',
    '2017-08-18T23:59:59',
    '2017-08-18T23:59Z',
    '2017-08-18 23:59:59Z',
    '2017-08-18t23:59:59z',
    '2017-08-18T23:59:59.Z',
    '2017-08-18T23:59:59,5Z',
    '2017-08-18T23:59:59.1234567Z',
    '2017-08-18T24:00:00Z',
    '2017-08-18T23:60:00Z',
    '2017-08-18T23:59:60Z',
    '2017-02-29T00:00:00Z',
    '2017-08-18T23:59:59+24:00',
    '2017-08-18T23:59:59+04:60',
    '2017-08-18T23:59:59+0400',
    '2017-08-18T23:59:59 04:00',
    '2017-08-18T23:59:59EDT',
    '1599-12-31T23:59:59Z',
    '1600-01-01T00:00:00+00:01',
    '9999-12-31T23:59:59-00:01',
    '+02017-08-18T00:00:00Z',
    '2017-08-18T00:00:00Z\n',
    'now',
    '1503028799',
    '',
  ])('refuses %j', (text) => {
    expect(parseInstant(text)).toBeNull();
  });
});

describe('instants as numbers', () => {
  test.each([
    ['2017-08-18T23:59:59.999999Z', '2017-08-19T00:00:00Z', -1],
    ['2017-08-18T00:00:00Z', '2017-08-17T20:00:00-04:00', 0],
    ['2017-08-18T00:00:00.1Z', '2017-08-18T00:00:00.100000Z', 0],
    ['2017-08-18T00:00:00.000001Z', '2017-08-18T00:00:00Z', 1],
    ['1969-12-31T23:59:59.999999Z', '1970-01-01T00:00:00Z', -1],
  ])('%s against %s is %i', (a, b, expected) => {
    expect(compareInstants(a, b)).toBe(expected);
  });

  it.each(['1970-01-01T00:00:00.000000Z', '1969-12-31T23:59:59.000001Z', '2017-08-19T03:59:59.999999Z', '1600-01-01T00:00:00.000000Z'])(
    'keeps every microsecond of %s',
    (instant) => {
      expect(fromMicros(toMicros(instant))).toBe(instant);
    },
  );

  it('refuses what is not an instant', () => {
    expect(() => toMicros('2017-08-18')).toThrow(RangeError);
    expect(() => instantFromDate(new Date('nonsense'))).toThrow(RangeError);
  });

  it('takes a JavaScript Date', () => {
    expect(instantFromDate(new Date(Date.UTC(2017, 7, 18, 1, 2, 3, 45)))).toBe('2017-08-18T01:02:03.045000Z');
  });
});

describe('calendar arithmetic', () => {
  test.each([
    ['2017-08-15', '2017-08-18', 3],
    ['2017-08-18', '2026-11-22', 3383],
    ['2017-08-18', '2017-08-18', 0],
    ['2017-08-18', '2017-08-15', -3],
    ['2017-03-11', '2017-03-13', 2],
    ['2017-11-04', '2017-11-06', 2],
    ['2016-02-28', '2016-03-01', 2],
    ['2017-02-28', '2017-03-01', 1],
    ['2017-12-31', '2018-01-01', 1],
    ['1969-12-31', '1970-01-02', 2],
  ])('from %s to %s: %i days', (a, b, expected) => {
    expect(calendarDaysBetween(a, b)).toBe(expected);
  });

  it('knows the days of the week before 1970 too', () => {
    expect(['1776-07-04', '1969-12-28', '1970-01-01', '2017-08-18'].map(weekdayOf)).toEqual([4, 0, 4, 5]);
  });
});
