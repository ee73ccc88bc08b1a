/** What one step of `npm test` came to. */
export interface Outcome {
  passed: number;
  failed: number;
  skipped: number;
  /** What a reader needs to see of failures; empty when there are none. */
  details: string;
}

/** The outcome of a tool that only says yes or no. */
export function outcomeOf(ok: boolean, details: string): Outcome {
  return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0, details: ok ? '' : details };
}

/** The parts of Vitest's JSON report that are counted. */
export interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { name: string; status: string; assertionResults: { status: string }[] }[];
}

/**
 * Counts a Vitest run. A file that could not even be loaded has no failing test, so it counts as one.
 * @param exitCode other than 0 with nothing failed means trouble outside the tests: one failure
 */
export function countVitest(report: VitestReport, exitCode: number, output: string): Outcome {
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  ).length;
  const failed = report.numFailedTests + broken;
  const unexplained = failed === 0 && exitCode !== 0 ? 1 : 0;
  return {
    passed: report.numPassedTests,
    failed: failed + unexplained,
    skipped: report.numPendingTests + report.numTodoTests,
    details: failed + unexplained > 0 ? output : '',
  };
}

/** The parts of Playwright's JSON report that are counted. */
export interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  errors: { message?: string }[];
}

/** Counts a Playwright run. A test that passed only when repeated has failed. */
export function countPlaywright(report: PlaywrightReport, exitCode: number, output: string): Outcome {
  const { expected, unexpected, flaky, skipped } = report.stats;
  const failed = unexpected + flaky;
  const unexplained = failed === 0 && exitCode !== 0 ? Math.max(1, report.errors.length) : 0;
  return { passed: expected, failed: failed + unexplained, skipped, details: failed + unexplained > 0 ? output : '' };
}

/** The last line of `npm test`. */
export function summaryLine(passed: number, failed: number): string {
  return `${passed} passed, ${failed} failed`;
}
