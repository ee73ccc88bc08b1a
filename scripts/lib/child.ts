import { type SpawnOptions, spawn } from 'node:child_process';
import { stopRequested, throwIfStopped } from './interruption.ts';
import { LauncherError } from './launcher-error.mjs';

const KEPT_OUTPUT = 200_000;

export interface ChildResult {
  code: number;
  /** Standard output and standard error as they came, the last part where they are long. */
  output: string;
  stdout: string;
}

export interface ChildOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Another account to run as. */
  user?: { uid: number; gid: number };
  /** `inherit` shows the output at once, `stdout-only` keeps stderr for the terminal, `keep` only returns it. */
  show?: 'keep' | 'inherit' | 'stdout-only';
}

const STDIO = {
  keep: ['ignore', 'pipe', 'pipe'],
  inherit: ['ignore', 'inherit', 'inherit'],
  'stdout-only': ['ignore', 'pipe', 'inherit'],
} satisfies Record<string, SpawnOptions['stdio']>;

/**
 * Runs a program to its end and returns its exit code, without judging it.
 * @throws Interrupted when this program was asked to stop meanwhile; the child is ended and waited for
 */
export async function runChild(command: string, args: string[], options: ChildOptions = {}): Promise<ChildResult> {
  throwIfStopped();
  const { cwd, env = process.env, user, show = 'keep' } = options;
  const child = spawn(command, args, { cwd, env, stdio: STDIO[show], ...user });
  let output = '';
  let stdout = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output = (output + text).slice(-KEPT_OUTPUT);
    stdout = (stdout + text).slice(-KEPT_OUTPUT);
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    output = (output + text).slice(-KEPT_OUTPUT);
  });
  const end = () => void child.kill('SIGTERM');
  stopRequested.addEventListener('abort', end, { once: true });
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (exitCode) => resolve(exitCode ?? 1));
    });
    throwIfStopped();
    return { code, output, stdout };
  } finally {
    stopRequested.removeEventListener('abort', end);
  }
}

/** Runs a TypeScript or JavaScript file of this project under the same Node. */
export function runNode(file: string, args: string[], options: ChildOptions = {}): Promise<ChildResult> {
  return runChild(process.execPath, ['--disable-warning=ExperimentalWarning', file, ...args], options);
}

/**
 * As `runNode`, for a step that has to succeed.
 * @throws LauncherError with the end of the output when the exit code is not 0
 */
export async function mustRunNode(what: string, file: string, args: string[], options: ChildOptions = {}): Promise<ChildResult> {
  const result = await runNode(file, args, options);
  if (result.code !== 0) throw new LauncherError(`${what} failed.\n${lastLines(result.output, 40)}`.trimEnd());
  return result;
}

/** The last lines of a longer text. */
export function lastLines(text: string, count: number): string {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}
