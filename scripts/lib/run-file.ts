import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from './lock.mjs';

/** What `<data>/run.json` tells other commands about the running servers. */
export interface RunFile {
  database?: { pid: number; port: number; user: string; password: string };
  web?: { pid: number; port: number; launcherPid: number };
}

/** Secrets of the embedded server that outlive a run. */
export interface KeptSecrets {
  databasePassword: string;
  /** Stands in for PROVISO_SECRET. */
  secret: string;
}

/** Written under another name first: a reader never sees half a file. */
function writePrivately(file: string, value: unknown): void {
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(unfinished, file);
}

const runFile = (dataFolder: string) => join(dataFolder, 'run.json');

/** What is recorded as running; empty when nothing is. */
export function readRunFile(dataFolder: string): RunFile {
  const file = runFile(dataFolder);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

/** Replaces the named parts; `undefined` removes one. The file goes with its last part. */
export function updateRunFile(dataFolder: string, change: { [K in keyof RunFile]: RunFile[K] | undefined }): void {
  const next = { ...readRunFile(dataFolder), ...change };
  if (next.database || next.web) writePrivately(runFile(dataFolder), next);
  else rmSync(runFile(dataFolder), { force: true });
}

/** The kept secrets, made the first time. */
export function keepSecrets(dataFolder: string): KeptSecrets {
  const file = join(dataFolder, 'secrets.json');
  if (!existsSync(file)) {
    writePrivately(file, { databasePassword: randomBytes(24).toString('hex'), secret: randomBytes(32).toString('hex') });
  }
  return JSON.parse(readFileSync(file, 'utf8'));
}

const usersFolder = (dataFolder: string) => join(dataFolder, 'users');

/** Notes that this process uses the database, so that no other stops it meanwhile. */
export function enterAsUser(dataFolder: string): void {
  mkdirSync(usersFolder(dataFolder), { recursive: true });
  writeFileSync(join(usersFolder(dataFolder), String(process.pid)), '');
}

/** Takes the note back and says whether nobody else uses the database. Notes of dead processes do not count. */
export function leaveAsUser(dataFolder: string): boolean {
  const folder = usersFolder(dataFolder);
  rmSync(join(folder, String(process.pid)), { force: true });
  const others = readdirSync(folder).filter((name) => {
    if (isAlive(Number(name))) return true;
    rmSync(join(folder, name), { force: true });
    return false;
  });
  return others.length === 0;
}
