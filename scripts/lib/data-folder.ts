import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { LauncherError } from './launcher-error.mjs';
import { ROOT } from './paths.ts';
import { canEnter, findServerUser } from './server-user.ts';

const FALLBACK_PARENT = '/var/lib/proviso';

/** First 16 hexadecimal digits of a path's SHA-256: the name of a clone's data folder outside of it. */
export function hashPath(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 16);
}

/** Level by level: the recursive form of mkdir never ends where a folder refuses any, such as /proc. */
function makeLevels(folder: string): void {
  if (existsSync(folder)) return;
  makeLevels(dirname(folder));
  mkdirSync(folder);
}

/** Lets the server's account pass through to its own folder inside, without looking around. */
function openToServer(folder: string): void {
  if (process.getuid?.() === 0) chmodSync(folder, 0o711);
}

function makeFolder(folder: string): void {
  try {
    const isNew = !existsSync(folder);
    makeLevels(folder);
    // Tried for real: permissions alone do not tell of a read-only or a virtual file system.
    const probe = join(folder, `.probe-${process.pid}`);
    writeFileSync(probe, '');
    rmSync(probe);
    // The modes of a folder that somebody else made stay as they are.
    if (isNew) openToServer(folder);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new LauncherError(`The data folder ${folder} cannot be written to (${code}). Set PROVISO_DATA to one that can.`);
  }
}

function makeFallbackParent(): void {
  mkdirSync(FALLBACK_PARENT, { recursive: true });
  openToServer(FALLBACK_PARENT);
}

/**
 * Makes and returns the data folder: PROVISO_DATA, else `.data` in the clone; as root, where a closed parent keeps
 * the database's account out of the clone, a folder under /var/lib.
 * @throws LauncherError when it cannot be written to or entered
 */
export function prepareDataFolder(chosen: string | undefined): string {
  const folder = resolve(chosen ?? join(ROOT, '.data'));
  const user = findServerUser();
  // A folder that is there already may hold data: it is never passed over in silence.
  if (chosen || existsSync(folder) || canEnter(ROOT, user)) {
    makeFolder(folder);
    if (canEnter(folder, user)) return realpathSync(folder);
    throw new LauncherError(
      `The account "postgres" cannot pass into ${folder}. Open its parent folders to it, or set PROVISO_DATA to another.`,
    );
  }
  const fallback = join(FALLBACK_PARENT, hashPath(realpathSync(ROOT)));
  makeFallbackParent();
  makeFolder(fallback);
  return fallback;
}

/** A fresh data folder that its maker removes again, under the same rule. */
export function makeTemporaryDataFolder(): string {
  const inTemp = mkdtempSync(join(tmpdir(), 'proviso-test-'));
  openToServer(inTemp);
  const user = findServerUser();
  if (canEnter(inTemp, user)) return realpathSync(inTemp);
  rmSync(inTemp, { recursive: true, force: true });
  makeFallbackParent();
  const fallback = mkdtempSync(join(FALLBACK_PARENT, 'test-'));
  openToServer(fallback);
  return fallback;
}
