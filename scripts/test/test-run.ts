import type { Reporter } from '../lib/say.ts';
import type { Outcome } from './counts.ts';
import { summaryLine } from './counts.ts';

/** Adds up the steps of a test run and says each as it ends. */
export interface TestRun {
  step(name: string, work: () => Promise<Outcome>): Promise<Outcome>;
  /** Notes something that could not be run, which makes the run fail. */
  notRun(name: string, reason: string): void;
  /** Says the last line. @returns the exit code: 0 only if something ran and nothing failed */
  finish(): number;
}

/** Starts a test run that reports step by step. */
export function createTestRun(reporter: Reporter): TestRun {
  let passed = 0;
  let failed = 0;
  const missing: string[] = [];
  return {
    async step(name, work) {
      const outcome = await reporter.step(name, async (note) => {
        const result = await work();
        note(summaryLine(result.passed, result.failed));
        if (result.skipped > 0) note(`${result.skipped} skipped`);
        return result;
      });
      passed += outcome.passed;
      failed += outcome.failed;
      if (outcome.details) reporter.say(`\n${outcome.details}\n`);
      return outcome;
    },
    notRun(name, reason) {
      failed += 1;
      missing.push(name);
      reporter.say(`${name}: not run, ${reason}`);
    },
    finish() {
      if (missing.length > 0) reporter.say(`Not run, so counted as failed: ${missing.join(', ')}.`);
      reporter.say(summaryLine(passed, failed));
      return failed === 0 && passed > 0 ? 0 : 1;
    },
  };
}
