import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Database } from '#lib/data/client.ts';
import { openFileStore } from '#lib/data/files/file-store.ts';
import { AppError } from '#lib/domain/errors.ts';
import type { Context } from '#lib/operations/context.ts';
import { readUpload } from './upload.ts';

const folder = mkdtempSync(join(tmpdir(), 'proviso-upload-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const context: Context = {
  db: { files: openFileStore({ folder, maxBytes: 1024 * 1024 }) } as unknown as Database,
  actor: { principalId: randomUUID(), name: 'Somebody', kind: 'person', onBehalfOfId: null, grants: [] },
  requestId: randomUUID(),
  now: () => new Date().toISOString(),
  secret: 'a secret of this test',
  idempotencyKey: null,
};

const PART = '--b\r\nContent-Disposition: form-data; name="files"; filename="letter.txt"\r\nContent-Type: text/plain\r\n\r\n';

/** A body in pieces. @param end `end` after the last of them, or as a connection that is lost */
function requestOf(pieces: string[], end: 'end' | 'lost'): Request {
  const left = [...pieces];
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const piece = left.shift();
      // Time for the store to begin with the part before it breaks off.
      await new Promise((resolve) => setTimeout(resolve, 20));
      if (piece !== undefined) controller.enqueue(Buffer.from(piece));
      else if (end === 'end') controller.close();
      else controller.error(new Error('The connection was lost.'));
    },
  });
  const headers = { 'Content-Type': 'multipart/form-data; boundary=b' };
  return new Request('http://localhost/upload/x', { method: 'POST', headers, body, duplex: 'half' } as RequestInit);
}

const filesIn = (name: string): number =>
  readdirSync(join(folder, name), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;

const outcomeOf = (request: Request): Promise<string> =>
  Promise.race([
    readUpload(request, context).then(
      ({ files }) => `${files.length} taken`,
      (error) => (error instanceof AppError ? `${error.code}: ${error.message}` : String(error)),
    ),
    new Promise<string>((resolve) => setTimeout(resolve, 3000, 'still waiting')),
  ]);

test('a body that breaks off within a file is refused, and nothing of it stays', { timeout: 20_000 }, async () => {
  expect(await outcomeOf(requestOf([PART, 'A letter.', '\r\n--b--\r\n'], 'end')), 'control').toBe('1 taken');
  const before = filesIn('');
  for (const end of ['end', 'lost'] as const) {
    for (const pieces of [
      [PART, 'The beginning of a letter'],
      [PART, 'x'.repeat(300_000), 'y'.repeat(300_000)],
    ]) {
      expect(await outcomeOf(requestOf(pieces, end)), `${end} after ${pieces.length}`).toMatch(
        /^invalid_request: The form could not be read/,
      );
      expect(filesIn('coming')).toBe(0);
    }
  }
  expect(filesIn('')).toBe(before);
});

test('a refused file ends the request though its body goes on, and an earlier file of it is kept aside only', {
  timeout: 20_000,
}, async () => {
  const pieces = [PART, 'A first letter.', `\r\n${PART}`, 'x'.repeat(1024 * 1024), 'y'.repeat(1000), `\r\n${PART}more\r\n--b--\r\n`];
  expect(await outcomeOf(requestOf(pieces, 'end'))).toMatch(/^payload_too_large/);
  expect(filesIn('coming')).toBe(0);
});
