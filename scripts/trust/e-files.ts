/** E1, E2, B11: files that are malformed, that unpack to more than they say, and that are changed under their name. */
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { inflateRawSync } from 'node:zlib';
import { readContent, UnreadableFile } from '#lib/data/files/content-reader.ts';
import { detectFile } from '#lib/data/files/detect.ts';
import { type FileStore, openFileStore } from '#lib/data/files/file-store.ts';
import { fileKindOf, requireFileKind } from '#lib/domain/file-kind.ts';
import { makePdf } from '#lib/operations/evidence.fixture.ts';
import { ACCEPTED, countBy, createTally, outcomeOf, rounded } from './check.ts';
import { makeZip, officeParts, type ZipEntry } from './files/zip-maker.ts';
import { createRandom, type Random } from './random.ts';
import type { TrustRun, TrustTest } from './types.ts';

const MEBIBYTE = 1024 * 1024;

interface Folder {
  store: FileStore;
  path: string;
  /** Files that are kept. */
  kept(): number;
  close(): void;
}

function openFolder(): Folder {
  const path = mkdtempSync(join(tmpdir(), 'proviso-trust-files-'));
  const kept = () => readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;
  return { store: openFileStore({ folder: path }), path, kept, close: () => rmSync(path, { recursive: true, force: true }) };
}

const put = (store: FileStore, bytes: Buffer, fileName: string) => store.put(Readable.from([bytes]), { fileName });

/** The refusals that a malformed file may end in. */
const REFUSALS = new Set(['unsupported_media_type', 'file_refused', 'invalid_request', 'payload_too_large']);

interface Malformed {
  name: string;
  bytes: Buffer;
  /** It must not be taken; otherwise it may be, since it may still be a file of its kind. */
  mustRefuse?: boolean;
}

/** Each names a rule that it breaks. */
function knownFaults(): Malformed[] {
  const docx = (more: readonly ZipEntry[]) => makeZip([...officeParts('docx'), ...more]);
  const part = (name: string, text: string, more: Partial<ZipEntry> = {}): ZipEntry => ({ name, data: Buffer.from(text), ...more });
  const refused = (name: string, bytes: Buffer): Malformed => ({ name, bytes, mustRefuse: true });
  const entity = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>';
  return [
    refused('macro.docx', docx([part('word/vbaProject.bin', 'x')])),
    refused('sheet-macro.xlsx', makeZip([...officeParts('xlsx'), part('xl/vbaProject.bin', 'x')])),
    refused('nested.docx', docx([{ name: 'word/embeddings/inner.bin', data: makeZip(officeParts('docx')), stored: true }])),
    refused('nested-by-name.docx', docx([part('word/embeddings/inner.zip', 'x')])),
    refused('link.docx', docx([part('word/media/link', '/etc/passwd', { mode: 0o120777 })])),
    refused('path.docx', docx([part('../../outside.xml', 'x')])),
    refused('absolute.docx', docx([part('/etc/cron.d/x', 'x')])),
    refused('backslash.docx', docx([part('..\\outside.xml', 'x')])),
    refused('protected.docx', docx([part('word/secret.xml', 'x', { flags: 1 })])),
    refused('twice.docx', docx([part('word/a.xml', 'x'), part('word/a.xml', 'y')])),
    refused('lying-small.docx', docx([part('word/a.xml', 'x'.repeat(100_000), { declaredSize: 10 })])),
    refused('lying-large.docx', docx([part('word/a.xml', 'x', { declaredSize: 100_000 })])),
    refused('wrong-count.docx', makeZip(officeParts('docx'), 60_000)),
    refused('text.docx', Buffer.from('no zip at all')),
    refused('empty.txt', Buffer.alloc(0)),
    refused('nul.csv', Buffer.from('a,b\n1,\0\n')),
    refused('page.txt', Buffer.from('<html><script>1</script></html>')),
    refused('markup.csv', Buffer.from('a,b\n<svg onload=alert(1)>,x\n')),
    {
      name: 'entity.docx',
      bytes: makeZip(
        officeParts('docx', '&e;').map((entry) =>
          entry.name === 'word/document.xml' ? { ...entry, data: Buffer.from(entry.data.toString().replace('?>', `?>${entity}`)) } : entry,
        ),
      ),
    },
    { name: 'mark.csv', bytes: Buffer.from('\ufeffa,b\r\n1,2\n3,4\r5,6') },
    { name: 'utf16.txt', bytes: Buffer.from('\ufeffText in UTF-16', 'utf16le') },
    { name: 'columns.csv', bytes: Buffer.from(`${'x,'.repeat(1_000_000)}\n`) },
    { name: 'same-heads.csv', bytes: Buffer.from('a,a,a\n1,2,3\n') },
  ];
}

