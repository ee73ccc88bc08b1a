import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { generateClient } from './lib/generate.ts';
import { handleInterruption } from './lib/interruption.ts';
import { LauncherError } from './lib/launcher-error.mjs';
import { ROOT } from './lib/paths.ts';
import { createReporter } from './lib/say.ts';
import { parseTrustArguments } from './trust/arguments.ts';
import { resultLine, trustDocument, withRowsAgain } from './trust/report.ts';
import type { TrustResult } from './trust/types.ts';

const DOCUMENT = join(ROOT, 'docs', 'trust.md');

/** What was tested: the commit, and whether the files were those of the commit. */
function describeCommit(): string {
  const git = (...args: string[]) => spawnSync('git', args, { cwd: ROOT, encoding: 'utf8' });
  const head = git('rev-parse', '--short=12', 'HEAD');
  if (head.status !== 0) return 'unknown';
  const changed = git('status', '--porcelain', '--', '.', ':!docs/trust.md').stdout.trim() !== '';
  return `${head.stdout.trim()}${changed ? ' with changes' : ''}`;
}

/** `npm run trust`: every trust test with seed, figures and control. A whole run at full size writes docs/trust.md; one with `--only` puts its rows into it. */
export async function main(args: string[]): Promise<number> {
  const { size, seed, only } = parseTrustArguments(args);
  handleInterruption();
  await generateClient();
  // These load the database client, which has to be generated first.
  const { trustTests } = await import('./trust/index.ts');
  const { runTrustTests } = await import('./trust/run.ts');
  const unknown = [...only].filter((id) => !trustTests.some((test) => test.id === id));
  if (unknown.length > 0) throw new LauncherError(`No such trust test: ${unknown.join(', ')}.`);
  const atSize = trustTests.filter((test) => size === 'full' || !test.fullOnly);
  const chosen = only.size === 0 ? atSize : trustTests.filter((test) => only.has(test.id));
  const reporter = createReporter(process.stdout);
  const commit = describeCommit();
  reporter.say(`Trust tests at ${size} size, commit ${commit}, seed ${seed}`);
  const started = performance.now();
  const { results, postgres } = await runTrustTests(chosen, { size, seed, reporter }, (result) => reporter.say(resultLine(result)));
  const minutes = (performance.now() - started) / 60_000;
  if (size === 'full') {
    const on = new Date().toISOString().slice(0, 10);
    const facts = { commit, seed, cores: availableParallelism(), postgres, on, minutes };
    const document = only.size === 0 ? trustDocument(results, facts) : withRowsAgain(readFileSync(DOCUMENT, 'utf8'), results, facts);
    writeFileSync(DOCUMENT, document);
    reporter.say('docs/trust.md written.');
  }
  return conclude(results, reporter.say);
}

function conclude(results: readonly TrustResult[], say: (line: string) => void): number {
  const failed = results.filter((result) => !result.ok);
  if (failed.length > 0) say(`Failed: ${failed.map((result) => result.test.id).join(', ')}.`);
  say(`${results.length - failed.length} passed, ${failed.length} failed`);
  return failed.length === 0 && results.length > 0 ? 0 : 1;
}
