import { expect, test } from 'vitest';
import { createReporter } from '../lib/say.ts';
import { PARTS, parseTestArguments } from './arguments.ts';
import { countPlaywright, countVitest, outcomeOf, type VitestReport } from './counts.ts';
import { createTestRun } from './test-run.ts';

const GREEN: VitestReport = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, numTodoTests: 0, testResults: [] };

test('Vitest: what passed, failed and was skipped', () => {
  expect(countVitest(GREEN, 0, 'log')).toEqual({ passed: 3, failed: 0, skipped: 1, details: '' });
  const red = { ...GREEN, numFailedTests: 2 };
  expect(countVitest(red, 1, 'log')).toMatchObject({ failed: 2, details: 'log' });
});

test('Vitest: a file that cannot be loaded is a failure, and so is an unexplained exit code', () => {
  const broken = { ...GREEN, testResults: [{ name: 'a.test.ts', status: 'failed', assertionResults: [] }] };
  expect(countVitest(broken, 1, 'log')).toMatchObject({ passed: 3, failed: 1 });
  expect(countVitest(GREEN, 1, 'log')).toMatchObject({ failed: 1 });
});

test('Playwright: a flaky test has failed, and so has a run that could not start', () => {
  const stats = { expected: 4, unexpected: 1, flaky: 1, skipped: 2 };
  expect(countPlaywright({ stats, errors: [] }, 1, 'log')).toEqual({ passed: 4, failed: 2, skipped: 2, details: 'log' });
  const none = { expected: 0, unexpected: 0, flaky: 0, skipped: 0 };
  expect(countPlaywright({ stats: none, errors: [{ message: 'no tests' }] }, 1, 'log')).toMatchObject({ failed: 1 });
});

async function run(work: (run: ReturnType<typeof createTestRun>) => Promise<void>): Promise<{ code: number; last: string }> {
  const lines: string[] = [];
  const testRun = createTestRun(createReporter({ write: (text) => lines.push(text) }));
  await work(testRun);
  return { code: testRun.finish(), last: lines.at(-1) ?? '' };
}

test('the last line adds up the steps, and the exit code follows it', async () => {
  const green = await run(async (it) => {
    await it.step('lint', async () => outcomeOf(true, ''));
    await it.step('unit', async () => ({ passed: 122, failed: 0, skipped: 0, details: '' }));
  });
  expect(green).toEqual({ code: 0, last: '123 passed, 0 failed\n' });
  const red = await run(async (it) => void (await it.step('lint', async () => outcomeOf(false, 'found something'))));
  expect(red).toEqual({ code: 1, last: '0 passed, 1 failed\n' });
});

test('nothing run is not a success, and neither is a part that could not run', async () => {
  expect(await run(async () => {})).toEqual({ code: 1, last: '0 passed, 0 failed\n' });
  const partly = await run(async (it) => {
    await it.step('lint', async () => outcomeOf(true, ''));
    it.notRun('browser tests', 'no browser');
  });
  expect(partly).toEqual({ code: 1, last: '1 passed, 1 failed\n' });
});

test('all parts without arguments, chosen ones with --only, and the build for the browser', () => {
  expect([...parseTestArguments([])]).toEqual([...PARTS]);
  expect([...parseTestArguments(['--only', 'unit'])]).toEqual(['unit']);
  expect([...parseTestArguments(['--only', 'unit,db', '--only', 'browser'])]).toEqual(['unit', 'db', 'browser', 'build']);
  expect(() => parseTestArguments(['--only', 'nonsense'])).toThrow('--only');
  expect(() => parseTestArguments(['unit'])).toThrow('--only');
});
