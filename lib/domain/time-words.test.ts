import { describe, expect, test } from 'vitest';
import { formatClock, formatDate, formatInstant, zoneName } from './time.ts';

const NEW_YORK = 'America/New_York';
const LOS_ANGELES = 'America/Los_Angeles';
const HONOLULU = 'Pacific/Honolulu';

describe('dates for people', () => {
  test.each([
    ['2017-08-18', 'long', 'August 18, 2017'],
    ['2017-08-18', 'short', 'Aug 18, 2017'],
    ['2017-08-18', 'weekday', 'Fri, Aug 18, 2017'],
    ['2016-02-29', 'weekday', 'Mon, Feb 29, 2016'],
    ['2017-01-01', 'weekday', 'Sun, Jan 1, 2017'],
    ['1969-12-31', 'weekday', 'Wed, Dec 31, 1969'],
    ['2017-05-02', 'short', 'May 2, 2017'],
    ['2017-08', 'long', 'August 2017'],
    ['2017-08', 'short', 'Aug 2017'],
    ['2017-08', 'weekday', 'Aug 2017'],
    ['2017', 'long', '2017'],
    ['undated', 'long', 'undated'],
    ['2017-13', 'long', '2017-13'],
  ] as const)('%s, %s', (date, style, expected) => {
    expect(formatDate(date, style)).toBe(expected);
  });

  test.each([
    ['2017-08-19T03:59:59.999999Z', NEW_YORK, 'August 18, 2017, 11:59 PM Eastern'],
    ['2017-08-19T04:00:00Z', NEW_YORK, 'August 19, 2017, 12:00 AM Eastern'],
    ['2017-08-18T16:00:00Z', NEW_YORK, 'August 18, 2017, 12:00 PM Eastern'],
    ['2017-08-18T21:05:00Z', 'America/Chicago', 'August 18, 2017, 4:05 PM Central'],
    ['2017-08-18T09:59:00Z', HONOLULU, 'August 17, 2017, 11:59 PM Hawaii'],
    ['2017-11-05T05:30:00Z', NEW_YORK, 'November 5, 2017, 1:30 AM Eastern'],
    ['2017-11-05T06:30:00Z', NEW_YORK, 'November 5, 2017, 1:30 AM Eastern'],
    ['2017-03-12T07:00:00Z', NEW_YORK, 'March 12, 2017, 3:00 AM Eastern'],
    ['2017-08-18T00:00:00Z', 'Asia/Kolkata', 'August 18, 2017, 5:30 AM Asia/Kolkata'],
  ])('%s in %s', (instant, zone, expected) => {
    expect(formatInstant(instant, zone)).toBe(expected);
  });

  test.each([
    ['17:00', '5:00 PM'],
    ['17:00:00', '5:00 PM'],
    ['23:59:59', '11:59:59 PM'],
    ['00:00', '12:00 AM'],
    ['12:30', '12:30 PM'],
  ])('clock %s', (time, expected) => {
    expect(formatClock(time)).toBe(expected);
  });

  test.each([
    [NEW_YORK, 'Eastern'],
    ['America/Detroit', 'Eastern'],
    ['America/Indiana/Knox', 'Central'],
    ['America/Chicago', 'Central'],
    ['America/Denver', 'Mountain'],
    ['America/Phoenix', 'America/Phoenix'],
    [LOS_ANGELES, 'Pacific'],
    ['America/Anchorage', 'Alaska'],
    [HONOLULU, 'Hawaii'],
    ['Pacific/Guam', 'Pacific/Guam'],
    ['constructor', 'constructor'],
  ])('zone %s', (zone, expected) => {
    expect(zoneName(zone)).toBe(expected);
  });
});
