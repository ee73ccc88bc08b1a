/** Opens files in a worker thread with limits of time and memory, two at a time. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ContentAnswer, ContentJob } from './content-job.ts';

/** The file could not be opened: damaged, protected, or it needs more than the limits. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile';
}

const TIMEOUT_MS = 20_000;
const AT_ONCE = 2;
const LIMITS = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 };

/** The source of the worker: beside this server where it runs from the sources, above it where it runs from a build. */
function workerFile(): string {
  const places = ['.', '../..'].map((up) => join(process.cwd(), up, 'lib', 'data', 'files', 'content-worker.ts'));
  const found = places.find((place) => existsSync(place));
  if (!found) throw new Error('The worker that opens files was not found beside the server.');
  return found;
}

let running = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  running += 1;
  try {
    return await work();
  } finally {
    running -= 1;
    waiting.shift()?.();
  }
}

function runWorker(job: ContentJob): Promise<ContentAnswer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerFile(), {
      workerData: job,
      resourceLimits: LIMITS,
      env: {},
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdout: true,
      stderr: true,
    });
    const end = (settle: () => void) => {
      clearTimeout(timer);
      settle();
      worker.terminate().catch(() => undefined);
    };
    const timer = setTimeout(() => end(() => reject(new UnreadableFile('It took too long to open.'))), TIMEOUT_MS);
    worker.once('message', (answer: ContentAnswer) => end(() => resolve(answer)));
    worker.once('error', (error: Error) => end(() => reject(new UnreadableFile(error.message.slice(0, 200)))));
    worker.once('exit', () => end(() => reject(new UnreadableFile('It ended without an answer.'))));
  });
}

/** @throws UnreadableFile */
export const readContent = (job: ContentJob): Promise<ContentAnswer> => inTurn(() => runWorker(job));
