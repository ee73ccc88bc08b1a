import { performance } from 'node:perf_hooks';
import pg from 'pg';

/** One writer's next piece of work. @param n counts its pieces from 0 */
export type Work = (client: pg.Client, writer: number, n: number) => Promise<unknown>;

/** Runs writers side by side, each on a connection of its own, for a time. @returns pieces of work done per second */
export async function measureRate(url: string, writers: number, seconds: number, work: Work): Promise<number> {
  const clients = Array.from({ length: writers }, () => new pg.Client({ connectionString: url }));
  await Promise.all(clients.map((client) => client.connect()));
  const started = performance.now();
  const until = started + seconds * 1000;
  try {
    const done = await Promise.all(
      clients.map(async (client, writer) => {
        let n = 0;
        for (; performance.now() < until; n += 1) await work(client, writer, n);
        return n;
      }),
    );
    return done.reduce((sum, n) => sum + n, 0) / ((performance.now() - started) / 1000);
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

/** The middle of an odd number of values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
