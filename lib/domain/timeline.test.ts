import { expect, test } from 'vitest';
import { toSegments, toSpans } from './timeline.ts';

const ZONE = 'America/New_York';
const NOW = '2017-09-01T12:00:00.000000Z';
const aug = (day: number, hour = 4): string => `2017-08-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00.000000Z`;

test('instants become days of the zone, open at both ends', () => {
  const spans = [
    { status: 'not_started', from: '-infinity', to: aug(3) },
    { status: 'requested', from: aug(3), to: 'infinity' },
  ] as const;
  expect(toSegments(spans, NOW, ZONE)).toEqual([
    { status: 'not_started', from: null, to: '2017-08-03' },
    { status: 'requested', from: '2017-08-03', to: null },
  ]);
  // 03:00 UTC is still the evening before in the east.
  expect(toSegments([{ status: 'requested', from: aug(3, 3), to: 'infinity' }], NOW, ZONE)[0]?.from).toBe('2017-08-02');
});

test('what ends after the chosen moment still holds', () => {
  expect(toSegments([{ status: 'requested', from: aug(3), to: aug(14) }], aug(10), ZONE)).toEqual([
    { status: 'requested', from: '2017-08-03', to: null },
  ]);
});

test('neighbours of one status are one, and a day belongs to the status it ended with', () => {
  const spans = [
    { status: 'requested', from: aug(3), to: aug(5) },
    { status: 'requested', from: aug(5), to: aug(7, 14) },
    { status: 'submitted', from: aug(7, 14), to: aug(7, 16) },
    { status: 'requested', from: aug(7, 16), to: aug(9) },
    { status: 'under_review', from: aug(9), to: 'infinity' },
  ] as const;
  expect(toSegments(spans, NOW, ZONE)).toEqual([
    { status: 'requested', from: '2017-08-03', to: '2017-08-09' },
    { status: 'under_review', from: '2017-08-09', to: null },
  ]);
});

test('events add up by the bitemporal rule: the highest sequence that is effective by then', () => {
  expect(toSpans([])).toEqual([{ status: 'not_started', from: '-infinity', to: 'infinity' }]);
  expect(
    toSpans([
      { to: 'requested', effectiveAt: aug(3) },
      { to: 'submitted', effectiveAt: aug(14) },
      { to: 'requested', effectiveAt: aug(10) },
    ]),
  ).toEqual([
    { status: 'not_started', from: '-infinity', to: aug(3) },
    { status: 'requested', from: aug(3), to: aug(10) },
    { status: 'requested', from: aug(10), to: aug(14) },
    { status: 'requested', from: aug(14), to: 'infinity' },
  ]);
});
