import { spawnSync } from 'node:child_process';
import { LauncherError } from './launcher-error.mjs';

/** The account that PostgreSQL runs as where this program is root, which PostgreSQL refuses. */
export interface ServerUser {
  uid: number;
  gid: number;
}

const ACCOUNT = 'postgres';

function readId(flag: '-u' | '-g'): number | undefined {
  const result = spawnSync('id', [flag, ACCOUNT], { encoding: 'utf8' });
  return result.status === 0 ? Number(result.stdout.trim()) : undefined;
}

function readAccount(): ServerUser | undefined {
  const uid = readId('-u');
  const gid = readId('-g');
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}

/** As the system's own tools do it: shadow-utils, then busybox. */
const CREATE_COMMANDS: string[][] = [
  ['useradd', '--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin', ACCOUNT],
  ['adduser', '-S', '-D', '-H', ACCOUNT],
];

/**
 * The account to run the embedded server as: none needed for an ordinary user; as root the system's `postgres`
 * account, made where it is missing.
 * @throws LauncherError when it cannot be made
 */
export function findServerUser(): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const existing = readAccount();
  if (existing) return existing;
  for (const [command = '', ...args] of CREATE_COMMANDS) {
    if (spawnSync(command, args).status === 0) break;
  }
  const created = readAccount();
  if (!created) {
    throw new LauncherError(
      'PostgreSQL does not run as root, and no account "postgres" could be made for it. Start as an ordinary user, or set DATABASE_URL.',
    );
  }
  return created;
}

/** Whether the server's account may pass into a folder, asked of the system itself: modes alone do not tell. */
export function canEnter(folder: string, user: ServerUser | undefined): boolean {
  if (!user) return true;
  return spawnSync('test', ['-x', folder], { cwd: '/', ...user }).status === 0;
}
