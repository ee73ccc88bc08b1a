import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { every } from './every.ts';

const MINUTE = 60_000;

let said: string[];
beforeEach(() => {
  vi.useFakeTimers();
  said = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said.push(String(text));
    return true;
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test('goes on after a failure, and says the same one once an hour', async () => {
  let rounds = 0;
  every(MINUTE, 'working', async () => {
    rounds += 1;
    throw new Error('no luck');
  });
  await vi.advanceTimersByTimeAsync(30 * MINUTE);
  expect(rounds).toBe(30);
  expect(said).toEqual(['working: no luck\n']);
  await vi.advanceTimersByTimeAsync(40 * MINUTE);
  expect(said).toHaveLength(2);
});

test('another failure, or the same after a success, is said at once', async () => {
  const outcomes = ['one', 'two', '', 'two'];
  every(MINUTE, 'working', async () => {
    const message = outcomes.shift();
    if (message) throw new Error(message);
  });
  await vi.advanceTimersByTimeAsync(4 * MINUTE);
  expect(said).toEqual(['working: one\n', 'working: two\n', 'working: two\n']);
});

test('a round never begins before the last one ended', async () => {
  let running = 0;
  let most = 0;
  every(MINUTE, 'working', async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 5 * MINUTE));
    running -= 1;
  });
  await vi.advanceTimersByTimeAsync(20 * MINUTE);
  expect(most).toBe(1);
});

test('the first round may come sooner', async () => {
  let rounds = 0;
  every(
    MINUTE,
    'working',
    async () => {
      rounds += 1;
    },
    2000,
  );
  await vi.advanceTimersByTimeAsync(2000);
  expect(rounds).toBe(1);
  await vi.advanceTimersByTimeAsync(MINUTE);
  expect(rounds).toBe(2);
});
