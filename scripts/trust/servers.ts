/** PostgreSQL servers for trust tests: the shared one, and ones that a test may kill. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeTemporaryDataFolder } from '../lib/data-folder.ts';
import { type EmbeddedServer, openEmbeddedServer } from '../lib/embedded-server.ts';
import { isAlive } from '../lib/lock.mjs';
import { hasEnded, readPostmaster } from '../lib/postmaster.ts';
import { databaseMaker, servingUrl } from './databases.ts';
import type { OwnServer, TrustServer } from './types.ts';

const KILL_TIMEOUT_MS = 20_000;

/** Processes that another one started. Where there is no /proc they are left to end by themselves. */
function childrenOf(pid: number): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .map(Number)
    .filter((id) => id > 0 && parentOf(id) === pid);
}

function parentOf(pid: number): number {
  try {
    // `pid (name) state parent …`; the name may hold anything, its closing bracket is the last one.
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return 0; // it ended in between
  }
}

function killNow(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It was faster.
  }
}

/** A running server in a data folder that goes with it. */
export async function openTrustServer(): Promise<OwnServer> {
  const dataFolder = makeTemporaryDataFolder();
  let server: EmbeddedServer = await openEmbeddedServer(dataFolder);
  const pid = () => readPostmaster(join(dataFolder, 'postgres'))?.pid ?? 0;
  const urlOf = (database: string) => server.urlOf(database);
  return {
    dataFolder,
    pid,
    port: () => server.port,
    urlOf,
    database: databaseMaker(urlOf),
    async kill() {
      const postmaster = pid();
      const all = [postmaster, ...childrenOf(postmaster)].filter((id) => id > 0 && isAlive(id));
      for (const id of all) killNow(id);
      for (const id of all) await hasEnded(id, KILL_TIMEOUT_MS);
    },
    async start() {
      const started = performance.now();
      server = await openEmbeddedServer(dataFolder);
      return performance.now() - started;
    },
    addressesOf({ name }) {
      const ownerUrl = urlOf(name);
      return { ownerUrl, appUrl: servingUrl(ownerUrl) };
    },
    async close() {
      await server.release();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

export type { OwnServer, TrustServer };
