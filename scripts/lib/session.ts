import { buildWeb, SERVER_FILE } from './build.ts';
import { databaseEnvironment, type OpenDatabase, openDatabase } from './database.ts';
import { generateClient, isClientCurrent } from './generate.ts';
import { handleInterruption } from './interruption.ts';
import type { Reporter } from './say.ts';
import type { Settings } from './settings.ts';
import { type ServerProcess, startServer } from './web-server.ts';

/** What a command needs to work on the data. */
export interface Session {
  settings: Settings;
  dataFolder: string;
  database: OpenDatabase;
  reporter: Reporter;
}

/**
 * Opens the database, runs the work, and gives the database back however the work ends.
 * @returns the work's exit code
 */
export async function withDatabase(
  settings: Settings,
  dataFolder: string,
  reporter: Reporter,
  work: (session: Session) => Promise<number>,
): Promise<number> {
  handleInterruption();
  if (!settings.prebuilt && !isClientCurrent()) await reporter.step('database client generated', generateClient);
  const database = await openDatabase(settings, dataFolder, reporter);
  try {
    return await work({ settings, dataFolder, database, reporter });
  } finally {
    await database.close();
  }
}

/** Everything the web server is told. */
export function webEnvironment({ settings, database, dataFolder }: Session): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...databaseEnvironment(database),
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    HOSTNAME: settings.host,
    PORT: String(settings.port),
    PROVISO_ORIGIN: settings.origin,
    PROVISO_DATA: dataFolder,
    PROVISO_LAUNCHER_PID: String(process.pid),
  };
  // What serves is not to know how to own.
  delete env.DATABASE_OWNER_URL;
  return env;
}

/** Builds if needed and serves. */
export async function startWeb(session: Session): Promise<ServerProcess> {
  const { settings, reporter } = session;
  if (!settings.prebuilt) {
    await reporter.step('build ready', async (note) => {
      if (!(await buildWeb())) note('unchanged');
    });
  }
  return reporter.step('web server ready', () =>
    startServer({
      name: 'The web server',
      file: SERVER_FILE,
      args: [],
      env: webEnvironment(session),
      readyUrl: `http://${readyHost(settings.host)}:${settings.port}/healthz`,
    }),
  );
}

/** Where a server can be asked that listens on every address. */
function readyHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  return host.includes(':') ? '[::1]' : host;
}
