import { existsSync, readFileSync } from 'node:fs';

const POLL_MS = 500;

/**
 * The parent of a process, where the system tells (Linux).
 * @param {number} pid
 */
function parentOf(pid) {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return undefined;
  try {
    // The name in brackets may hold anything, so the fields are counted from its end.
    return Number(readFileSync(file, 'utf8').split(') ').at(-1)?.split(' ')[1]);
  } catch {
    return undefined; // gone while it was being read
  }
}

/** @param {number} pid */
function isShell(pid) {
  const file = `/proc/${pid}/comm`;
  return existsSync(file) && /^(ba|da|z|a)?sh$/.test(readFileSync(file, 'utf8').trim());
}

/**
 * Calls back once the npm, or the outer launcher, that runs this process is gone: killed, it passes no signal on, and
 * this process would serve on out of anybody's sight. A launcher started by hand is left alone, so that it can be put
 * into the background.
 * @param {() => void} onGone
 */
export function watchParent(onGone) {
  if (!process.env.npm_lifecycle_event && !process.env.PROVISO_WATCH_PARENT) return;
  const parent = process.ppid;
  // npm runs its scripts through a shell that may stay in between.
  const above = isShell(parent) ? parentOf(parent) : undefined;
  const timer = setInterval(() => {
    if (process.ppid === parent && (above === undefined || parentOf(parent) === above)) return;
    clearInterval(timer);
    onGone();
  }, POLL_MS);
  timer.unref();
}
