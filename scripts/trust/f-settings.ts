/** F4: started with settings under which the product's promises would not hold. */
import { spawn } from 'node:child_process';
import { chownSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { openDatabase } from '#lib/data/client.ts';
import { requireSafeSettings } from '#lib/operations/require-safe-settings.ts';
import { SERVER_FILE } from '../lib/build.ts';
import { runChild, runNode } from '../lib/child.ts';
import { makeTemporaryDataFolder } from '../lib/data-folder.ts';
import { openEmbeddedServer } from '../lib/embedded-server.ts';
import { ROOT } from '../lib/paths.ts';
import { findPostgresBinaries } from '../lib/postgres-binaries.ts';
import { findFreePort } from '../lib/preflight.mjs';
import { keepSecrets } from '../lib/run-file.ts';
import { findServerUser } from '../lib/server-user.ts';
import { createTally, type Tally } from './check.ts';
import type { OwnServer, TrustDatabase, TrustRun, TrustTest } from './types.ts';

/** As a careful administrator would set it. */
const GOOD_SECRET = '8f0b6c1d2e9a47735cc4b1d6e07f3a92';

interface Attempt {
  appUrl: string;
  secret: string;
}

interface Refused {
  /** The words of the refusal; null when it started. */
  said: string | null;
}

/** The question that the web server asks before it serves, without the half second of starting one. */
async function askInProcess({ appUrl, secret }: Attempt): Promise<Refused> {
  const db = openDatabase(appUrl, { max: 1 });
  try {
    await requireSafeSettings(db, secret);
    return { said: null };
  } catch (error) {
    return { said: (error as Error).message };
  } finally {
    await db.close();
  }
}

const START_TIMEOUT_MS = 60_000;

/** The web server itself. It has to end by itself with a message. */
async function startForReal({ appUrl, secret }: Attempt): Promise<Refused> {
  const port = String(await findFreePort());
  const env = {
    ...process.env,
    NODE_ENV: 'production' as const,
    HOSTNAME: '127.0.0.1',
    PORT: port,
    DATABASE_URL: appUrl,
    PROVISO_SECRET: secret,
    PROVISO_DEMO: '0',
  };
  const child = spawn(process.execPath, [SERVER_FILE], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = new Promise<boolean>((resolve) => child.once('exit', () => resolve(true)));
  const giveUp = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), START_TIMEOUT_MS).unref());
  const serves = (async () => {
    for (let n = 0; n < 600; n += 1) {
      const answer = await fetch(`http://127.0.0.1:${port}/healthz`).then(
        (response) => response.ok,
        () => false,
      );
      if (answer || child.exitCode !== null) return !answer;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return false;
  })();
  const refused = await Promise.race([ended, giveUp, serves]);
  child.kill('SIGKILL');
  return { said: refused ? said : null };
}

interface BadSetting {
  name: string;
  /** Undone by `mend`. */
  spoil: string[];
  mend: string[];
  /** What the message has to say. */
  says: RegExp;
}

const system = (setting: string): Pick<BadSetting, 'spoil' | 'mend'> => ({
  spoil: [`ALTER SYSTEM SET ${setting} = off`, 'SELECT pg_reload_conf()'],
  mend: [`ALTER SYSTEM RESET ${setting}`, 'SELECT pg_reload_conf()'],
});

function badSettings(database: TrustDatabase): BadSetting[] {
  const role = `"${decodeURIComponent(new URL(database.appUrl).username)}"`;
  return [
    { name: 'fsync off', ...system('fsync'), says: /fsync.+Set fsync = on/ },
    { name: 'full_page_writes off', ...system('full_page_writes'), says: /full_page_writes.+Set full_page_writes = on/ },
    { name: 'synchronous_commit off', ...system('synchronous_commit'), says: /synchronous_commit.+Set synchronous_commit = on/ },
    {
      name: 'synchronous_commit off for the role',
      spoil: [`ALTER ROLE ${role} SET synchronous_commit = off`],
      mend: [`ALTER ROLE ${role} RESET synchronous_commit`],
      says: /synchronous_commit.+role/,
    },
    {
      name: 'synchronous_commit off for the database',
      spoil: [`ALTER DATABASE ${database.name} SET synchronous_commit = off`],
      mend: [`ALTER DATABASE ${database.name} RESET synchronous_commit`],
      says: /synchronous_commit.+database/,
    },
    {
      name: 'the serving role may write the history',
      spoil: [`GRANT UPDATE ON event TO ${role}`],
      mend: [`REVOKE UPDATE ON event FROM ${role}`],
      says: /Revoke every right on the table event/,
    },
    {
      name: 'the serving role is a superuser',
      spoil: [`ALTER ROLE ${role} SUPERUSER`],
      mend: [`ALTER ROLE ${role} NOSUPERUSER`],
      says: /owns the history.+DATABASE_OWNER_URL/,
    },
  ];
}

const SECRETS = [
  'k7Qz-4',
  'change-me-change-me-change-me-change-me',
  'a'.repeat(64),
  'secretsecretsecretsecretsecretsecret',
  '0123456789abcdef0123456789abcdef',
];

