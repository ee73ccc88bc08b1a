/** Asks clamd about a file, as it is streamed to it (INSTREAM). Where none is configured nothing is asked, and that is said. */
import { createReadStream } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { AppError } from '#lib/domain/errors.ts';
import { oneLine } from '#lib/domain/log-line.ts';

export type Scanner = (path: string) => Promise<{ scan: 'clean' | 'not_scanned'; note: string }>;

const TIMEOUT_MS = 60_000;

/** `host:port`, or `unix:/path/of/the.socket`. @throws Error when it is neither */
export function parseClamdAddress(address: string): { path: string } | { host: string; port: number } {
  if (address.startsWith('unix:/')) return { path: address.slice('unix:'.length) };
  const match = /^(\[[0-9a-f:]+\]|[^:\s]+):(\d{1,5})$/i.exec(address);
  if (!match?.[1] || Number(match[2]) > 65_535) throw new Error('PROVISO_CLAMD must be host:port or unix:/path.');
  return { host: match[1].replace(/^\[|\]$/g, ''), port: Number(match[2]) };
}

/** Whether the socket takes more; false when it was closed instead. */
function drained(socket: Socket): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (): void => {
      socket.off('drain', settle).off('close', settle);
      resolve(!socket.destroyed);
    };
    socket.on('drain', settle).on('close', settle);
  });
}

async function sendFile(socket: Socket, path: string): Promise<void> {
  socket.write('zINSTREAM\0');
  for await (const chunk of createReadStream(path, { highWaterMark: 65_536 })) {
    const size = Buffer.alloc(4);
    size.writeUInt32BE((chunk as Buffer).length);
    socket.write(size);
    if (!socket.write(chunk) && !(await drained(socket))) return;
  }
  socket.write(Buffer.alloc(4));
}

function ask(address: ReturnType<typeof parseClamdAddress>, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(address);
    let said = '';
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error('clamd does not answer')));
    socket.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(said.replaceAll('\0', '').trim()));
    socket.on('connect', () => {
      sendFile(socket, path).catch(reject);
    });
  });
}

/**
 * @param address null: nothing scans
 * The scanner it returns throws AppError `file_refused` for what is infected, and `unavailable` when clamd does not answer or
 * answers something else: with a scanner configured, nothing comes in unscanned.
 */
export function createScanner(address: string | null): Scanner {
  if (address === null) return async () => ({ scan: 'not_scanned', note: 'No virus scanner is configured.' });
  const where = parseClamdAddress(address);
  return async (path) => {
    const answer = await ask(where, path).catch((error: Error) => `no answer: ${error.message}`);
    if (answer === 'stream: OK') return { scan: 'clean', note: 'clamd found nothing.' };
    const infected = /^stream: (.{1,200}) FOUND$/.exec(answer)?.[1];
    if (infected) throw new AppError('file_refused', `The file was not taken: the virus scanner says ${infected}.`, { field: 'files' });
    if (/size limit exceeded/i.test(answer)) {
      throw new AppError('file_refused', 'The file was not taken: it is larger than the virus scanner looks at. Send a smaller one.', {
        field: 'files',
      });
    }
    process.stderr.write(`virus scanner: ${oneLine(answer)}\n`);
    throw new AppError(
      'unavailable',
      'The virus scanner does not answer, so no file can be taken now. Nothing was changed. Try again in a moment.',
    );
  };
}
