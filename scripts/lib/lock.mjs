import { existsSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LauncherError } from './launcher-error.mjs';

/**
 * Whether a process has ended but its parent never asked for its exit code, as in containers whose first process
 * is no init.
 * @param {number} pid
 */
function isZombie(pid) {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return false;
  try {
    return /\) [ZX] /.test(readFileSync(file, 'utf8'));
  } catch {
    return true; // gone while it was being read
  }
}

/**
 * Whether a process of this number exists, whoever owns it.
 * @param {number} pid
 */
export function isAlive(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/** @param {string} file */
function readHolder(file) {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return undefined; // given back in the meantime
  }
}

/** @param {string} file */
function tryTake(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    return false;
  }
}

/**
 * Runs one piece of work at a time among all processes that name the same file. The lock of a process that has
 * died is taken over.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @param {{ waitMs?: number }} [options]
 * @returns {Promise<T>}
 * @throws LauncherError when the holder is still at work after the wait (default ten minutes)
 */
export async function withLock(file, work, { waitMs = 600_000 } = {}) {
  mkdirSync(dirname(file), { recursive: true });
  const giveUpAt = Date.now() + waitMs;
  while (!tryTake(file)) {
    const holder = readHolder(file);
    // An empty file is one that its holder is just writing.
    if (holder && !isAlive(holder)) unlinkIfPresent(file);
    else if (Date.now() > giveUpAt) throw new LauncherError(`Process ${holder} holds ${file} and does not finish. End it and try again.`);
    else await sleep(100);
  }
  try {
    return await work();
  } finally {
    unlinkIfPresent(file);
  }
}

/** @param {string} file */
function unlinkIfPresent(file) {
  try {
    unlinkSync(file);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ENOENT') throw error;
  }
}
