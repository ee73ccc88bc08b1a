import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isAlive, withLock } from './lock.mjs';

/** Above the largest process number that Linux gives out. */
const NOBODY = 4_194_305;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'proviso-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('one piece of work at a time', async () => {
  const file = join(folder, 'lock');
  const log: string[] = [];
  const work = (name: string) => () => {
    log.push(`${name} begins`);
    return sleep(20).then(() => void log.push(`${name} ends`));
  };
  await Promise.all([withLock(file, work('first')), withLock(file, work('second'))]);
  expect(log).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
});

test('the lock of a dead process is taken over', async () => {
  const file = join(folder, 'lock');
  writeFileSync(file, String(NOBODY));
  await expect(withLock(file, async () => 'done')).resolves.toBe('done');
});

test('the lock of a living one is waited for, not for ever', async () => {
  const file = join(folder, 'lock');
  writeFileSync(file, String(process.pid));
  await expect(withLock(file, async () => 'done', { waitMs: 50 })).rejects.toThrow(`Process ${process.pid}`);
});

test('work that fails gives the lock back', async () => {
  const file = join(folder, 'lock');
  const failing = withLock(file, () => Promise.reject(new Error('broken')));
  await expect(failing).rejects.toThrow('broken');
  await expect(withLock(file, async () => 'done')).resolves.toBe('done');
});

test('this process lives, no number stands for nobody', () => {
  expect(isAlive(process.pid)).toBe(true);
  expect(isAlive(NOBODY)).toBe(false);
  expect(isAlive(0)).toBe(false);
  expect(isAlive(Number.NaN)).toBe(false);
});
