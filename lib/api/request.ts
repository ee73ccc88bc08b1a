/** One request on its way to an operation, in the order in which refusals are tested. */
import type { z } from '@hono/zod-openapi';
import { AppError } from '#lib/domain/errors.ts';
import type { Context } from '#lib/operations/context.ts';
import type { Asker } from './authentication.ts';
import { isSameOrigin } from './authentication.ts';
import { readJson } from './body.ts';
import { parseQuery } from './query.ts';

export interface ApiRequest {
  raw: Request;
  asker: Asker;
  context: Context;
  /** The site's own origin, where it is configured. */
  origin: string | null;
  params: Record<string, string>;
}

/** No schema accepts it: an operation given this as its body refuses it, after every check that comes earlier. */
const UNREADABLE = Symbol('unreadable body');

const SLUG = /^[a-z0-9][a-z0-9-]{0,79}$/;

/** The slug in the path. A malformed one is as missing as an unknown one, so it becomes one that cannot exist. */
export function programOf(request: ApiRequest): string {
  const slug = request.params.program ?? '';
  return SLUG.test(slug) ? slug : '-';
}

export const idOf = (request: ApiRequest): string => request.params.id ?? '';

/**
 * The parameters of a read.
 * @param admit asks what comes first: does it exist for the asker, and may it be read? It is asked only when the
 * parameters are refused, since the operation itself asks the same again.
 * @throws AppError of `admit`, then `invalid_request` naming the parameter
 */
export async function readQuery<T>(request: ApiRequest, schema: z.ZodType<T>, admit: () => Promise<unknown>): Promise<T> {
  try {
    return parseQuery(schema, new URL(request.raw.url).searchParams);
  } catch (error) {
    await admit();
    throw error;
  }
}

export interface WriteInput {
  context: Context;
  /** Null without If-Match. */
  version: number | null;
  body: unknown;
}

/**
 * Runs a write. What is wrong with the request itself is held back until the operation has said that its object exists
 * and that the asker may do this: then the operation refuses the body, and that refusal is replaced by the real one.
 * @param read takes the body apart; absent: JSON is required
 */
export async function runWrite<T>(
  request: ApiRequest,
  run: (input: WriteInput) => Promise<T>,
  read: (raw: Request) => Promise<unknown> = readJson,
): Promise<T> {
  let input: WriteInput;
  try {
    input = await readWrite(request, read);
  } catch (problem) {
    return refuseAfter(problem, () => run({ context: request.context, version: null, body: UNREADABLE }));
  }
  return run(input);
}

async function refuseAfter(problem: unknown, run: () => Promise<unknown>): Promise<never> {
  try {
    await run();
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid_request') throw problem;
    throw error;
  }
  throw new Error('An operation accepted an unreadable body.');
}

async function readWrite({ raw, asker, context, origin }: ApiRequest, read: (raw: Request) => Promise<unknown>): Promise<WriteInput> {
  if (asker.via === 'session' && !isSameOrigin(raw, origin)) {
    throw new AppError('forbidden', 'A browser may write here only from a page of this site.');
  }
  const parameter = [...new URL(raw.url).searchParams.keys()][0];
  if (parameter !== undefined) throw new AppError('invalid_request', `${parameter}: no such parameter here.`, { field: parameter });
  const idempotencyKey = parseIdempotencyKey(raw.headers.get('idempotency-key'));
  const version = parseIfMatch(raw.headers.get('if-match'));
  return { context: { ...context, idempotencyKey }, version, body: await read(raw) };
}

const STRONG_TAG = /^"([1-9]\d{0,8})"$/;
const PRINTABLE = /^[\x20-\x7e]{1,200}$/;

/** The version in `If-Match: "3"`; null without the header. @throws AppError `invalid_request` */
export function parseIfMatch(header: string | null): number | null {
  if (header === null) return null;
  const version = STRONG_TAG.exec(header.trim())?.[1];
  if (version === undefined)
    throw new AppError('invalid_request', 'If-Match: send one version in quotes, for example "3".', { field: 'If-Match' });
  return Number(version);
}

/** @throws AppError `invalid_request` */
export function parseIdempotencyKey(header: string | null): string | null {
  if (header === null) return null;
  if (PRINTABLE.test(header)) return header;
  throw new AppError('invalid_request', 'Idempotency-Key: 1 to 200 printable characters.', { field: 'Idempotency-Key' });
}
