/**
 * A plain HTTP client for attacks: paths go out exactly as written (no normalizing of dots, slashes or percent signs),
 * any header may be set, and redirects are not followed.
 */
import http from 'node:http';
import https from 'node:https';

export interface Sent {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

export interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
  /** Milliseconds from sending to the end of the answer. */
  ms: number;
}

export interface Client {
  origin: string;
  send(sent: Sent): Promise<Answer>;
  close(): void;
}

const TIMEOUT_MS = 60_000;

/** @param sockets connections kept open at most; more requests wait for one */
export function createClient(origin: string, sockets = 8): Client {
  const url = new URL(origin);
  const library = url.protocol === 'https:' ? https : http;
  const agent = new library.Agent({ keepAlive: true, maxSockets: sockets });
  const once = (sent: Sent): Promise<Answer> =>
    new Promise<Answer>((resolve, reject) => {
      const started = performance.now();
      const { method = 'GET', path, headers = {}, body } = sent;
      const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
      const options = { agent, host: url.hostname, port: url.port, method, path, headers: { ...length, ...headers }, timeout: TIMEOUT_MS };
      const request = library.request(options, (response) => {
        readAnswer(response, started).then(resolve, reject);
      });
      request.on('timeout', () => request.destroy(new Error(`No answer to ${method} ${path} within ${TIMEOUT_MS} ms.`)));
      request.on('error', (error) => reject(request.reusedSocket ? new StaleConnection(error) : error));
      request.end(body);
    });
  return {
    origin,
    close: () => agent.destroy(),
    async send(sent) {
      try {
        return await once(sent);
      } catch (error) {
        // The server ended a connection that had been idle, at the moment when it was to be used again.
        if (error instanceof StaleConnection) return once(sent);
        throw error;
      }
    },
  };
}

class StaleConnection extends Error {
  constructor(cause: Error) {
    super(cause.message, { cause });
  }
}

function readAnswer(response: http.IncomingMessage, started: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const finish = () =>
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        text: Buffer.concat(chunks).toString('utf8'),
        ms: performance.now() - started,
      });
    const endless = (response.headers['content-type'] ?? '').startsWith('text/event-stream');
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      if (!endless) return;
      // A stream of changes never ends: its first words are enough.
      finish();
      response.destroy();
    });
    response.on('end', finish);
    response.on('error', (error) => (endless ? finish() : reject(error)));
  });
}

/** Runs the work for each item, so many at a time, and keeps the order of results. */
export async function inParallel<T, R>(items: readonly T[], width: number, work: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const index = next;
      next += 1;
      results[index] = await work(items[index] as T, index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  return results;
}

/** The middle value; of an even number, the lower of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}
