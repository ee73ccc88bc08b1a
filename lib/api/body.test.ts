import { describe, expect, test } from 'vitest';
import { MAX_BODY_BYTES, readJson, readOptionalJson } from './body.ts';

const request = (body: BodyInit | null, headers: Record<string, string> = { 'Content-Type': 'application/json' }): Request =>
  new Request('http://127.0.0.1/', { method: 'POST', body, headers, duplex: 'half' } as RequestInit);

/** A body of unknown length, of which `produced` tells how much was asked for. */
function endless(): { stream: ReadableStream<Uint8Array>; produced(): number } {
  let bytes = 0;
  const chunk = new Uint8Array(64 * 1024).fill(0x20);
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      bytes += chunk.byteLength;
      controller.enqueue(chunk);
    },
  });
  return { stream, produced: () => bytes };
}

describe('the body', () => {
  test.each(['application/json', 'application/json; charset=utf-8', 'APPLICATION/JSON'])('as %s is read', async (type) => {
    expect(await readJson(request('{"a":"ü"}', { 'Content-Type': type }))).toEqual({ a: 'ü' });
  });

  test.each(['text/plain', 'application/jsonp', 'application/json5', 'multipart/form-data', ''])('as "%s" is refused', async (type) => {
    const raw = request('{}', type === '' ? {} : { 'Content-Type': type });
    await expect(readJson(raw)).rejects.toMatchObject({ code: 'unsupported_media_type' });
  });

  test('is counted while it arrives', async () => {
    const { stream, produced } = endless();
    await expect(readJson(request(stream))).rejects.toMatchObject({ code: 'payload_too_large' });
    expect(produced()).toBeLessThan(MAX_BODY_BYTES + 4 * 64 * 1024);
  });

  test('of exactly the limit is read', async () => {
    const text = JSON.stringify('x'.repeat(MAX_BODY_BYTES - 2));
    expect(await readJson(request(text))).toHaveLength(MAX_BODY_BYTES - 2);
    await expect(readJson(request(`${text} `))).rejects.toMatchObject({ code: 'payload_too_large' });
  });

  test('that announces too much is not read at all', async () => {
    const { stream, produced } = endless();
    const before = produced();
    await expect(
      readJson(request(stream, { 'Content-Type': 'application/json', 'Content-Length': String(MAX_BODY_BYTES + 1) })),
    ).rejects.toMatchObject({
      code: 'payload_too_large',
    });
    expect(produced() - before).toBeLessThanOrEqual(64 * 1024);
  });

  test.each([
    ['no JSON', '{', 'cannot be parsed'],
    ['nothing', ' ', 'empty'],
    ['not UTF-8', new Uint8Array([0x22, 0xff, 0x22]), 'UTF-8'],
    ['half a character at the end', new Uint8Array([0x22, 0xc3]), 'UTF-8'],
    ['U+0000', '"\\u0000"', 'not text'],
    ['half a surrogate pair, deep inside', '{"a":[{"b":"\\ud800"}]}', 'a.0.b'],
    ['U+0000 in a key', '{"\\u0000":1}', 'unknown field'],
    ['a hundred thousand levels', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'nested too deeply'],
  ])('with %s is an invalid request', async (_, body, message) => {
    await expect(readJson(request(body))).rejects.toMatchObject({ code: 'invalid_request', message: expect.stringContaining(message) });
  });

  test('may be absent where none is needed', async () => {
    expect(await readOptionalJson(request(null))).toEqual({});
    expect(await readOptionalJson(request(''))).toEqual({});
    expect(await readOptionalJson(request('{"a":1}'))).toEqual({ a: 1 });
    await expect(readOptionalJson(request('a=1', { 'Content-Type': 'text/plain' }))).rejects.toMatchObject({
      code: 'unsupported_media_type',
    });
  });
});
