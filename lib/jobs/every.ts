import { oneLine } from '#lib/domain/log-line.ts';

const HOUR_MS = 60 * 60_000;

/**
 * Repeats a piece of work for as long as the process lives, which it never keeps alive. A failed round is reported and the
 * next one tries again; the same failure is said once an hour, not every time. A round never begins before the last ended.
 * @param what the work is, for the report
 * @param firstAfter milliseconds until the first round; absent: a whole interval
 */
export function every(milliseconds: number, what: string, work: () => Promise<unknown>, firstAfter = milliseconds): void {
  let running = false;
  let said = { message: '', at: 0 };
  const report = ({ message }: Error): void => {
    if (message === said.message && Date.now() - said.at < HOUR_MS) return;
    said = { message, at: Date.now() };
    process.stderr.write(`${what}: ${oneLine(message)}\n`);
  };
  const round = async (): Promise<void> => {
    if (running) return;
    running = true;
    try {
      await work();
      said = { message: '', at: 0 };
    } catch (error) {
      report(error as Error);
    } finally {
      running = false;
    }
  };
  if (firstAfter < milliseconds) setTimeout(() => void round(), firstAfter).unref();
  setInterval(() => void round(), milliseconds).unref();
}