async function tryDatabase(server: OwnServer, database: TrustDatabase, ask: typeof askInProcess, tally: Tally): Promise<number> {
  const all = badSettings(database);
  for (const { name, spoil, mend, says } of all) {
    for (const statement of spoil) await database.owner.query(statement);
    // A reload reaches new sessions in a moment.
    await new Promise((resolve) => setTimeout(resolve, 300));
    const { said } = await ask({ appUrl: database.appUrl, secret: GOOD_SECRET });
    tally.check(said !== null && says.test(said), `${name}: ${said ?? 'it started'}`);
    for (const statement of mend) await database.owner.query(statement);
  }
  await new Promise((resolve) => setTimeout(resolve, 300));
  const { said } = await ask({ appUrl: server.addressesOf(database).ownerUrl, secret: GOOD_SECRET });
  tally.check(said !== null && /DATABASE_OWNER_URL/.test(said), `served as the owner: ${said ?? 'it started'}`);
  return all.length + 1;
}

async function trySecrets(database: TrustDatabase, ask: typeof askInProcess, tally: Tally): Promise<number> {
  for (const secret of SECRETS) {
    const { said } = await ask({ appUrl: database.appUrl, secret });
    tally.check(said !== null && /PROVISO_SECRET/.test(said), `the secret ${secret}: ${said ?? 'it started'}`);
    tally.check(!said?.includes(secret), `the message repeats the secret ${secret}`);
  }
  return SECRETS.length;
}

/** What `npm start` refuses before it touches anything. */
async function tryLauncher(database: TrustDatabase, tally: Tally, count: number): Promise<number> {
  const cases: [name: string, env: Record<string, string>, says: RegExp][] = [
    ['a database without a secret', { DATABASE_URL: database.appUrl }, /set PROVISO_SECRET/i],
    ['the demonstration open to others', { PROVISO_HOST: '0.0.0.0' }, /unset PROVISO_HOST/],
    ['an example secret', { DATABASE_URL: database.appUrl, PROVISO_SECRET: SECRETS[1] ?? '' }, /PROVISO_SECRET/],
  ];
  const folder = makeTemporaryDataFolder();
  try {
    for (const [name, env, says] of cases.slice(0, count)) {
      const clean = {
        PATH: process.env.PATH ?? '',
        HOME: process.env.HOME ?? '',
        PROVISO_DATA: folder,
        PORT: String(await findFreePort()),
      };
      const { code, output } = await runNode(join(ROOT, 'scripts', 'run.mjs'), ['start'], {
        cwd: ROOT,
        env: { ...clean, ...env, NODE_ENV: 'production' },
      });
      tally.check(code !== 0 && says.test(output), `${name}: code ${code}, ${output.slice(-300)}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return Math.min(count, cases.length);
}

/** What initdb makes when it is told to leave the checksums out. */
async function makeWithoutChecksums(folder: string): Promise<void> {
  const user = findServerUser();
  const directory = join(folder, 'postgres');
  const passwordFile = join(folder, 'first-password');
  mkdirSync(directory, { mode: 0o700 });
  writeFileSync(passwordFile, `${keepSecrets(folder).databasePassword}\n`, { mode: 0o600 });
  if (user) for (const path of [directory, passwordFile]) chownSync(path, user.uid, user.gid);
  const access = ['--auth-host=scram-sha-256', '--username=proviso_owner', `--pwfile=${passwordFile}`];
  const args = ['-D', directory, '--no-data-checksums', '--encoding=UTF8', '--locale=C.UTF-8', ...access];
  const made = await runChild(findPostgresBinaries(folder, user).initdb, args, { cwd: '/', ...(user ? { user } : {}) });
  if (made.code !== 0) throw new Error(`No server without checksums could be made: ${made.output}`);
}

/** A server whose pages carry no checksums, which only its making can decide. */
async function tryWithoutChecksums(ask: typeof askInProcess, tally: Tally): Promise<void> {
  const folder = makeTemporaryDataFolder();
  await makeWithoutChecksums(folder);
  const server = await openEmbeddedServer(folder);
  try {
    const url = server.urlOf('postgres');
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query('CREATE TABLE event (id int)');
    await client.end();
    const { said } = await ask({ appUrl: url, secret: GOOD_SECRET });
    tally.check(said !== null && /checksums are off.+pg_checksums --enable/.test(said), `without checksums: ${said ?? 'it started'}`);
  } finally {
    await server.release();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function wrongSettings(run: TrustRun) {
  const tally = createTally();
  const server = await run.ownServer();
  const database = await server.database();
  const isFull = run.size === 'full';
  const ask = isFull ? startForReal : askInProcess;
  const good = await startForReal({ appUrl: database.appUrl, secret: GOOD_SECRET });
  tally.check(good.said === null, `the good settings were refused: ${good.said}`);
  const inDatabase = await tryDatabase(server, database, ask, tally);
  let tried = inDatabase;
  tried += await trySecrets(database, askInProcess, tally);
  if (isFull) await tryWithoutChecksums(ask, tally);
  if (!isFull) {
    // One of them for real, so that the question is known to be asked.
    const { said } = await startForReal({ appUrl: database.ownerUrl, secret: GOOD_SECRET });
    tally.check(said !== null && /DATABASE_OWNER_URL/.test(said), `served as the owner, for real: ${said ?? 'it started'}`);
  }
  const launched = await tryLauncher(database, tally, run.scale(2, 3));
  tried += launched;
  await server.close();
  return tally.figures(
    { 'wrong settings': tried + 1, 'started for real': launched + 2 + (isFull ? inDatabase : 0) },
    {
      what: 'the good settings, which have to start',
      failedAsItMust: good.said === null,
      figures: { started: good.said === null ? 1 : 0 },
    },
  );
}

export const settingTests: readonly TrustTest[] = [
  {
    id: 'F4',
    title: 'Started with fsync, synchronous commit, full pages or checksums off, as the owner, with guessable secrets',
    must: 'Refuses to start, and says what to do',
    run: wrongSettings,
  },
];