/** A good file with something broken at random: cut, bytes turned, a piece doubled, zeros put in. */
function breakAtRandom(random: Random, good: Buffer): Buffer {
  const at = random.int(good.length);
  const length = 1 + random.int(Math.max(1, good.length >> 2));
  const copy = Buffer.from(good);
  const how = random.int(4);
  if (how === 0) return copy.subarray(0, at);
  if (how === 1) return Buffer.concat([copy.subarray(0, at), copy.subarray(at, at + length), copy.subarray(at)]);
  if (how === 2) return Buffer.concat([copy.subarray(0, at), Buffer.alloc(length), copy.subarray(at)]);
  for (let n = 0; n < 1 + random.int(40); n += 1) copy[random.int(copy.length)] = random.int(256);
  return copy;
}

async function baseFiles(): Promise<[string, Buffer][]> {
  const { default: sharp } = await import('sharp');
  const picture = sharp({ create: { width: 60, height: 40, channels: 3, background: '#456' } });
  return [
    ['letter.pdf', makePdf('A letter of one page.')],
    ['memo.docx', makeZip(officeParts('docx'))],
    ['sheet.xlsx', makeZip(officeParts('xlsx'))],
    ['plan.png', await picture.clone().png().toBuffer()],
    ['photo.jpg', await picture.clone().jpeg().toBuffer()],
    ['rows.csv', Buffer.from('city,answer\nStockton,yes\n'.repeat(50))],
  ];
}

/** What is done with a file once it is taken; it may be unreadable, and nothing else. */
async function lookInto(store: FileStore, sha256: string, mediaType: string): Promise<string> {
  const kind = fileKindOf(mediaType);
  const path = await store.check(sha256);
  const jobs = [
    ...(kind?.readable ? [{ kind: 'text' as const, path, mediaType }] : []),
    ...(kind?.preview === 'image' || kind?.preview === 'pages' ? [{ kind: 'picture' as const, path, mediaType, page: 1 }] : []),
  ];
  for (const job of jobs) {
    try {
      await readContent(job);
    } catch (error) {
      if (!(error instanceof UnreadableFile)) return `fault: ${String(error)}`;
      return 'unreadable';
    }
  }
  return 'read';
}

/** The control: the same rule without a look into the file. @returns how many of those that must be refused it takes */
async function takenByNameAlone(folder: Folder, known: readonly Malformed[]): Promise<number> {
  const path = join(folder.path, 'judged');
  let taken = 0;
  for (const { name, bytes } of known.filter((file) => file.mustRefuse)) {
    writeFileSync(path, bytes);
    if ((await outcomeOf(detectFile(path).then((detected) => requireFileKind(name, detected)))) === ACCEPTED) taken += 1;
  }
  return taken;
}

async function malformedFiles(run: TrustRun) {
  const folder = openFolder();
  const tally = createTally();
  const random = createRandom(run.seed);
  const good = await baseFiles();
  for (const [name, bytes] of good)
    tally.check((await outcomeOf(put(folder.store, bytes, name))) === ACCEPTED, `${name} is good and was refused`);
  const known = knownFaults();
  const wanted = run.scale(60, 500);
  const broken = Array.from({ length: wanted - known.length }, (): Malformed => {
    const [name, bytes] = random.pick(good);
    return { name, bytes: breakAtRandom(random, bytes) };
  });
  const outcomes: string[] = [];
  let worstMs = 0;
  const memory = process.memoryUsage().rss;
  let mostMemory = memory;
  for (const { name, bytes, mustRefuse } of [...known, ...broken]) {
    const before = folder.kept();
    const started = performance.now();
    const file = put(folder.store, bytes, name);
    let outcome = await outcomeOf(file);
    if (outcome === ACCEPTED) {
      tally.check(!mustRefuse, `${name} was taken`);
      const { sha256, mediaType } = await file;
      outcome = await lookInto(folder.store, sha256, mediaType);
      tally.check(outcome === 'read' || outcome === 'unreadable', `${name}: ${outcome}`);
    } else {
      tally.check(REFUSALS.has(outcome), `${name}: ${outcome}`);
      tally.check(folder.kept() === before, `${name} was refused and left something behind`);
    }
    outcomes.push(outcome);
    worstMs = Math.max(worstMs, performance.now() - started);
    mostMemory = Math.max(mostMemory, process.memoryUsage().rss);
  }
  const unguarded = await takenByNameAlone(folder, known);
  folder.close();
  return tally.figures(
    {
      files: known.length + broken.length,
      ...countBy(outcomes),
      'worst seconds': rounded(worstMs / 1000, 2),
      'extra MiB': rounded((mostMemory - memory) / MEBIBYTE),
    },
    {
      what: 'the files that must be refused, judged by name and content type alone',
      failedAsItMust: unguarded > 0,
      figures: { taken: unguarded },
    },
  );
}

