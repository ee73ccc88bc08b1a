import { spawn, spawnSync } from 'node:child_process';
import { chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { lastLines, runChild } from './child.ts';
import { LauncherError } from './launcher-error.mjs';
import { withLock } from './lock.mjs';
import { findPostgresBinaries, type PostgresBinaries } from './postgres-binaries.ts';
import { hasEnded, isPostmasterOf, readPostmaster } from './postmaster.ts';
import { findFreePort } from './preflight.mjs';
import { enterAsUser, keepSecrets, leaveAsUser, updateRunFile } from './run-file.ts';
import { findServerUser, type ServerUser } from './server-user.ts';

const SUPERUSER = 'proviso_owner';
const START_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 60_000;
const MAX_LOG_BYTES = 10_000_000;

/** A running server of a data folder. */
export interface EmbeddedServer {
  /** Whether it was running already. */
  adopted: boolean;
  port: number;
  /** Address of one of its databases, as the superuser. */
  urlOf(database: string): string;
  /** Gives it up; the last of its users stops it. */
  release(): Promise<void>;
}

interface Place {
  dataFolder: string;
  dataDirectory: string;
  log: string;
  password: string;
  user: ServerUser | undefined;
}

function urlOf(place: Place, port: number, database: string): string {
  return `postgresql://${SUPERUSER}:${place.password}@127.0.0.1:${port}/${database}`;
}

type Answer = 'ours' | 'refused' | 'starting' | 'foreign';

async function ask(place: Place, port: number): Promise<Answer> {
  const client = new pg.Client({ connectionString: urlOf(place, port, 'postgres'), connectionTimeoutMillis: 5000 });
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory');
    return rows[0]?.data_directory === place.dataDirectory ? 'ours' : 'foreign';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === '57P03') return 'starting';
    return code === '28P01' ? 'foreign' : 'refused';
  } finally {
    await client.end();
  }
}

