import { afterEach, expect, test, vi } from 'vitest';
import { begun } from './format.ts';

afterEach(() => vi.useRealTimers());

/** Three chunks, and what became of the source. */
function source(failsAt = -1): { stream: ReadableStream<Uint8Array>; cancelled(): boolean } {
  let n = 0;
  let cancelled = false;
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (n === failsAt) throw new Error('the source failed');
        if (n === 3) controller.close();
        else controller.enqueue(Uint8Array.of(n));
        n += 1;
      },
      cancel() {
        cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { stream, cancelled: () => cancelled };
}

const never = new AbortController().signal;
const bytesOf = async (stream: ReadableStream<Uint8Array>): Promise<number[]> => [
  ...new Uint8Array(await new Response(stream).arrayBuffer()),
];

test('the whole stream, as it was', async () => {
  expect(await bytesOf(await begun(source().stream, never))).toEqual([0, 1, 2]);
});

test('a fault before the first byte is thrown, a later one ends the stream', async () => {
  await expect(begun(source(0).stream, never)).rejects.toThrow('the source failed');
  await expect(bytesOf(await begun(source(1).stream, never))).rejects.toThrow('the source failed');
});

test('cancelling reaches the source', async () => {
  const { stream, cancelled } = source();
  await (await begun(stream, never)).cancel();
  expect(cancelled()).toBe(true);
});

test('an asker who leaves, before or after the answer, ends the source', async () => {
  const early = source();
  await begun(early.stream, AbortSignal.abort());
  expect(early.cancelled()).toBe(true);
  const late = source();
  const leaving = new AbortController();
  const answer = await begun(late.stream, leaving.signal);
  expect(late.cancelled()).toBe(false);
  leaving.abort();
  expect(late.cancelled()).toBe(true);
  await expect(bytesOf(answer)).rejects.toThrow('left');
});

test('an answer that nobody reads ends the source after a while, one that is read does not', async () => {
  vi.useFakeTimers();
  const [unread, read] = [source(), source()];
  await begun(unread.stream, never);
  const reader = (await begun(read.stream, never)).getReader();
  await reader.read();
  vi.advanceTimersByTime(60_000);
  expect(unread.cancelled()).toBe(true);
  expect(read.cancelled()).toBe(false);
});
