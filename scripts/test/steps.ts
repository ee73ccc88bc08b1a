import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ChildResult, lastLines, runNode } from '../lib/child.ts';
import { generateClient } from '../lib/generate.ts';
import { packageBin, ROOT } from '../lib/paths.ts';
import { countVitest, type Outcome, outcomeOf } from './counts.ts';

const SHOWN_LINES = 200;

/** The tools write to a pipe; whether colors help is known here. */
const COLOR: Record<string, string> = process.stdout.isTTY ? { FORCE_COLOR: '1' } : { FORCE_COLOR: '0', NO_COLOR: '1' };

/** The zones that unit tests run under: dates must not move with the machine they are on. */
export const ZONES = ['UTC', 'America/Los_Angeles'];

async function runTool(packageName: string, command: string, args: string[], env: Record<string, string> = {}): Promise<ChildResult> {
  return runNode(packageBin(packageName, command), args, {
    cwd: ROOT,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...COLOR, ...env },
  });
}

/** Style, import zones and size limits: any finding fails. */
export async function lint(): Promise<Outcome> {
  const result = await runTool('@biomejs/biome', 'biome', ['check', '--error-on-warnings', '--max-diagnostics=50', '.']);
  return outcomeOf(result.code === 0, lastLines(result.output, SHOWN_LINES));
}

/** The type check of everything, after generating what the sources refer to. */
export async function checkTypes(): Promise<Outcome> {
  await generateClient();
  const generated = await runTool('next', 'next', ['typegen']);
  if (generated.code !== 0) return outcomeOf(false, generated.output);
  const result = await runTool('typescript', 'tsc', ['--noEmit']);
  return outcomeOf(result.code === 0, lastLines(result.output, SHOWN_LINES));
}

/** Runs one of the projects of vitest.config.ts. */
export async function runVitest(project: 'unit' | 'db', env: Record<string, string>): Promise<Outcome> {
  await generateClient();
  const folder = mkdtempSync(join(tmpdir(), 'proviso-report-'));
  const file = join(folder, 'report.json');
  try {
    const reporters = ['--reporter=dot', '--reporter=json', `--outputFile.json=${file}`];
    const result = await runTool('vitest', 'vitest', ['run', '--project', project, ...reporters], { ...env, NODE_ENV: 'test' });
    const output = lastLines(result.output, SHOWN_LINES);
    if (!existsSync(file)) return outcomeOf(false, output);
    return countVitest(JSON.parse(readFileSync(file, 'utf8')), result.code, output);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
