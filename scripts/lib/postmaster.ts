import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from './lock.mjs';

/** What PostgreSQL itself notes in its data directory while it runs. */
export interface Postmaster {
  pid: number;
  port: number;
}

/** Reads `postmaster.pid`; absent after a clean stop. */
export function readPostmaster(dataDirectory: string): Postmaster | undefined {
  const file = join(dataDirectory, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  const [pid, , , port] = readFileSync(file, 'utf8').split('\n').map(Number);
  return pid && port ? { pid, port } : undefined;
}

/** The command line of a living process; empty when there is none. Slim Linux images have no `ps`. */
export function commandLine(pid: number): string {
  if (process.platform !== 'linux') {
    return spawnSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? '';
  }
  const file = `/proc/${pid}/cmdline`;
  return existsSync(file) ? readFileSync(file, 'utf8').replaceAll('\0', ' ').trim() : '';
}

/** Whether a process is the PostgreSQL of this data directory, and not another program that was given its number. */
export function isPostmasterOf(pid: number, dataDirectory: string): boolean {
  return isAlive(pid) && commandLine(pid).includes(dataDirectory);
}

/** Whether a process has ended within the time given. */
export async function hasEnded(pid: number, withinMs: number): Promise<boolean> {
  const giveUpAt = Date.now() + withinMs;
  while (isAlive(pid)) {
    if (Date.now() > giveUpAt) return false;
    await sleep(50);
  }
  return true;
}
