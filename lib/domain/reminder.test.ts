/** When reminders fall, when a digest is due, and how far away a due date is said to be. */
import { describe, expect, test } from 'vitest';
import { digestDay, dueWords, hourOf, occasionOn } from './reminder.ts';
import { addDays } from './time.ts';

const FRIDAY = '2026-11-20';

describe('reminders of a due date on a Friday before Thanksgiving', () => {
  test.each([
    ['2026-11-04', null],
    // Veterans Day, November 11, is no business day.
    ['2026-11-05', -10],
    ['2026-11-12', -10],
    ['2026-11-13', -5],
    ['2026-11-18', -5],
    ['2026-11-19', -1],
    ['2026-11-20', -1],
    ['2026-11-22', -1],
    ['2026-11-23', 1],
    // Thanksgiving, November 26, is none either.
    ['2026-11-27', 1],
    ['2026-11-30', 5],
    ['2026-12-04', 5],
    ['2026-12-07', 10],
    ['2026-12-11', 10],
    ['2026-12-14', null],
    ['2027-11-20', null],
  ])('on %s: %s', (today, businessDays) => {
    expect(occasionOn(FRIDAY, today, 'us_federal')?.businessDays ?? null).toBe(businessDays);
  });

  test('a calendar without holidays counts them', () => {
    expect(occasionOn(FRIDAY, '2026-11-05', 'none')).toBeNull();
    expect(occasionOn(FRIDAY, '2026-11-06', 'none')).toEqual({ businessDays: -10, on: '2026-11-06' });
  });

  test('a calendar with days of its own counts without them', () => {
    const office = (...closed: string[]) => ({
      name: 'office',
      base: 'us_federal' as const,
      closed: new Set(closed),
      open: new Set<string>(),
    });
    expect(occasionOn(FRIDAY, '2026-11-13', 'us_federal')?.on).toBe('2026-11-13');
    expect(occasionOn(FRIDAY, '2026-11-13', office('2026-11-16'))).toEqual({ businessDays: -5, on: '2026-11-12' });
    expect(occasionOn(FRIDAY, '2026-11-13', office())?.on).toBe('2026-11-13');
    expect(dueWords(FRIDAY, '2026-11-13', office('2026-11-16'))).toBe('due in 4 business days');
  });

  test('over two years of due dates each of the six falls on exactly one first day', () => {
    for (let day = 0; day < 730; day += 1) {
      const dueOn = addDays('2026-01-01', day);
      const firsts = new Map<number, string>();
      for (let offset = -30; offset <= 30; offset += 1) {
        const today = addDays(dueOn, offset);
        const occasion = occasionOn(dueOn, today, 'us_federal');
        if (occasion && !firsts.has(occasion.businessDays)) firsts.set(occasion.businessDays, today);
        // Never said early, and made up for only until the next one falls.
        if (occasion) expect(occasion.on <= today).toBe(true);
      }
      expect([...firsts.keys()]).toEqual([-10, -5, -1, 1, 5, 10]);
    }
  });
});

describe('the hour of a digest', () => {
  test.each([
    ['2026-11-24', 8, 'America/New_York', '2026-11-24T13:00:00.000000Z'],
    ['2026-11-24', 8, 'Pacific/Honolulu', '2026-11-24T18:00:00.000000Z'],
    ['2026-11-24', 8, 'America/Adak', '2026-11-24T18:00:00.000000Z'],
    // Clocks go forward: 2:00 is skipped, and the first instant after the gap stands for it.
    ['2027-03-14', 2, 'America/New_York', '2027-03-14T07:00:00.000000Z'],
    ['2027-03-14', 8, 'America/New_York', '2027-03-14T12:00:00.000000Z'],
    ['2027-03-14', 8, 'America/Adak', '2027-03-14T17:00:00.000000Z'],
    // Clocks go back: 1:00 comes twice, and the earlier one counts.
    ['2026-11-01', 1, 'America/New_York', '2026-11-01T05:00:00.000000Z'],
    ['2026-11-01', 8, 'Pacific/Honolulu', '2026-11-01T18:00:00.000000Z'],
  ])('%s %i:00 in %s', (day, hour, zone, instant) => {
    expect(hourOf(day, hour, zone)).toBe(instant);
  });

  test.each(['America/New_York', 'Pacific/Honolulu', 'America/Adak'])(
    'every hour of a year in %s, each day is due from its hour on and once',
    (zone) => {
      for (const hour of [0, 1, 2, 8, 23]) {
        const seen: string[] = [];
        for (let at = Date.UTC(2026, 5, 1); at < Date.UTC(2027, 5, 1); at += 3_600_000) {
          const day = digestDay(new Date(at).toISOString().replace('.000Z', '.000000Z'), zone, hour);
          if (day !== null && day !== seen[seen.length - 1]) seen.push(day);
        }
        expect(new Set(seen).size).toBe(seen.length);
        expect(seen.length).toBeGreaterThanOrEqual(364);
      }
    },
  );
});

test.each([
  ['2026-11-20', '2026-11-20', 'due today'],
  ['2026-11-20', '2026-11-19', 'due in 1 business day'],
  ['2026-11-20', '2026-11-13', 'due in 5 business days'],
  ['2026-11-20', '2026-11-23', 'due 1 business day ago'],
  ['2026-11-21', '2026-11-20', 'due before the next business day'],
  ['2026-11-20', '2026-11-21', 'due since the last business day'],
  ['2017-08-18', '2026-11-24', 'due 2,318 business days ago'],
])('due %s, on %s: %s', (dueOn, today, words) => {
  expect(dueWords(dueOn, today, 'us_federal')).toBe(words);
});
