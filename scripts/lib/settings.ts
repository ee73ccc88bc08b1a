import { unsafeSecret } from '#lib/domain/safety.ts';
import { LauncherError } from './launcher-error.mjs';
import { parsePort } from './preflight.mjs';

/** The variables that settings are read from. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where the database is: the embedded server of the data folder, or one that the environment names. */
export type DatabaseSettings =
  | { kind: 'embedded' }
  | {
      kind: 'external';
      /** Migrates and owns the tables. */
      ownerUrl: string;
      /** Where to serve from; a pooler may stand there. */
      servingUrl: string;
      /** The same past any pooler. */
      directUrl: string;
      /** Whether those two name a role for serving; otherwise one is made. */
      hasServingRole: boolean;
      secret: string;
    };

export interface Settings {
  port: number;
  apiPort: number;
  /** The address the web server listens on. */
  host: string;
  /** The address people open, without a slash at its end. */
  origin: string;
  dataFolder: string | undefined;
  database: DatabaseSettings;
  /** Given by the environment; the embedded server makes and keeps its own. */
  secret: string | undefined;
  /** The packages and the build are part of the image: nothing is installed or built. */
  prebuilt: boolean;
}

const MIN_SECRET_LENGTH = 16;

function parseDatabaseUrl(name: string, value: string | undefined): string | undefined {
  if (!value) return undefined;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^postgres(ql)?:$/.test(url.protocol) || url.hostname === '') {
    throw new LauncherError(`${name} must look like postgresql://user:password@host:5432/database.`);
  }
  if (url.pathname.length < 2) throw new LauncherError(`${name} names no database: add it after the host, such as /proviso.`);
  return value;
}

function parseOrigin(value: string | undefined, port: number): string {
  if (!value) return `http://127.0.0.1:${port}`;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/') {
    throw new LauncherError(`PROVISO_ORIGIN must be an address such as https://proviso.example.gov, not "${value}".`);
  }
  return url.origin;
}

function parseSecret(value: string | undefined): string | undefined {
  if (!value) return undefined;
  if (value.length < MIN_SECRET_LENGTH) throw new LauncherError(`PROVISO_SECRET must have at least ${MIN_SECRET_LENGTH} characters.`);
  return value;
}

function readDatabase(env: Environment, secret: string | undefined): DatabaseSettings {
  const owner = parseDatabaseUrl('DATABASE_OWNER_URL', env.DATABASE_OWNER_URL);
  const serving = parseDatabaseUrl('DATABASE_URL', env.DATABASE_URL);
  const direct = parseDatabaseUrl('DATABASE_DIRECT_URL', env.DATABASE_DIRECT_URL);
  if (!owner && !serving) {
    if (direct) throw new LauncherError('DATABASE_DIRECT_URL needs DATABASE_URL beside it.');
    return { kind: 'embedded' };
  }
  if (!secret) throw new LauncherError('With DATABASE_URL, set PROVISO_SECRET to 32 or more random characters (openssl rand -hex 32).');
  const problem = unsafeSecret(secret);
  if (problem) throw new LauncherError(problem);
  const servingUrl = serving ?? owner ?? '';
  const hasServingRole = Boolean(owner && serving && new URL(owner).username !== new URL(serving).username);
  return { kind: 'external', ownerUrl: owner ?? direct ?? servingUrl, servingUrl, directUrl: direct ?? servingUrl, hasServingRole, secret };
}

/**
 * Reads every setting of the launcher, so that a bad one is refused before anything starts.
 * @throws LauncherError naming the variable
 */
export function readSettings(env: Environment): Settings {
  const port = parsePort('PORT', env.PORT, 3000);
  const secret = parseSecret(env.PROVISO_SECRET);
  const database = readDatabase(env, secret);
  const host = env.PROVISO_HOST || '127.0.0.1';
  if (database.kind === 'embedded' && !['127.0.0.1', '::1', 'localhost'].includes(host)) {
    throw new LauncherError(
      'Without DATABASE_URL this is a demonstration with example accounts, for this machine alone: unset PROVISO_HOST.',
    );
  }
  return {
    port,
    apiPort: parsePort('API_PORT', env.API_PORT, 3001),
    host,
    origin: parseOrigin(env.PROVISO_ORIGIN, port),
    dataFolder: env.PROVISO_DATA || undefined,
    database,
    secret,
    prebuilt: env.PROVISO_PREBUILT === '1',
  };
}
