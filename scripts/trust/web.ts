/** Built web servers for trust tests, which keep what they say so that it can be searched for secrets. */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildWeb, SERVER_FILE } from '../lib/build.ts';
import { mustRunNode } from '../lib/child.ts';
import { databaseEnvironment } from '../lib/database.ts';
import { throwIfStopped } from '../lib/interruption.ts';
import { isAlive } from '../lib/lock.mjs';
import { ROOT } from '../lib/paths.ts';
import { hasEnded } from '../lib/postmaster.ts';
import { findFreePort } from '../lib/preflight.mjs';
import { webEnvironment } from '../lib/session.ts';
import { readSettings } from '../lib/settings.ts';
import { TRUST_SECRET } from './databases.ts';
import type { TrustDatabase, TrustWeb, WebOptions } from './types.ts';

const GUARD = join(ROOT, 'scripts', 'lib', 'end-with-parent.mjs');
const PEER = join(ROOT, 'scripts', 'lib', 'peer-address.mjs');
const READY_TIMEOUT_MS = 60_000;
const GRACE_MS = 3000;

async function isReady(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false; // not listening yet
  }
}

async function end(pid: number, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (!isAlive(pid)) return;
  process.kill(pid, signal);
  if (await hasEnded(pid, GRACE_MS)) return;
  process.kill(pid, 'SIGKILL');
  await hasEnded(pid, GRACE_MS);
}

/** The environment that the launcher would give the server, for this database and port. */
function environmentOf(database: TrustDatabase, port: number, dataFolder: string, options: WebOptions): NodeJS.ProcessEnv {
  const settings = readSettings({
    PORT: String(port),
    PROVISO_DATA: dataFolder,
    DATABASE_OWNER_URL: database.ownerUrl,
    DATABASE_URL: database.appUrl,
    PROVISO_SECRET: TRUST_SECRET,
    ...(options.env?.PROVISO_ORIGIN ? { PROVISO_ORIGIN: options.env.PROVISO_ORIGIN } : {}),
  });
  const urls = { ownerUrl: database.ownerUrl, servingUrl: database.appUrl, directUrl: database.appUrl };
  const opened = { ...urls, secret: TRUST_SECRET, demo: options.demo ?? true, close: async () => undefined };
  const reporter = {
    say: () => undefined,
    step: <T>(_: string, work: (note: (text: string) => void) => Promise<T>) => work(() => undefined),
  };
  return { ...webEnvironment({ settings, dataFolder, database: opened, reporter }), ...options.env };
}

async function makeExampleAccounts(database: TrustDatabase): Promise<void> {
  const urls = { ownerUrl: database.ownerUrl, servingUrl: database.appUrl, directUrl: database.appUrl };
  const env = { ...process.env, ...databaseEnvironment({ ...urls, secret: TRUST_SECRET, demo: true }) };
  await mustRunNode('Making the example accounts', join(ROOT, 'scripts', 'seed.ts'), [], { cwd: ROOT, env });
}

/** Builds if needed, starts the web server on a free port and waits until it answers. */
export async function startTrustWeb(database: TrustDatabase, folder: string, options: WebOptions): Promise<TrustWeb> {
  await buildWeb();
  if (options.demo ?? true) await makeExampleAccounts(database);
  const port = await findFreePort();
  const dataFolder = options.dataFolder ?? join(folder, `web-${port}`);
  mkdirSync(dataFolder, { recursive: true });
  const env = environmentOf(database, port, dataFolder, options);
  const args = ['--disable-warning=ExperimentalWarning', '--import', GUARD, '--import', PEER, SERVER_FILE];
  const child = spawn(process.execPath, args, { cwd: ROOT, detached: true, env, stdio: ['pipe', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  const pid = child.pid ?? 0;
  const baseUrl = `http://127.0.0.1:${port}`;
  const giveUpAt = Date.now() + READY_TIMEOUT_MS;
  while (!(await isReady(`${baseUrl}/healthz`))) {
    throwIfStopped();
    if (Date.now() > giveUpAt || child.exitCode !== null) throw new Error(`The web server did not start.\n${said.slice(-2000)}`);
    await sleep(50);
  }
  const how = { database, secret: TRUST_SECRET, dataFolder, output: () => said };
  return { baseUrl, port, pid, ...how, kill: () => end(pid, 'SIGKILL'), stop: () => end(pid, 'SIGTERM') };
}
