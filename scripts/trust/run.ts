/** Runs trust tests one after the other, with what they share, and leaves nothing behind. */
import pg from 'pg';
import { throwIfStopped, untilStopRequested } from '../lib/interruption.ts';
import type { Reporter } from '../lib/say.ts';
import { openTrustServer } from './servers.ts';
import {
  isGood,
  type OwnServer,
  type TrustDatabase,
  type TrustFigures,
  type TrustResult,
  type TrustRun,
  type TrustSize,
  type TrustTest,
  type TrustWeb,
} from './types.ts';
import { startTrustWeb } from './web.ts';

export interface TrustOptions {
  size: TrustSize;
  seed: number;
  reporter: Reporter;
}

interface Opened {
  databases: TrustDatabase[];
  servers: OwnServer[];
  webs: TrustWeb[];
}

function createRun(options: TrustOptions, shared: OwnServer, opened: Opened): TrustRun {
  let web: Promise<TrustWeb> | undefined;
  const database = async () => {
    const made = await shared.database();
    opened.databases.push(made);
    return made;
  };
  const startWeb: TrustRun['startWeb'] = async (wanted = {}) => {
    const started = await startTrustWeb(wanted.database ?? (await database()), shared.dataFolder, wanted);
    opened.webs.push(started);
    return started;
  };
  return {
    size: options.size,
    seed: options.seed,
    scale: (gate, full) => (options.size === 'full' ? full : gate),
    database,
    server: shared,
    async ownServer() {
      const server = await openTrustServer();
      opened.servers.push(server);
      return server;
    },
    web() {
      web ??= startWeb();
      return web;
    },
    startWeb,
    say: (text) => options.reporter.say(`  ${text}`),
  };
}

const NO_CONTROL = { what: 'not reached', failedAsItMust: false };

/** A test that throws has failed, with what it threw. */
async function guarded(test: TrustTest, run: TrustRun): Promise<TrustFigures> {
  try {
    // A long test does not look for signals itself: it is left where it is, and what it opened is closed below it.
    return await Promise.race([test.run(run), untilStopRequested().then(() => Promise.reject(new Error('Stopped.')))]);
  } catch (error) {
    throwIfStopped();
    const notes = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { tried: 1, passed: 0, failed: 1, figures: {}, control: NO_CONTROL, notes };
  }
}

async function closeAll({ databases, servers, webs }: Opened): Promise<void> {
  await Promise.allSettled(webs.map((web) => web.stop()));
  await Promise.allSettled(databases.map((database) => database.drop()));
  await Promise.allSettled(servers.map((server) => server.close()));
}

async function versionOf(server: OwnServer): Promise<string> {
  const client = new pg.Client({ connectionString: server.urlOf('postgres') });
  await client.connect();
  try {
    const { rows } = await client.query<{ version: string }>(`SELECT current_setting('server_version') AS version`);
    return `PostgreSQL ${rows[0]?.version ?? ''}`;
  } finally {
    await client.end();
  }
}

/** Runs the tests in turn; `done` hears each result as it comes. */
export async function runTrustTests(
  tests: readonly TrustTest[],
  options: TrustOptions,
  done: (result: TrustResult) => void,
): Promise<{ results: TrustResult[]; postgres: string }> {
  const shared = await openTrustServer();
  const opened: Opened = { databases: [], servers: [shared], webs: [] };
  const results: TrustResult[] = [];
  try {
    const postgres = await versionOf(shared);
    const run = createRun(options, shared, opened);
    for (const test of tests) {
      const started = performance.now();
      const figures = await guarded(test, run);
      const result = { test, figures, seconds: (performance.now() - started) / 1000, ok: isGood(figures) };
      results.push(result);
      done(result);
    }
    return { results, postgres };
  } finally {
    await closeAll(opened);
  }
}
