import { describe, expect, it } from 'vitest';
import { parseDay, spellDate, weekdayName } from './day.ts';
import { axisFor, shiftedFrom, spellWindow, windowFor } from './window.ts';

const extent = { from: '1991-03-01', to: '2024-06-30' };
const at = (zoom: 'days' | 'weeks' | 'months' | 'years', from?: string) => windowFor({ zoom, from, deadlineOn: '2017-08-18', extent });

describe('windowFor', () => {
  it('frames the deadline at every zoom', () => {
    expect(at('days')).toEqual({ start: '2017-07-30', end: '2017-08-22' });
    expect(at('weeks')).toEqual({ start: '2017-06-01', end: '2017-10-31' });
    expect(at('months')).toEqual({ start: '2017-01-01', end: '2019-12-31' });
    expect(at('years')).toEqual({ start: '1991-01-01', end: '2024-12-31' });
  });

  it('keeps its length from another day, and steps there and back', () => {
    expect(at('days', '2017-08-13')).toEqual({ start: '2017-08-13', end: '2017-09-05' });
    expect(shiftedFrom('days', at('days'), 1)).toBe('2017-08-13');
    expect(shiftedFrom('weeks', at('weeks'), -1)).toBe('2017-03-01');
  });

  it('refuses what is no date', () => {
    expect(() => at('days', 'yesterday')).toThrow(RangeError);
  });
});

describe('axisFor', () => {
  it('covers every day once', () => {
    const { lower, upper, weekends } = axisFor('days', at('days'));
    expect(lower.map(({ label }) => label).join(' ')).toBe('30 31 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22');
    expect(upper.map(({ label }) => label)).toEqual(['July 2017', 'August 2017']);
    expect(weekends).toHaveLength(7);
  });
});

describe('words', () => {
  it('spells no more than is known', () => {
    expect(spellDate({ date: '2017', precision: 'year' })).toBe('2017');
    expect(spellDate({ date: '2017-08', precision: 'month' })).toBe('August 2017');
    expect(spellDate({ date: '2017-08-03', precision: 'day' })).toBe('August 3, 2017');
    expect(spellWindow(at('days'))).toBe('July 30 to August 22, 2017');
    expect(weekdayName(parseDay('2017-08-18'))).toBe('Friday');
  });
});
