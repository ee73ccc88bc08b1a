/** Reading a multipart body: files go to the store while they arrive, fields are text. Nothing is read before the caller asked who sends. */
import { Readable } from 'node:stream';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { Busboy } from '@fastify/busboy';
import { AppError } from '#lib/domain/errors.ts';
import type { Context } from '#lib/operations/context.ts';
import { storeFile, type UploadedFile } from '#lib/operations/store-file.ts';
import { isStorable } from './body.ts';

export const MAX_FILES = 20;
const LIMITS = { fields: 60, fieldNameSize: 100, fieldSize: 256 * 1024, files: MAX_FILES, parts: MAX_FILES + 60, headerPairs: 50 };
const MULTIPART = /^multipart\/form-data\s*;.*boundary=/i;

export interface Upload {
  /** The first value of each field. */
  fields: Record<string, string>;
  files: UploadedFile[];
}

export const isMultipart = (request: Request): boolean => MULTIPART.test(request.headers.get('content-type') ?? '');

const malformed = (why: string): AppError => new AppError('invalid_request', `The form could not be read: ${why}.`, { field: 'files' });

/** What has come of a body so far. Whatever is wrong with one part ends the whole. */
class Reading {
  readonly fields = new Map<string, string>();
  readonly files: Promise<UploadedFile>[] = [];
  /** The part that is being read: there is one at a time. */
  #current: Readable | null = null;
  readonly #stop: (error: unknown) => void;

  constructor(stop: (error: unknown) => void) {
    this.#stop = stop;
  }

  field(name: string, value: string, truncated: boolean): void {
    if (truncated) this.#stop(new AppError('payload_too_large', `${name} is too long.`, { field: name }));
    if (!isStorable(name) || !isStorable(value)) this.#stop(malformed('it holds a character that is not text'));
    if (!this.fields.has(name)) this.fields.set(name, value);
  }

  /** The parser gives no next part before this one was read, so a form never fills the disk at once. */
  file(context: Context, stream: Readable, fileName: string, cap: number): void {
    // A browser sends an empty part for a field in which nothing was chosen.
    if (fileName === '') {
      stream.resume();
      return;
    }
    // An error may come before the store listens, and without a listener it would end the process.
    stream.on('error', () => undefined);
    this.#current = stream;
    const stored = storeFile(context, stream, { fileName, maxBytes: cap });
    stored.catch(this.#stop);
    this.files.push(stored);
  }

  /** No more will come: the parser gives a part that was broken off neither an end nor an error, and the store would wait for it. */
  breakOff(): void {
    this.#current?.destroy(malformed('it ended too early'));
  }

  /** Until the store has put away, or taken away, whatever it began with. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.files);
  }
}

/** What is left of a refused body is read into nothing, up to a limit, so that the sender hears the answer. */
function drain(body: Readable, bytes: number): void {
  let left = bytes;
  body.unpipe();
  body.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) body.destroy();
  });
}

const LIMIT_EVENTS = { partsLimit: 'it has too many parts', fieldsLimit: 'it has too many fields' } as const;

/** Resolves when the whole was read, rejects with the first refusal. */
function parse(body: Readable, type: string, context: Context): Promise<Reading> {
  const cap = context.db.files.maxBytes;
  return new Promise((resolve, reject) => {
    let parser: InstanceType<typeof Busboy> | undefined;
    let stopped = false;
    const stop = (error: unknown) => {
      if (stopped) return;
      stopped = true;
      drain(body, cap);
      parser?.destroy();
      reading.breakOff();
      void reading.settled().then(() => reject(error));
    };
    const reading = new Reading(stop);
    try {
      parser = new Busboy({ headers: { 'content-type': type }, limits: { ...LIMITS, fileSize: cap + 1 } });
    } catch {
      stop(malformed('its parts are malformed'));
      return;
    }
    parser.on('field', (name, value, nameCut, valueCut) => reading.field(name, value, nameCut || valueCut));
    parser.on('file', (_name, stream, fileName) => reading.file(context, stream, fileName ?? '', cap));
    parser.on('filesLimit', () => stop(new AppError('payload_too_large', `At most ${MAX_FILES} files at once.`, { field: 'files' })));
    for (const [event, why] of Object.entries(LIMIT_EVENTS)) parser.on(event as 'partsLimit', () => stop(malformed(why)));
    parser.on('error', () => stop(malformed('its parts are malformed')));
    parser.on('finish', () => resolve(reading));
    body.on('error', () => stop(malformed('it ended too early')));
    body.on('close', () => {
      if (!body.readableEnded) stop(malformed('it ended too early'));
    });
    body.pipe(parser);
  });
}

/**
 * @param context of somebody who may send files: ask `requireUploader` first
 * @throws AppError `unsupported_media_type`, `payload_too_large`, `invalid_request`, `file_refused`, `unavailable`
 */
export async function readUpload(request: Request, context: Context): Promise<Upload> {
  const type = request.headers.get('content-type') ?? '';
  if (!isMultipart(request) || request.body === null)
    throw new AppError('unsupported_media_type', 'Send the files as multipart/form-data.', { field: 'files' });
  if (Number(request.headers.get('content-length') ?? 0) > context.db.files.maxBytes * MAX_FILES)
    throw new AppError('payload_too_large', 'The request is larger than all that is taken at once.', { field: 'files' });
  const body = Readable.fromWeb(request.body as unknown as WebStream);
  const { fields, files } = await parse(body, type, context);
  return { fields: Object.fromEntries(fields), files: await Promise.all(files) };
}
