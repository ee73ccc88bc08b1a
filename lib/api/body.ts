/** Reading a JSON body: its type, its size as counted, its text. */
import { AppError } from '#lib/domain/errors.ts';

/** More than the longest letter that can be pasted. */
export const MAX_BODY_BYTES = 1024 * 1024;

const JSON_TYPE = /^application\/json *(;.*)?$/i;

const tooLarge = (): AppError => new AppError('payload_too_large', `The body is larger than ${MAX_BODY_BYTES} bytes.`);
const notJson = (why: string): AppError => new AppError('invalid_request', `The body is not JSON: ${why}.`);

/** @throws AppError `unsupported_media_type`, `payload_too_large`, `invalid_request` */
export async function readJson(request: Request): Promise<unknown> {
  requireJsonType(request);
  return parse(await readText(request));
}

function requireJsonType(request: Request): void {
  if (JSON_TYPE.test(request.headers.get('content-type') ?? '')) return;
  throw new AppError('unsupported_media_type', 'Send the body as JSON, with Content-Type: application/json.');
}

/** For requests that need no body: none at all is an empty object. */
export async function readOptionalJson(request: Request): Promise<unknown> {
  if (request.body === null || request.headers.get('content-length') === '0') return {};
  const text = await readText(request);
  if (text === '') return {};
  requireJsonType(request);
  return parse(text);
}

/** Counted while it arrives: the announced length may be absent or untrue. */
async function readText(request: Request): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES) throw tooLarge();
  if (request.body === null) return '';
  const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decode(() => decoder.decode());
    bytes += value.byteLength;
    if (bytes > MAX_BODY_BYTES) {
      await reader.cancel();
      throw tooLarge();
    }
    text += decode(() => decoder.decode(value, { stream: true }));
  }
}

function decode(read: () => string): string {
  try {
    return read();
  } catch (error) {
    if (error instanceof TypeError) throw notJson('it is not UTF-8');
    throw error;
  }
}

function parse(text: string): unknown {
  if (text.trim() === '') throw notJson('it is empty');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw notJson('it cannot be parsed');
    throw error;
  }
  requireStorable(value, []);
  return value;
}

/** No body that is read here goes deeper; without an end, a hostile one would exhaust the stack. */
const MAX_DEPTH = 20;

const invalidField = (path: readonly string[], message: string): AppError => {
  const field = path.join('.') || 'body';
  return new AppError('invalid_request', `${field}: ${message}.`, { field });
};

/** PostgreSQL stores neither U+0000 nor half a surrogate pair; and a key `__proto__` would not be seen as unknown. */
function requireStorable(value: unknown, path: readonly string[]): void {
  if (typeof value === 'string' && !isStorable(value)) throw invalidField(path, 'holds a character that is not text');
  if (typeof value !== 'object' || value === null) return;
  if (path.length === MAX_DEPTH) throw invalidField(path.slice(0, 1), 'is nested too deeply');
  for (const [key, item] of Object.entries(value)) {
    if (key === '__proto__' || !isStorable(key)) throw invalidField(path, `unknown field ${JSON.stringify(key)}`);
    requireStorable(item, [...path, key]);
  }
}

export const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed();
