import { z } from '@hono/zod-openapi';
import { describe, expect, test } from 'vitest';
import { AppError, notFound } from '#lib/domain/errors.ts';
import { parseInput } from '#lib/operations/change-input.ts';
import { type ApiRequest, parseIdempotencyKey, parseIfMatch, programOf, readQuery, runWrite } from './request.ts';

const actor = { principalId: 'p', name: 'Test', kind: 'person', onBehalfOfId: null, grants: [] };

function requestOf(raw: Request, via: 'token' | 'session' = 'token'): ApiRequest {
  const context = {
    db: {} as ApiRequest['context']['db'],
    actor,
    requestId: 'r',
    now: () => '2026-11-22T00:00:00.000000Z',
    secret: 's',
    idempotencyKey: null,
  };
  return { raw, asker: { actor, via }, context, origin: 'https://proviso.example.gov', params: { program: 'psp-2017', id: 'x' } };
}

const post = (body: BodyInit, headers: Record<string, string> = {}): Request =>
  new Request('http://127.0.0.1:3000/api/v1/x', { method: 'POST', body, headers: { 'Content-Type': 'application/json', ...headers } });

const schema = z.strictObject({ to: z.string() });
const operation = async ({ body, version }: { body: unknown; version: number | null }) => ({ version, ...parseInput(schema, body) });

describe('If-Match', () => {
  test.each(['"0"', '"03"', '3', 'W/"3"', '*', '"3", "4"', '""', '"9999999999"', '"3'])('%s is refused', (header) => {
    expect(() => parseIfMatch(header)).toThrow(AppError);
  });
  test('a strong tag is a version, and absence is left to the operation', () => {
    expect(parseIfMatch('"3"')).toBe(3);
    expect(parseIfMatch(null)).toBeNull();
  });
});

test('Idempotency-Key holds 1 to 200 printable characters', () => {
  expect(parseIdempotencyKey(null)).toBeNull();
  expect(parseIdempotencyKey('a b~')).toBe('a b~');
  for (const bad of ['', 'x'.repeat(201), 'tab\there', 'é']) expect(() => parseIdempotencyKey(bad)).toThrow(AppError);
});

test('a malformed slug becomes one that cannot exist', () => {
  const request = requestOf(post('{}'));
  expect(programOf(request)).toBe('psp-2017');
  for (const program of ['', '\0', 'A', '../x', 'x'.repeat(81)]) expect(programOf({ ...request, params: { program } })).toBe('-');
});

describe('a write', () => {
  test('reaches the operation with its body and version', async () => {
    const result = await runWrite(requestOf(post('{"to":"met"}', { 'If-Match': '"4"' })), operation);
    expect(result).toEqual({ to: 'met', version: 4 });
  });

  test.each([
    ['not JSON', post('{'), 'invalid_request'],
    ['another type', post('{"to":"met"}', { 'Content-Type': 'text/json' }), 'unsupported_media_type'],
    ['a bad tag', post('{"to":"met"}', { 'If-Match': '4' }), 'invalid_request'],
  ])('%s: the operation is asked first, then the request is refused', async (_, raw, code) => {
    const again = raw.clone();
    await expect(runWrite(requestOf(raw), operation)).rejects.toMatchObject({ code });
    const missing = async () => Promise.reject(notFound('It'));
    await expect(runWrite(requestOf(again), missing)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('an operation that accepts an unreadable body is a fault', async () => {
    await expect(runWrite(requestOf(post('{')), async () => 'done')).rejects.toThrow('accepted an unreadable body');
  });

  test('by cookie only from this site; a token may come from anywhere', async () => {
    const foreign = post('{"to":"met"}', { Origin: 'https://elsewhere.example' });
    await expect(runWrite(requestOf(foreign, 'session'), operation)).rejects.toMatchObject({ code: 'forbidden' });
    const own = post('{"to":"met"}', { Origin: 'https://proviso.example.gov' });
    await expect(runWrite(requestOf(own, 'session'), operation)).resolves.toMatchObject({ to: 'met' });
    const tokened = post('{"to":"met"}', { Origin: 'https://elsewhere.example' });
    await expect(runWrite(requestOf(tokened), operation)).resolves.toMatchObject({ to: 'met' });
  });
});

test('parameters are refused after the object was found', async () => {
  const request = requestOf(new Request('http://127.0.0.1:3000/api/v1/x?colour=red'));
  const none = z.strictObject({});
  await expect(readQuery(request, none, async () => undefined)).rejects.toMatchObject({
    code: 'invalid_request',
    details: { field: 'colour' },
  });
  await expect(readQuery(request, none, async () => Promise.reject(notFound('It')))).rejects.toMatchObject({ code: 'not_found' });
});
