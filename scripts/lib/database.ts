import { join } from 'node:path';
import pg from 'pg';
import { mustRunNode } from './child.ts';
import { openEmbeddedServer } from './embedded-server.ts';
import { LauncherError } from './launcher-error.mjs';
import { migrate } from './migrate.ts';
import { ROOT } from './paths.ts';
import { keepSecrets } from './run-file.ts';
import type { Reporter } from './say.ts';
import {
  checkGivenServingRole,
  checkOwnerRights,
  deriveServingRole,
  ensureServingRole,
  type ServingRole,
  withRole,
} from './serving-role.ts';
import type { DatabaseSettings, Settings } from './settings.ts';

const EMBEDDED_DATABASE = 'proviso';
const CONNECT_TIMEOUT_MS = 8000;
const OLDEST_VERSION = 150_000;

/** A migrated, filled database and the addresses to reach it by. */
export interface OpenDatabase {
  ownerUrl: string;
  servingUrl: string;
  /** Past any pooler: for LISTEN and jobs. */
  directUrl: string;
  secret: string;
  /** The embedded server is a demonstration: example accounts, on this machine alone. */
  demo: boolean;
  close(): Promise<void>;
}

function databaseName(address: string): string {
  return decodeURIComponent(new URL(address).pathname.slice(1));
}

function describeFailure(url: URL, error: unknown): string {
  const place = `${url.hostname}:${url.port || '5432'}`;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const message = error instanceof AggregateError ? code : error instanceof Error ? error.message : String(error);
  if (code === '28P01' || code === '28000')
    return `The database at ${place} does not accept the role "${decodeURIComponent(url.username)}" with this password.`;
  if (code === '3D000')
    return `The database server at ${place} has no database "${databaseName(url.href)}". Create it, or name another in DATABASE_URL.`;
  return `The database at ${place} does not answer (${message}).`;
}

/**
 * Connects, or says in one line why not.
 * @throws LauncherError within about eight seconds
 */
export async function connect(address: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: address,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'proviso launcher',
  });
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end();
    throw new LauncherError(describeFailure(new URL(address), error));
  }
}

async function withConnection<T>(address: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await connect(address);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function checkServer(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ version: string; number: number; encoding: string }>(
    `SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS number,
       current_setting('server_encoding') AS encoding`,
  );
  const { version = '', number = 0, encoding = '' } = rows[0] ?? {};
  if (number < OLDEST_VERSION) throw new LauncherError(`PostgreSQL 15 or newer is needed; the server is ${version}.`);
  if (encoding !== 'UTF8') throw new LauncherError(`The database must be encoded in UTF8; it is ${encoding}.`);
  return `PostgreSQL ${version}`;
}

/** Migrates as the owner, and makes the role that serves unless the environment gave one. */
async function prepare(ownerUrl: string, role: ServingRole | undefined, reporter: Reporter): Promise<void> {
  await withConnection(ownerUrl, async (owner) => {
    if (role) await checkOwnerRights(owner, role);
    await reporter.step('schema ready', async (note) => {
      const applied = await migrate(owner, ownerUrl);
      if (applied > 0) note(applied === 1 ? '1 migration' : `${applied} migrations`);
    });
    if (role) await ensureServingRole(owner, ownerUrl, role);
  });
}

async function seed(database: Omit<OpenDatabase, 'close'>, reporter: Reporter): Promise<void> {
  await reporter.step('program data ready', async (note) => {
    const env = { ...process.env, ...databaseEnvironment(database), DATABASE_OWNER_URL: database.ownerUrl };
    const { stdout } = await mustRunNode('Loading the program data', join(ROOT, 'scripts', 'seed.ts'), [], { cwd: ROOT, env });
    if (stdout.trim()) note(stdout.trim());
  });
}

/** What the product's own processes are told about the database. */
export function databaseEnvironment(database: Omit<OpenDatabase, 'close'>): Record<string, string> {
  return {
    DATABASE_URL: database.servingUrl,
    DATABASE_DIRECT_URL: database.directUrl,
    PROVISO_SECRET: database.secret,
    PROVISO_DEMO: database.demo ? '1' : '0',
  };
}

async function openEmbedded(dataFolder: string, secret: string | undefined, reporter: Reporter): Promise<OpenDatabase> {
  const server = await reporter.step('database ready', async (note) => {
    const opened = await openEmbeddedServer(dataFolder);
    note(`embedded PostgreSQL on port ${opened.port}${opened.adopted ? ', running already' : ''}`);
    return opened;
  });
  try {
    await withConnection(server.urlOf('postgres'), async (client) => {
      // One launcher at a time: two at once would both find it missing.
      await client.query('SELECT pg_advisory_lock(1)');
      const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [EMBEDDED_DATABASE]);
      if (!rowCount) await client.query(`CREATE DATABASE ${EMBEDDED_DATABASE}`);
    });
    const ownerUrl = server.urlOf(EMBEDDED_DATABASE);
    const kept = secret ?? keepSecrets(dataFolder).secret;
    const role = deriveServingRole(EMBEDDED_DATABASE, kept);
    await prepare(ownerUrl, role, reporter);
    const servingUrl = withRole(ownerUrl, role);
    const database = { ownerUrl, servingUrl, directUrl: servingUrl, secret: kept, demo: true };
    await seed(database, reporter);
    return { ...database, close: () => server.release() };
  } catch (error) {
    await server.release();
    throw error;
  }
}

async function openExternal(settings: Extract<DatabaseSettings, { kind: 'external' }>, reporter: Reporter): Promise<OpenDatabase> {
  const { ownerUrl, secret } = settings;
  await reporter.step('database ready', async (note) => note(await withConnection(ownerUrl, checkServer)));
  const role = settings.hasServingRole ? undefined : deriveServingRole(databaseName(ownerUrl), secret);
  await prepare(ownerUrl, role, reporter);
  const asServing = (address: string) => (role ? withRole(address, role) : address);
  const servingUrl = asServing(settings.servingUrl);
  if (!role) await withConnection(servingUrl, checkGivenServingRole);
  const database = { ownerUrl, servingUrl, directUrl: asServing(settings.directUrl), secret, demo: false };
  await seed(database, reporter);
  return { ...database, close: async () => {} };
}

/**
 * Starts or reaches the database, migrates it, makes the serving role and loads the built-in program where there is
 * none.
 * @throws LauncherError in one line when something stands in the way
 */
export function openDatabase(settings: Settings, dataFolder: string, reporter: Reporter): Promise<OpenDatabase> {
  const { database, secret } = settings;
  return database.kind === 'embedded' ? openEmbedded(dataFolder, secret, reporter) : openExternal(database, reporter);
}
