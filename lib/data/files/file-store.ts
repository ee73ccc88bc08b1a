/**
 * The store of files: bytes under their SHA-256, the same bytes once. A file comes in as a stream, is hashed while it is
 * written beside its place, looked through, and moved there in one step; whatever is read is hashed again. What the database
 * says of a file is its digest, so a file that was changed under its name is found at the next read. The disk is flydrive's,
 * so that another of its drivers can stand in its place.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Disk } from 'flydrive';
import { FSDriver } from 'flydrive/drivers/fs';
import { AppError } from '#lib/domain/errors.ts';
import { requireFileKind, safeFileName } from '#lib/domain/file-kind.ts';
import { MAX_PIXELS } from './content-job.ts';
import { readContent, UnreadableFile } from './content-reader.ts';
import { detectFile } from './detect.ts';
import { createScanner, type Scanner } from './virus-scan.ts';
import { requireSafeZip } from './zip-guard.ts';

export interface StoredFile {
  /** 64 hexadecimal digits. */
  sha256: string;
  sizeBytes: number;
  mediaType: string;
  /** Safe to show and to send; never a path. */
  fileName: string;
  scan: 'clean' | 'not_scanned';
  scanNote: string;
}

export interface FileStore {
  /** The cap where none smaller is given. */
  readonly maxBytes: number;
  /** @throws AppError `payload_too_large`, `unsupported_media_type`, `file_refused`, `invalid_request`, `unavailable` */
  put(stream: Readable, given: { fileName: string; maxBytes?: number | undefined }): Promise<StoredFile>;
  /** The bytes, hashed again. @throws AppError `evidence_damaged` when they are gone or are others */
  read(sha256: string): Promise<Buffer>;
  /** Hashes a file where it lies, without holding it. @returns its path @throws AppError `evidence_damaged` */
  check(sha256: string): Promise<string>;
  /** The SHA-256 of a text, as versions of text are known by. */
  digest(text: string): string;
  /** Deletes files that nothing names and that are older; returns how many. */
  clear(isNamed: (sha256: string[]) => Promise<Set<string>>, olderThanMs: number): Promise<number>;
}

export interface FileStoreOptions {
  folder: string;
  maxBytes?: number | undefined;
  /** Of clamd; null or absent: nothing scans. */
  clamd?: string | null | undefined;
}

export const DEFAULT_MAX_BYTES = 50 * 1024 * 1024;
const DIGEST = /^[0-9a-f]{64}$/;
/** The folders of the store: what is being received, and by the first two digits of a digest. */
const COMING = 'coming';
const PART = /^[0-9a-f]{2}$/;
const damaged = (): AppError =>
  new AppError(
    'evidence_damaged',
    'The stored file is not the one that was recorded: its bytes do not give the recorded SHA-256, or they are gone.',
  );

/** Two levels of folders, so that none grows too large. */
const keyOf = (sha256: string): string => {
  if (!DIGEST.test(sha256)) throw damaged();
  return `${sha256.slice(0, 2)}/${sha256}`;
};

async function hashStream(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of stream) hash.update(chunk);
  return hash.digest('hex');
}

const tooLarge = (name: string, maxBytes: number): AppError =>
  new AppError('payload_too_large', `${name} is larger than ${Math.floor(maxBytes / 1024 / 1024) || 1} MB.`, { field: 'files' });

/** Writes and hashes at once; stops as soon as the cap is passed. */
async function receive(stream: Readable, path: string, name: string, maxBytes: number): Promise<{ sha256: string; sizeBytes: number }> {
  const hash = createHash('sha256');
  let sizeBytes = 0;
  async function* counted(source: AsyncIterable<Buffer>) {
    for await (const chunk of source) {
      sizeBytes += chunk.length;
      if (sizeBytes > maxBytes) throw tooLarge(name, maxBytes);
      hash.update(chunk);
      yield chunk;
    }
  }
  await pipeline(stream, counted, createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }));
  if (sizeBytes === 0) throw new AppError('invalid_request', `${name} is empty.`, { field: 'files' });
  return { sha256: hash.digest('hex'), sizeBytes };
}

async function requireSmallPicture(path: string, name: string): Promise<void> {
  try {
    const answer = await readContent({ kind: 'measure', path });
    if (answer.kind === 'measure' && answer.width * answer.height <= MAX_PIXELS) return;
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    throw new AppError('file_refused', `${name} was not taken: the picture is damaged.`, { field: 'files' });
  }
  throw new AppError('file_refused', `${name} was not taken: the picture has more than ${MAX_PIXELS / 1_000_000} million pixels.`, {
    field: 'files',
  });
}

