import { rmSync } from 'node:fs';
import { findBrowser } from './lib/browser.ts';
import { buildWeb } from './lib/build.ts';
import { makeTemporaryDataFolder } from './lib/data-folder.ts';
import { openEmbeddedServer } from './lib/embedded-server.ts';
import { handleInterruption, throwIfStopped } from './lib/interruption.ts';
import { LauncherError } from './lib/launcher-error.mjs';
import { createReporter, type Reporter } from './lib/say.ts';
import { type Part, parseTestArguments } from './test/arguments.ts';
import { runBrowserTests } from './test/browser-tests.ts';
import { type Outcome, outcomeOf } from './test/counts.ts';
import { checkTypes, lint, runVitest, ZONES } from './test/steps.ts';
import { createTestRun, type TestRun } from './test/test-run.ts';
import { runTrustGate } from './test/trust-gate.ts';

async function runDatabaseTests(dataFolder: string): Promise<Outcome> {
  const server = await openEmbeddedServer(dataFolder);
  try {
    return await runVitest('db', { TZ: 'UTC', PROVISO_TEST_DB_URL: server.urlOf('postgres') });
  } finally {
    await server.release();
  }
}

function describe(error: unknown): string {
  if (error instanceof LauncherError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** A step that fails before it can count is one failure, and the next steps still run. */
async function guarded(work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    throwIfStopped();
    return outcomeOf(false, describe(error));
  }
}

async function build(): Promise<Outcome> {
  await buildWeb();
  return outcomeOf(true, '');
}

async function testInBrowser(run: TestRun, reporter: Reporter, dataFolder: string, built: boolean): Promise<void> {
  if (!built) return run.notRun('browser tests', 'the build failed');
  const browser = await findBrowser(() => reporter.say('No browser found; getting one. This takes about a minute.'));
  if (!browser) return run.notRun('browser tests', 'no Chromium could be had; install one or set BROWSER_PATH');
  await run.step('browser tests', () => guarded(() => runBrowserTests(browser, dataFolder, reporter)));
}

async function testTrust(run: TestRun, reporter: Reporter, built: boolean): Promise<void> {
  if (!built) return run.notRun('trust tests', 'the build failed');
  await run.step('trust tests', () => guarded(() => runTrustGate(reporter)));
}

async function runParts(parts: Set<Part>, run: TestRun, reporter: Reporter, dataFolder: string): Promise<void> {
  const step = (name: string, work: () => Promise<Outcome>) => run.step(name, () => guarded(work));
  if (parts.has('checks')) {
    await step('lint', lint);
    await step('types', checkTypes);
  }
  if (parts.has('unit')) {
    for (const zone of ZONES) await step(`unit tests, ${zone}`, () => runVitest('unit', { TZ: zone }));
  }
  if (parts.has('db')) await step('database tests', () => runDatabaseTests(dataFolder));
  const built = parts.has('build') ? (await step('build', build)).failed === 0 : false;
  if (parts.has('browser')) await testInBrowser(run, reporter, dataFolder, built);
  if (parts.has('trust')) await testTrust(run, reporter, built);
}

/** `npm test`: everything, on a database and a browser of its own; the last line is `N passed, N failed`. */
export async function main(args: string[]): Promise<number> {
  const parts = parseTestArguments(args);
  handleInterruption();
  const reporter = createReporter(process.stdout);
  const dataFolder = makeTemporaryDataFolder();
  const run = createTestRun(reporter);
  try {
    await runParts(parts, run, reporter, dataFolder);
  } finally {
    rmSync(dataFolder, { recursive: true, force: true });
  }
  return run.finish();
}
