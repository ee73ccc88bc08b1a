import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { AppError } from '#lib/domain/errors.ts';
import { openFileStore } from './file-store.ts';

const folder = mkdtempSync(join(tmpdir(), 'proviso-store-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const store = openFileStore({ folder, maxBytes: 1024 * 1024 });
const put = (bytes: Buffer | string, fileName: string, in_ = store) => in_.put(Readable.from([Buffer.from(bytes)]), { fileName });
const digest = (text: string) => createHash('sha256').update(text).digest('hex');
const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'taken',
    (error) => (error instanceof AppError ? error.code : String(error)),
  );
const filesIn = () => readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;

test('the same bytes are kept once, under their digest, whatever they are called', async () => {
  const before = filesIn();
  const first = await put('A policy.', 'policy.txt');
  const second = await put('A policy.', '../../etc/other name.txt');
  expect([first.sha256, second.sha256]).toEqual([digest('A policy.'), digest('A policy.')]);
  expect(second.fileName).toBe('other name.txt');
  expect(filesIn()).toBe(before + 1);
  expect((await store.read(first.sha256)).toString()).toBe('A policy.');
  expect(first.scan).toBe('not_scanned');
});

test('a changed byte is found at the next read, and the right bytes put again heal the store', async () => {
  const { sha256 } = await put('What was adopted.', 'adopted.txt');
  const place = join(folder, sha256.slice(0, 2), sha256);
  expect(await codeOf(store.read(sha256)), 'control').toBe('taken');
  writeFileSync(place, 'What was Adopted.');
  expect(await codeOf(store.read(sha256))).toBe('evidence_damaged');
  expect(await codeOf(store.check(sha256))).toBe('evidence_damaged');
  await put('What was adopted.', 'adopted.txt');
  expect(readFileSync(place, 'utf8')).toBe('What was adopted.');
  rmSync(place);
  expect(await codeOf(store.read(sha256))).toBe('evidence_damaged');
});

test('what is too large is refused while it arrives, and nothing of it stays', async () => {
  const before = filesIn();
  let sent = 0;
  const endless = Readable.from(
    (function* () {
      for (; sent < 100; sent += 1) yield Buffer.alloc(256 * 1024, 97);
    })(),
  );
  expect(await codeOf(store.put(endless, { fileName: 'long.txt' }))).toBe('payload_too_large');
  expect(filesIn()).toBe(before);
});

test.each([
  ['an empty file', '', 'empty.txt', 'invalid_request'],
  ['a page', '<!doctype html><p>Hello', 'page.txt', 'unsupported_media_type'],
  ['a page by its name', 'Hello', 'page.html', 'unsupported_media_type'],
  ['a drawing with a script', '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', 'drawing.png', 'unsupported_media_type'],
  ['a program', Buffer.from('MZ\x90\0\x03', 'latin1'), 'setup.pdf', 'unsupported_media_type'],
  ['two endings', 'text', 'policy.exe.txt', 'unsupported_media_type'],
  ['no ending', 'text', 'policy', 'unsupported_media_type'],
  ['text called a PDF', 'text', 'policy.pdf', 'unsupported_media_type'],
  ['bytes called text', Buffer.from([1, 2, 3, 0, 255]), 'bytes.txt', 'unsupported_media_type'],
])('%s is refused', async (_, bytes, name, code) => {
  const before = filesIn();
  expect(await codeOf(put(bytes, name))).toBe(code);
  expect(filesIn()).toBe(before);
});

test('pictures are measured before they are opened', async () => {
  const small = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#fff' } })
    .png()
    .toBuffer();
  expect((await put(small, 'plan.png')).mediaType).toBe('image/png');
  const flood = await sharp({ create: { width: 9000, height: 9000, channels: 3, background: '#fff' }, limitInputPixels: false })
    .png()
    .toBuffer();
  expect(flood.length).toBeLessThan(1024 * 1024);
  expect(await codeOf(put(flood, 'flood.png'))).toBe('file_refused');
  expect(await codeOf(put(small, 'plan.jpg'))).toBe('unsupported_media_type');
});

/** A clamd that answers what it is told to. */
async function withScanner(answer: string | null, work: (address: string) => Promise<void>): Promise<void> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      if (chunk.subarray(-4).equals(Buffer.alloc(4))) answer === null ? socket.destroy() : socket.end(`${answer}\0`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await work(typeof address === 'object' && address ? `127.0.0.1:${address.port}` : '');
  await new Promise((resolve) => server.close(resolve));
}

test.each([
  ['finds nothing', 'stream: OK', 'taken'],
  ['finds something', 'stream: Eicar-Test-Signature FOUND', 'file_refused'],
  ['takes no file of that size', 'INSTREAM size limit exceeded. ERROR', 'file_refused'],
  ['cannot say', 'stream: lstat() failed ERROR', 'unavailable'],
  ['goes away', null, 'unavailable'],
])('a scanner that %s', async (_, answer, code) => {
  await withScanner(answer, async (clamd) => {
    const scanned = openFileStore({ folder, clamd });
    const file = put('To be scanned.', 'scan.txt', scanned);
    expect(await codeOf(file)).toBe(code);
    if (code === 'taken') expect((await file).scan).toBe('clean');
  });
});

test('a scanner that is not there takes nothing in unscanned', async () => {
  expect(await codeOf(put('Unscanned.', 'scan.txt', openFileStore({ folder, clamd: '127.0.0.1:1' })))).toBe('unavailable');
});

test('what is stored again counts as new, and what is not of the store is left', async () => {
  const { sha256 } = await put('Left and taken up again.', 'again.txt');
  const [part, other] = [join(folder, sha256.slice(0, 2)), join(folder, 'somebody-elses')];
  const old = new Date(Date.now() - 3_600_000);
  await mkdir(other, { recursive: true });
  for (const path of [join(other, 'notes.txt'), join(part, 'readme.txt')]) {
    await writeFile(path, 'Not a file of evidence.');
    await utimes(path, old, old);
  }
  await utimes(join(part, sha256), old, old);
  await put('Left and taken up again.', 'again.txt');
  const all = async (digests: string[]) => new Set(digests.filter((digest) => digest !== sha256));
  expect(await store.clear(all, 60_000)).toBe(0);
  await utimes(join(part, sha256), old, old);
  expect(await store.clear(all, 60_000)).toBe(1);
  expect((await readFile(join(other, 'notes.txt'), 'utf8')).length).toBeGreaterThan(0);
  await rm(other, { recursive: true });
});

test('what nothing names is cleared once it is old, and nothing else', async () => {
  const { sha256: kept } = await put('Named.', 'named.txt');
  const { sha256: orphan } = await put('Not named.', 'orphan.txt');
  const named = async (digests: string[]) => new Set(digests.filter((item) => item !== orphan));
  expect(await store.clear(named, 60_000)).toBe(0);
  expect(await store.clear(named, -60_000)).toBe(1);
  expect(await codeOf(store.read(kept))).toBe('taken');
  expect(await codeOf(store.read(orphan))).toBe('evidence_damaged');
});