/** Its kind, once nothing speaks against it. */
async function inspect(path: string, name: string): Promise<string> {
  const kind = requireFileKind(name, await detectFile(path));
  if (kind.zipped) await requireSafeZip(path);
  if (kind.preview === 'image') await requireSmallPicture(path, name);
  return kind.mediaType;
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Full, read only, or not there: no fault of who sends. */
const DISK_FAULT = /^(ENOSPC|EROFS|EACCES|EPERM|EIO|EDQUOT|EMFILE|ENFILE|ENOTDIR|ENOENT)$/;

function asRefusal(error: unknown): unknown {
  if (!DISK_FAULT.test((error as { code?: string }).code ?? '')) return error;
  return new AppError('unavailable', 'The store of files cannot be written. Nothing was changed. Try again in a moment.');
}

class DiskStore implements FileStore {
  readonly maxBytes: number;
  readonly #folder: string;
  readonly #disk: Disk;
  readonly #scan: Scanner;

  constructor({ folder, maxBytes = DEFAULT_MAX_BYTES, clamd = null }: FileStoreOptions) {
    this.maxBytes = maxBytes;
    this.#folder = folder;
    this.#disk = new Disk(new FSDriver({ location: folder, visibility: 'private' }));
    this.#scan = createScanner(clamd);
  }

  async put(stream: Readable, given: { fileName: string; maxBytes?: number | undefined }): Promise<StoredFile> {
    const fileName = safeFileName(given.fileName);
    const coming = join(this.#folder, COMING);
    const temporary = join(coming, randomUUID());
    try {
      await mkdir(coming, { recursive: true, mode: 0o700 });
      const { sha256, sizeBytes } = await receive(stream, temporary, fileName, Math.min(given.maxBytes ?? this.maxBytes, this.maxBytes));
      const mediaType = await inspect(temporary, fileName);
      const { scan, note } = await this.#scan(temporary);
      await this.#keep(temporary, sha256);
      return { sha256, sizeBytes, mediaType, fileName, scan, scanNote: note };
    } catch (error) {
      stream.resume();
      throw asRefusal(error);
    } finally {
      await rm(temporary, { force: true });
    }
  }

  /**
   * The same bytes are kept once; bytes that were changed under their name are replaced by the right ones. What was there counts as
   * new from now on: nobody may have named it yet, and clearing must not take it from whoever is about to.
   */
  async #keep(temporary: string, sha256: string): Promise<void> {
    const place = join(this.#folder, keyOf(sha256));
    if ((await hashStream(createReadStream(place)).catch(() => null)) === sha256) {
      const now = new Date();
      return utimes(place, now, now);
    }
    const folder = join(place, '..');
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await rename(temporary, place);
    await syncFolder(folder);
  }

  async read(sha256: string): Promise<Buffer> {
    const bytes = await this.#disk.getBytes(keyOf(sha256)).catch(() => null);
    if (bytes === null || createHash('sha256').update(bytes).digest('hex') !== sha256) throw damaged();
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  async check(sha256: string): Promise<string> {
    const path = join(this.#folder, keyOf(sha256));
    const found = await hashStream(createReadStream(path)).catch(() => null);
    if (found !== sha256) throw damaged();
    return path;
  }

  digest(text: string): string {
    return createHash('sha256').update(text, 'utf8').digest('hex');
  }

  async clear(isNamed: (sha256: string[]) => Promise<Set<string>>, olderThanMs: number): Promise<number> {
    const limit = Date.now() - olderThanMs;
    let cleared = 0;
    // Whatever else lies in the folder is not the store's.
    for (const folder of (await readdir(this.#folder).catch(() => [])).filter((name) => name === COMING || PART.test(name))) {
      const files = await readdir(join(this.#folder, folder)).catch(() => []);
      const names = folder === COMING ? files : files.filter((name) => DIGEST.test(name));
      const named = folder === COMING ? new Set<string>() : await isNamed(names);
      for (const name of names.filter((file) => !named.has(file))) cleared += await removeOld(join(this.#folder, folder, name), limit);
    }
    return cleared;
  }
}

async function removeOld(path: string, limit: number): Promise<number> {
  const found = await stat(path).catch(() => null);
  if (!found?.isFile() || found.mtimeMs >= limit) return 0;
  await rm(path, { force: true });
  return 1;
}

export const openFileStore = (options: FileStoreOptions): FileStore => new DiskStore(options);
