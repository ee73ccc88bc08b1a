import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readPostmaster } from './postmaster.ts';
import { enterAsUser, keepSecrets, leaveAsUser, readRunFile, updateRunFile } from './run-file.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'proviso-run-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const DATABASE = { pid: 1, port: 5432, user: 'owner', password: 'secret' };
const WEB = { pid: 2, port: 3000, launcherPid: 3 };

test('parts are added and removed, the file goes with the last', () => {
  updateRunFile(folder, { database: DATABASE });
  updateRunFile(folder, { web: WEB });
  expect(readRunFile(folder)).toEqual({ database: DATABASE, web: WEB });
  updateRunFile(folder, { web: undefined });
  expect(readRunFile(folder)).toEqual({ database: DATABASE });
  updateRunFile(folder, { database: undefined });
  expect(readdirSync(folder)).toEqual([]);
});

test.runIf(process.platform !== 'win32')('what holds a password is for the owner alone', () => {
  updateRunFile(folder, { database: DATABASE });
  keepSecrets(folder);
  for (const name of ['run.json', 'secrets.json']) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
});

test('secrets stay the same', () => {
  expect(keepSecrets(folder)).toEqual(keepSecrets(folder));
});

test('the last user leaves alone; dead ones do not count', () => {
  enterAsUser(folder);
  writeFileSync(join(folder, 'users', '4194305'), '');
  expect(leaveAsUser(folder)).toBe(true);
  enterAsUser(folder);
  writeFileSync(join(folder, 'users', String(process.ppid)), '');
  expect(leaveAsUser(folder)).toBe(false);
});

test("PostgreSQL's own note is read, and its absence", () => {
  expect(readPostmaster(folder)).toBeUndefined();
  writeFileSync(join(folder, 'postmaster.pid'), '4711\n/data\n1700000000\n54321\n\n127.0.0.1\n');
  expect(readPostmaster(folder)).toEqual({ pid: 4711, port: 54321 });
});