function bombs(): Malformed[] {
  const zeros = Buffer.alloc(100 * MEBIBYTE);
  const docx = (more: readonly ZipEntry[]) => makeZip([...officeParts('docx'), ...more]);
  const layer = makeZip([{ name: 'zeros', data: Buffer.alloc(20 * MEBIBYTE) }]);
  const many = Array.from({ length: 100_000 }, (_, n): ZipEntry => ({ name: `word/${n}.xml`, data: Buffer.from('x'), stored: true }));
  return [
    { name: '1,000 to 1', bytes: docx([{ name: 'word/zeros.xml', data: zeros }]) },
    {
      name: 'many parts of 60 MiB',
      bytes: docx(Array.from({ length: 5 }, (_, n) => ({ name: `word/${n}.xml`, data: zeros.subarray(0, 60 * MEBIBYTE) }))),
    },
    { name: 'nested', bytes: docx([{ name: 'word/inner.bin', data: layer, stored: true }]) },
    { name: 'lying size', bytes: docx([{ name: 'word/zeros.xml', data: zeros, declaredSize: 100 }]) },
    { name: '100,000 entries', bytes: docx(many) },
  ];
}

async function zipBombs() {
  const folder = openFolder();
  const tally = createTally();
  const all = bombs();
  const figures: Record<string, number> = {};
  for (const { name, bytes } of all) {
    globalThis.gc?.();
    const before = process.memoryUsage();
    const started = performance.now();
    const outcome = await outcomeOf(put(folder.store, bytes, `${name}.docx`));
    const ms = performance.now() - started;
    const now = process.memoryUsage();
    const extra = (now.rss - before.rss) / MEBIBYTE;
    tally.check(outcome === 'file_refused' || outcome === 'unsupported_media_type', `${name}: ${outcome}`);
    tally.check(ms < 1000, `${name}: ${rounded(ms)} ms`);
    tally.check(extra < 100, `${name}: ${rounded(extra)} MiB`);
    figures[`${name}, ms`] = rounded(ms);
  }
  tally.check(folder.kept() === 0, 'something of them stayed');
  folder.close();
  // The control: the same first bomb, simply unpacked.
  const bomb = all[0]?.bytes ?? Buffer.alloc(0);
  const name = 'word/zeros.xml';
  const from = bomb.indexOf(name) + name.length;
  const unpacked = inflateRawSync(bomb.subarray(from)).length;
  return tally.figures(figures, {
    what: 'the first of them, unpacked without a guard',
    failedAsItMust: unpacked > 64 * MEBIBYTE,
    figures: { 'MiB unpacked': unpacked / MEBIBYTE },
  });
}

async function changedFiles(run: TrustRun) {
  const folder = openFolder();
  const tally = createTally();
  const random = createRandom(run.seed);
  const rounds = run.scale(20, 200);
  let silent = 0;
  let seenBySize = 0;
  for (let round = 0; round < rounds; round += 1) {
    const [old, current] = await Promise.all(
      ['old', 'new'].map((word) => put(folder.store, Buffer.from(`The ${word} version of ${round}.`), 'scan.txt')),
    );
    if (!old || !current) throw new Error('Nothing was stored.');
    const bytes = await folder.store.read(current.sha256);
    const at = random.int(bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.int(8));
    const place = join(folder.path, current.sha256.slice(0, 2), current.sha256);
    writeFileSync(place, bytes);
    // The control: what a look at the name and the size says of the same change.
    if (!existsSync(place) || statSync(place).size !== current.sizeBytes) seenBySize += 1;
    for (const read of [() => folder.store.read(current.sha256), () => folder.store.check(current.sha256)]) {
      const outcome = await outcomeOf(read());
      if (outcome === ACCEPTED) silent += 1;
      tally.check(outcome === 'evidence_damaged', `a changed bit gave ${outcome}`);
    }
    tally.check((await outcomeOf(folder.store.read(old.sha256))) === ACCEPTED, 'the version before was not served');
  }
  folder.close();
  return tally.figures(
    { files: rounds, 'bits changed': rounds, silent },
    {
      what: 'a check by name and size alone',
      failedAsItMust: seenBySize < rounds,
      figures: { 'changes it sees': seenBySize, of: rounds },
    },
  );
}

export const fileTests: readonly TrustTest[] = [
  {
    id: 'B11',
    title: 'A file of evidence replaced under its name',
    must: 'the digest does not match and that is the answer; the version before is still served',
    run: changedFiles,
  },
  {
    id: 'E1',
    title: 'Malformed files: cut, turned, doubled, wrong zip sizes, nested zip, macro, external entity, protected, NUL, UTF-16',
    must: 'refused with a sentence and nothing kept, or kept and at worst unreadable; no crash',
    run: malformedFiles,
  },
  {
    id: 'E2',
    title: 'Zip bombs: 1,000 to 1, nested, lying size, 100,000 entries',
    must: 'refused before anything opens them, under 1 second and under 100 MiB',
    run: zipBombs,
  },
];
