/**
 * Looks through a zip before anything opens it: what it declares, then what it really unpacks to, counted while it is
 * unpacked into nothing. A bomb is refused after its caps, whatever its headers say.
 */
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { AppError } from '#lib/domain/errors.ts';

export const ZIP_LIMITS = {
  entries: 2000,
  /** Of one entry, and of all together, unpacked. */
  entryBytes: 64 * 1024 * 1024,
  totalBytes: 128 * 1024 * 1024,
  /** Unpacked to packed, once an entry is larger than a few kilobytes. */
  ratio: 200,
  ratioFrom: 256 * 1024,
} as const;

const refuse = (why: string): AppError => new AppError('file_refused', `The file was not taken: ${why}.`, { field: 'files' });

const ARCHIVE = /\.(zip|jar|7z|rar|gz|tgz|bz2|xz|tar|docx|xlsx|pptx|docm|xlsm|pptm|odt|ods|iso|cab)$/i;
const MACROS = /(^|\/)(vbaproject\.bin|vbadata\.xml)$|(^|\/)(activex|macrosheets|dialogsheets)\//i;
const S_IFMT = 0o170000;
const S_IFREG = 0o100000;
const S_IFDIR = 0o040000;

function requirePlainEntry(entry: Entry): void {
  const name = entry.fileName;
  if (name.startsWith('/') || /^[a-z]:/i.test(name) || name.includes('\\') || name.split('/').includes('..'))
    throw refuse('a name inside it is a path');
  const type = (entry.externalFileAttributes >>> 16) & S_IFMT;
  if (type !== 0 && type !== S_IFREG && type !== S_IFDIR) throw refuse('it contains a link');
  if ((entry.generalPurposeBitFlag & 1) !== 0) throw refuse('it is protected by a password');
  if (MACROS.test(name)) throw refuse('it contains macros');
  if (ARCHIVE.test(name)) throw refuse('it contains another archive');
}

function requireDeclared(entry: Entry, total: number): void {
  if (entry.uncompressedSize > ZIP_LIMITS.entryBytes || total > ZIP_LIMITS.totalBytes) throw refuse('it unpacks to more than is accepted');
  const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize);
  if (entry.uncompressedSize > ZIP_LIMITS.ratioFrom && ratio > ZIP_LIMITS.ratio) throw refuse('it is packed beyond what a document is');
}

const openZip = (path: string): Promise<ZipFile> =>
  new Promise((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true, strictFileNames: true }, (error, zip) => {
      if (error) reject(refuse('it is not a readable zip'));
      else resolve(zip);
    });
  });

/** Unpacks one entry into nothing. @returns its first bytes and how many there were */
function count(zip: ZipFile, entry: Entry, left: number): Promise<{ bytes: number; head: Buffer }> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error) return reject(refuse('a part of it cannot be unpacked'));
      let bytes = 0;
      let head = Buffer.alloc(0);
      stream.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (head.length < 4) head = Buffer.concat([head, chunk.subarray(0, 4)]);
        const packed = Math.max(1, entry.compressedSize);
        const bomb = bytes > ZIP_LIMITS.entryBytes || bytes > left || (bytes > ZIP_LIMITS.ratioFrom && bytes / packed > ZIP_LIMITS.ratio);
        if (bomb) stream.destroy(refuse('it unpacks to more than is accepted'));
      });
      stream.on('error', (problem) => reject(problem instanceof AppError ? problem : refuse('a part of it is damaged')));
      stream.on('end', () => resolve({ bytes, head }));
    });
  });
}

/** The entries one after the other; a broken directory ends in a refusal, never in a crash. */
async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry, void, undefined> {
  for (;;) {
    const entry = await new Promise<Entry | null>((resolve, reject) => {
      const settle = (act: () => void) => {
        zip.removeAllListeners();
        act();
      };
      zip.once('entry', (next: Entry) => settle(() => resolve(next)));
      zip.once('end', () => settle(() => resolve(null)));
      zip.once('error', () => settle(() => reject(refuse('its directory is damaged'))));
      zip.readEntry();
    });
    if (entry === null) return;
    yield entry;
  }
}

/**
 * @param path of a file whose content says that it is an Office document
 * @throws AppError `file_refused` naming why
 */
export async function requireSafeZip(path: string): Promise<void> {
  const zip = await openZip(path);
  try {
    if (zip.entryCount > ZIP_LIMITS.entries) throw refuse(`it has more than ${ZIP_LIMITS.entries} parts`);
    const entries: Entry[] = [];
    let declared = 0;
    for await (const entry of entriesOf(zip)) {
      requirePlainEntry(entry);
      declared += entry.uncompressedSize;
      requireDeclared(entry, declared);
      entries.push(entry);
    }
    if (new Set(entries.map((entry) => entry.fileName)).size !== entries.length) throw refuse('two parts of it have one name');
    let left: number = ZIP_LIMITS.totalBytes;
    for (const entry of entries) {
      if (entry.fileName.endsWith('/')) continue;
      const { bytes, head } = await count(zip, entry, left);
      left -= bytes;
      if (head.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004'))) throw refuse('it contains another archive');
    }
  } finally {
    zip.close();
  }
}
