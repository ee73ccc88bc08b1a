import { expect, it } from 'vitest';
import { nearestInRow, stepInTime } from './mark-order.ts';

const places = [
  { time: 3, row: 10 },
  { time: 14, row: 10 },
  { time: 3, row: 40 },
  { time: 10, row: 40 },
];

it('steps in time over all rows, from top to bottom on one day', () => {
  expect(stepInTime(places, 0, 1)).toBe(2);
  expect(stepInTime(places, 2, 1)).toBe(3);
  expect(stepInTime(places, 1, 1)).toBeNull();
  expect(stepInTime(places, 0, -1)).toBeNull();
});

it('goes to the nearest mark of the next row', () => {
  expect(nearestInRow(places, 1, 1)).toBe(3);
  expect(nearestInRow(places, 3, -1)).toBe(1);
  expect(nearestInRow(places, 0, -1)).toBeNull();
});