/** initdb into a folder of another name: one that was interrupted is never taken for a database. */
async function initialise(place: Place, binaries: PostgresBinaries): Promise<void> {
  const unfinished = `${place.dataDirectory}.new`;
  // Its initdb may still be at work where a launcher was killed.
  rmSync(unfinished, { recursive: true, force: true, maxRetries: 20 });
  mkdirSync(unfinished, { mode: 0o700 });
  const passwordFile = join(place.dataFolder, 'initdb-password');
  rmSync(passwordFile, { force: true });
  writeFileSync(passwordFile, `${place.password}\n`, { mode: 0o600 });
  if (place.user) {
    chownSync(unfinished, place.user.uid, place.user.gid);
    chownSync(passwordFile, place.user.uid, place.user.gid);
  }
  // macOS has no C.UTF-8 of its own on older releases; PostgreSQL's built-in one is the same everywhere.
  const locale =
    process.platform === 'linux' ? ['--locale=C.UTF-8'] : ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = ['--auth-host=scram-sha-256', '--auth-local=scram-sha-256', `--username=${SUPERUSER}`, `--pwfile=${passwordFile}`];
  const args = [`--pgdata=${unfinished}`, '--encoding=UTF8', ...locale, '--data-checksums', ...access];
  try {
    const result = await runChild(binaries.initdb, args, { cwd: '/', env: { ...process.env, LC_ALL: 'C' }, ...asUser(place) });
    if (result.code !== 0) throw new LauncherError(`The database could not be created.\n${lastLines(result.output, 15)}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(unfinished, place.dataDirectory);
}

function asUser({ user }: Place): { user?: ServerUser } {
  return user ? { user } : {};
}

/**
 * Starts the server in a session of its own, its output in a file: neither Ctrl-C in the terminal nor the end of
 * this process reaches it. It is stopped by `release`, or found again by the next start.
 */
function spawnServer(place: Place, binaries: PostgresBinaries, port: number): number {
  if (existsSync(place.log) && statSync(place.log).size > MAX_LOG_BYTES) rmSync(place.log);
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'log_timezone=UTC', 'timezone=UTC'];
  const log = openSync(place.log, 'a', 0o600);
  const args = ['-D', place.dataDirectory, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
  const child = spawn(binaries.postgres, args, {
    cwd: '/',
    detached: true,
    env: { ...process.env, LC_ALL: 'C' },
    stdio: ['ignore', log, log],
    ...place.user,
  });
  closeSync(log);
  child.unref();
  if (!child.pid) throw new LauncherError('The embedded PostgreSQL could not be started.');
  return child.pid;
}

/** Waits until a server that is there answers; false when it ended instead. */
async function answers(place: Place, pid: number, port: number): Promise<boolean> {
  const giveUpAt = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < giveUpAt) {
    const answer = await ask(place, port);
    if (answer === 'ours') return true;
    if (answer === 'foreign' || !isPostmasterOf(pid, place.dataDirectory)) return false;
    await sleep(50);
  }
  throw new LauncherError(`The embedded PostgreSQL (process ${pid}) does not answer. Its log is ${place.log}.`);
}

/** A server that an earlier process left running, such as a launcher killed with -9. */
async function adopt(place: Place): Promise<number | undefined> {
  const left = readPostmaster(place.dataDirectory);
  if (!left) return undefined;
  if (isPostmasterOf(left.pid, place.dataDirectory) && (await answers(place, left.pid, left.port))) {
    return left.port;
  }
  if (isPostmasterOf(left.pid, place.dataDirectory)) {
    throw new LauncherError(
      `A PostgreSQL (process ${left.pid}) runs on ${place.dataDirectory} with another password. End it and try again.`,
    );
  }
  // Left by a killed server. Its number may have been given to another program, which would keep PostgreSQL from starting.
  rmSync(join(place.dataDirectory, 'postmaster.pid'), { force: true });
  return undefined;
}

async function startFresh(place: Place, binaries: PostgresBinaries): Promise<number> {
  const attempts = 5;
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const port = await findFreePort();
    const logFrom = existsSync(place.log) ? statSync(place.log).size : 0;
    const pid = spawnServer(place, binaries, port);
    if (await answers(place, pid, port)) return port;
    const said = readFileSync(place.log, 'utf8').slice(logFrom);
    // The port was taken in between, or the last processes of a killed server are still going.
    const passing = /could not bind|Address already in use|shared memory block|is another postmaster/i.test(said);
    if (!passing || attempt === attempts) throw new LauncherError(`The embedded PostgreSQL did not start.\n${lastLines(said, 15)}`);
    await sleep(500);
  }
  throw new LauncherError('The embedded PostgreSQL did not start.');
}

/** Fast shutdown: transactions are rolled back, the data is written out, the server ends. */
async function stop(place: Place): Promise<void> {
  const running = readPostmaster(place.dataDirectory);
  if (running && isPostmasterOf(running.pid, place.dataDirectory)) {
    if (process.platform === 'win32') spawnSync('taskkill', ['/pid', String(running.pid), '/f', '/t']);
    else process.kill(running.pid, 'SIGINT');
    if (!(await hasEnded(running.pid, STOP_TIMEOUT_MS))) {
      throw new LauncherError(`PostgreSQL (process ${running.pid}) does not stop. Its log is ${place.log}.`);
    }
  }
  updateRunFile(place.dataFolder, { database: undefined });
}

/** Starts or adopts; the caller holds the lock. */
async function bringUp(place: Place): Promise<{ port: number; adopted: boolean }> {
  const adopted = await adopt(place);
  if (adopted) return { port: adopted, adopted: true };
  const binaries = findPostgresBinaries(place.dataFolder, place.user);
  if (!existsSync(place.dataDirectory)) await initialise(place, binaries);
  return { port: await startFresh(place, binaries), adopted: false };
}

/**
 * Starts the embedded server of a data folder, or takes over the one that runs there.
 * @throws LauncherError when it cannot be started
 */
export async function openEmbeddedServer(dataFolder: string): Promise<EmbeddedServer> {
  const place: Place = {
    dataFolder,
    dataDirectory: join(dataFolder, 'postgres'),
    log: join(dataFolder, 'postgres.log'),
    password: keepSecrets(dataFolder).databasePassword,
    user: findServerUser(),
  };
  const lock = join(dataFolder, 'launcher.lock');
  const leave = async () => {
    if (leaveAsUser(dataFolder)) await stop(place);
  };
  return withLock(lock, async () => {
    enterAsUser(dataFolder);
    try {
      const { port, adopted } = await bringUp(place);
      const pid = readPostmaster(place.dataDirectory)?.pid ?? 0;
      updateRunFile(dataFolder, { database: { pid, port, user: SUPERUSER, password: place.password } });
      return { adopted, port, urlOf: (database) => urlOf(place, port, database), release: () => withLock(lock, leave) };
    } catch (error) {
      await leave();
      throw error;
    }
  });
}
