/** Cursors hold the sort value and id of a row, are signed, and belong to one set of filters and instants. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '#lib/domain/errors.ts';

const shape = z.strictObject({ value: z.union([z.string(), z.number()]), id: z.uuid(), query: z.string() });

const sign = (secret: string, body: string): string =>
  createHmac('sha256', secret).update(`proviso/cursor/1:${body}`).digest('base64url').slice(0, 22);
const digest = (query: unknown): string => createHash('sha256').update(JSON.stringify(query)).digest('base64url').slice(0, 16);

export function encodeCursor(secret: string, query: unknown, after: { value: string | number; id: string }): string {
  const body = Buffer.from(JSON.stringify({ ...after, query: digest(query) })).toString('base64url');
  return `${body}.${sign(secret, body)}`;
}

/** @throws AppError `invalid_request` when it was altered or belongs to another list */
export function decodeCursor(secret: string, query: unknown, cursor: string): { value: string | number; id: string } {
  const bad = new AppError('invalid_request', 'cursor: not a cursor of this list. Start again without it.', { field: 'cursor' });
  const [body, signature] = cursor.split('.');
  if (!body || !signature) throw bad;
  const expected = Buffer.from(sign(secret, body));
  const given = Buffer.from(signature);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) throw bad;
  const parsed = shape.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
  if (!parsed.success || parsed.data.query !== digest(query)) throw bad;
  return { value: parsed.data.value, id: parsed.data.id };
}
