import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lastLines } from './child.ts';
import { throwIfStopped } from './interruption.ts';
import { LauncherError } from './launcher-error.mjs';
import { isAlive, withLock } from './lock.mjs';
import { ROOT } from './paths.ts';
import { commandLine, hasEnded } from './postmaster.ts';
import { portProblem } from './preflight.mjs';
import { readRunFile, updateRunFile } from './run-file.ts';

const START_TIMEOUT_MS = 120_000;
const GRACE_MS = 3000;
const GUARD = join(ROOT, 'scripts', 'lib', 'end-with-parent.mjs');
const PEER = join(ROOT, 'scripts', 'lib', 'peer-address.mjs');

/** A server process that ends with this program. */
export interface ServerProcess {
  pid: number;
  /** Resolves with the exit code when it ends, asked or not. */
  ended: Promise<number>;
  stop(): Promise<void>;
}

export interface ServerPlan {
  /** What it is called in messages. */
  name: string;
  file: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  /** Asked until it answers with success. */
  readyUrl: string;
}

async function isReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false; // not listening yet
  }
}

/** Ends a process: asked first, then by force. */
async function end(pid: number): Promise<void> {
  if (!isAlive(pid)) return;
  process.kill(pid, 'SIGTERM');
  if (await hasEnded(pid, GRACE_MS)) return;
  process.kill(pid, 'SIGKILL');
  await hasEnded(pid, GRACE_MS);
}

/** Keeps what a server says until it is ready, then passes it on. */
function watchOutput(child: ChildProcess): { said(): string; passOn(): void } {
  let said = '';
  let passing = false;
  const take = (stream: NodeJS.WriteStream) => (text: string) => {
    if (passing) stream.write(text);
    else said += text;
  };
  child.stdout?.setEncoding('utf8').on('data', take(process.stdout));
  child.stderr?.setEncoding('utf8').on('data', take(process.stderr));
  return {
    said: () => said,
    passOn: () => {
      passing = true;
      // The banner is left out, what the product itself logged is not: it may be the one-time token.
      const lines = said.split('\n').filter((line) => line.startsWith('{') || /token|error|warn/i.test(line));
      if (lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`);
    },
  };
}

/**
 * Starts a server and waits until it answers.
 * @throws LauncherError with what it said when it ends or does not answer
 */
export async function startServer(plan: ServerPlan): Promise<ServerProcess> {
  throwIfStopped();
  const args = ['--disable-warning=ExperimentalWarning', '--import', GUARD, '--import', PEER, plan.file, ...plan.args];
  // In a session of its own: Ctrl-C reaches only the launcher, which stops the servers in the right order.
  const child = spawn(process.execPath, args, { cwd: ROOT, detached: true, env: plan.env, stdio: ['pipe', 'pipe', 'pipe'] });
  const output = watchOutput(child);
  let running = true;
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      running = false;
      resolve(code ?? 1);
    });
  });
  const pid = child.pid;
  if (!pid) throw new LauncherError(`${plan.name} could not be started.`);
  const giveUpAt = Date.now() + START_TIMEOUT_MS;
  try {
    while (!(await isReady(plan.readyUrl))) {
      throwIfStopped();
      if (!running) throw new LauncherError(`${plan.name} ended at once.\n${lastLines(output.said(), 30)}`);
      if (Date.now() > giveUpAt) {
        throw new LauncherError(`${plan.name} does not answer at ${plan.readyUrl}.\n${lastLines(output.said(), 30)}`);
      }
      await sleep(50);
    }
  } catch (error) {
    await end(pid);
    throw error;
  }
  output.passOn();
  return { pid, ended, stop: () => end(pid) };
}

async function claim(dataFolder: string, host: string, port: number): Promise<void> {
  const { web } = readRunFile(dataFolder);
  if (web && isAlive(web.launcherPid) && /run\.mjs/.test(commandLine(web.launcherPid))) {
    const address = `http://127.0.0.1:${web.port}`;
    throw new LauncherError(
      `Proviso is running already with this data folder, at ${address} (process ${web.launcherPid}). Stop it first, or set PROVISO_DATA to another folder.`,
    );
  }
  // Left by a launcher that was killed: about to end by itself, or stuck.
  if (web && commandLine(web.pid).includes(GUARD)) await end(web.pid);
  const problem = await portProblem(host, port);
  if (problem) throw new LauncherError(`Port ${port} ${problem}. Choose another, such as PORT=${port === 65535 ? port - 1 : port + 1}.`);
  updateRunFile(dataFolder, { web: { pid: 0, port, launcherPid: process.pid } });
}

/**
 * Serves the web from a data folder, one server at a time: refuses a folder that is served already and a port that is
 * taken, before anything slow is done.
 * @throws LauncherError saying which
 */
export async function withWebClaim<T>(dataFolder: string, host: string, port: number, work: () => Promise<T>): Promise<T> {
  await withLock(join(dataFolder, 'web.lock'), () => claim(dataFolder, host, port));
  try {
    return await work();
  } finally {
    updateRunFile(dataFolder, { web: undefined });
  }
}

/** Notes the running web server for other commands. */
export function recordWeb(dataFolder: string, pid: number, port: number): void {
  updateRunFile(dataFolder, { web: { pid, port, launcherPid: process.pid } });
}
