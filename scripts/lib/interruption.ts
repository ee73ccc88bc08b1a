import { LauncherError } from './launcher-error.mjs';
import { watchParent } from './parent-watch.mjs';

const EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
type StopSignal = keyof typeof EXIT_CODES;

const controller = new AbortController();
let installed = false;

/** Aborted once this program was asked to stop: by Ctrl-C, a signal, or the end of the npm that runs it. */
export const stopRequested: AbortSignal = controller.signal;

/** Thrown by waiting steps when the program was asked to stop, so that every `finally` on the way runs. */
export class Interrupted extends LauncherError {
  constructor(signal: StopSignal) {
    super(`Stopped (${signal}).`, EXIT_CODES[signal]);
  }
}

/** @throws Interrupted when this program was asked to stop */
export function throwIfStopped(): void {
  if (controller.signal.aborted) throw controller.signal.reason;
}

/**
 * Turns signals into an orderly stop. Repeated signals change nothing: a terminal sends Ctrl-C to every process of
 * the group, and npm passes it on once more.
 */
export function handleInterruption(): void {
  if (installed) return;
  installed = true;
  const stop = (signal: StopSignal) => controller.abort(new Interrupted(signal));
  process.on('SIGINT', stop).on('SIGTERM', stop);
  // Under nohup there is no terminal on stdout, and a hang-up must not end the server.
  if (process.stdout.isTTY) process.on('SIGHUP', stop);
  watchParent(() => stop('SIGTERM'));
}

/** Resolves when this program is asked to stop. */
export function untilStopRequested(): Promise<void> {
  return new Promise((resolve) => {
    if (controller.signal.aborted) resolve();
    else controller.signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
