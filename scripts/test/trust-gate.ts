import { generateClient } from '../lib/generate.ts';
import type { Reporter } from '../lib/say.ts';
import { resultLine } from '../trust/report.ts';
import type { Outcome } from './counts.ts';

/** The seed of every gate: two runs of the same sources try the same things. */
const SEED = 20170818;

/** The trust tests at gate size, on servers and data folders of their own; each counts as one test. */
export async function runTrustGate(reporter: Reporter): Promise<Outcome> {
  await generateClient();
  // These load the database client, which has to be generated first.
  const { trustTests } = await import('../trust/index.ts');
  const { runTrustTests } = await import('../trust/run.ts');
  const tests = trustTests.filter((test) => !test.fullOnly);
  const { results } = await runTrustTests(tests, { size: 'gate', seed: SEED, reporter }, () => undefined);
  const failed = results.filter((result) => !result.ok);
  return { passed: results.length - failed.length, failed: failed.length, skipped: 0, details: failed.map(resultLine).join('\n') };
}
