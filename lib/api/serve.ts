/** The API alone, for machines that ask much: API tokens only, no sessions, on the loopback interface. */
import { serve } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import { openDatabase, readFileSettings } from '#lib/operations/authenticate.ts';
import { requireSafeSettings, UnsafeSettings } from '#lib/operations/require-safe-settings.ts';
import { createApi } from './app.ts';
import { logToStderr } from './log.ts';

const HOST = '127.0.0.1';
const DEFAULT_PORT = 3001;
/** A long export may take this long to end after a stop was asked for; the launcher waits no longer. */
const GRACE_MS = 2500;

interface ServerSettings {
  databaseUrl: string;
  secret: string;
  port: number;
}

function readSettings(env: NodeJS.ProcessEnv): ServerSettings {
  const { DATABASE_URL: databaseUrl, PROVISO_SECRET: secret } = env;
  if (!databaseUrl) throw new Error('DATABASE_URL is not set. Start it by "npm run api".');
  if (!secret) throw new Error('PROVISO_SECRET is not set. Start it by "npm run api".');
  const port = Number(env.API_PORT || DEFAULT_PORT);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error('API_PORT must be a port number.');
  return { databaseUrl, secret, port };
}

async function start({ databaseUrl, secret, port }: ServerSettings): Promise<void> {
  const db = openDatabase(databaseUrl, { files: readFileSettings(process.env) });
  await requireSafeSettings(db, process.env.PROVISO_DEMO === '1' ? null : secret);
  const api = createApi({ db, secret, remoteAddress: (c) => getConnInfo(c).remote.address ?? null });
  const server = serve({ fetch: api.fetch, hostname: HOST, port }, () => {
    process.stdout.write(`Proviso API at http://${HOST}:${port}/api/v1\n`);
  });
  server.on('error', (error) => fail(error));

  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    // Requests under way are answered; connections that only wait are closed.
    server.close(() => {
      db.close().catch(fail);
    });
    setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), GRACE_MS).unref();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

function fail(error: unknown): void {
  logToStderr({ level: 'error', message: 'the API server stopped', error });
  process.exitCode = 1;
}

try {
  await start(readSettings(process.env));
} catch (error) {
  if (!(error instanceof UnsafeSettings)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}
