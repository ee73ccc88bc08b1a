const STEP_WIDTH = 28;

/** One line per step of a command, with the time it took. */
export interface Reporter {
  /** Says one line as it is. */
  say(line: string): void;
  /** Runs a step, then says its name, its time and what the step adds in `note`. */
  step<T>(name: string, work: (note: (text: string) => void) => Promise<T>): Promise<T>;
}

/** Seconds with one digit, such as `0.6 s`. */
export function formatSeconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1).padStart(7)} s`;
}

/** A reporter that writes to one of the standard streams; stderr where stdout belongs to the result. */
export function createReporter(stream: { write(text: string): unknown }): Reporter {
  const say = (line: string) => void stream.write(`${line}\n`);
  return {
    say,
    async step(name, work) {
      const startedAt = performance.now();
      const notes: string[] = [];
      const result = await work((text) => notes.push(text));
      const line = `${name.padEnd(STEP_WIDTH)}${formatSeconds(performance.now() - startedAt)}`;
      say(notes.length === 0 ? line : `${line}   ${notes.join(', ')}`);
      return result;
    },
  };
}
