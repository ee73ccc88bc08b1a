import { expect, test } from 'vitest';
import { ABSOLUTE_SECONDS, sessionLeft } from './session-limits.ts';

const IDLE = 900;

test.each([
  ['just begun', 0, 0, true],
  ['a second before the idle end', IDLE - 1, 1000, true],
  ['at the idle end', IDLE, 1000, false],
  ['a second before the absolute end, busy', 0, ABSOLUTE_SECONDS - 1, true],
  ['at the absolute end, however busy', 0, ABSOLUTE_SECONDS, false],
])('%s', (_, idleSeconds, ageSeconds, lives) => {
  expect(sessionLeft({ idleSeconds, ageSeconds }, IDLE) !== null).toBe(lives);
});

test('says what is left of both', () => {
  expect(sessionLeft({ idleSeconds: 100, ageSeconds: 200 }, IDLE)).toEqual({ idleSeconds: 800, absoluteSeconds: ABSOLUTE_SECONDS - 200 });
});
