import { oneLine } from '#lib/domain/log-line.ts';

/**
 * Repeats a piece of work for as long as the process lives, which it never keeps alive. A failed round is reported and the
 * next one tries again; a round never begins before the last one ended.
 * @param what the work is, for the report
 */
export function every(milliseconds: number, what: string, work: () => Promise<unknown>): void {
  let running = false;
  const round = async (): Promise<void> => {
    if (running) return;
    running = true;
    try {
      await work();
    } catch (error) {
      process.stderr.write(`${what}: ${oneLine((error as Error).message)}\n`);
    } finally {
      running = false;
    }
  };
  setInterval(() => void round(), milliseconds).unref();
}
