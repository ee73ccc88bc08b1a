/**
 * A ticket for a file that is in the store: what a form or a request sends for it. It says what the store found, is signed, and
 * is good for a day and for the person who stored the file. A file whose ticket is never used belongs to nothing.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { StoredFile } from '#lib/data/files/file-store.ts';
import { AppError } from '#lib/domain/errors.ts';
import { type Context, requireActor } from './context.ts';

const DAY_MS = 86_400_000;

const shape = z.strictObject({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  sizeBytes: z.number().int().positive(),
  mediaType: z.string().max(200),
  fileName: z.string().min(1).max(200),
  scan: z.enum(['clean', 'not_scanned']),
  scanNote: z.string().max(300),
  by: z.uuid(),
  until: z.number(),
});

/** What a request may send in a field of files. */
export const ticketInput = z.string().max(2000);

const sign = (secret: string, body: string): string => createHmac('sha256', secret).update(`proviso/file/1:${body}`).digest('base64url');

export function makeTicket(context: Context, file: StoredFile): string {
  const until = Date.parse(context.now()) + DAY_MS;
  const body = Buffer.from(JSON.stringify({ ...file, by: requireActor(context).principalId, until })).toString('base64url');
  return `${body}.${sign(context.secret, body)}`;
}

const bad = (): AppError =>
  new AppError(
    'invalid_request',
    'A file is no longer waiting here: it was uploaded by somebody else, or more than a day ago. Upload it again.',
    {
      field: 'files',
    },
  );

function isSigned(secret: string, body: string, signature: string): boolean {
  const [expected, given] = [Buffer.from(sign(secret, body)), Buffer.from(signature)];
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/** @throws AppError `invalid_request` for a ticket that was altered, is of somebody else, or is too old */
export function openTicket(context: Context, ticket: string): StoredFile {
  const [body = '', signature = ''] = ticket.split('.');
  if (!isSigned(context.secret, body, signature)) throw bad();
  const parsed = shape.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
  if (!parsed.success) throw bad();
  const { by, until, ...file } = parsed.data;
  if (by !== requireActor(context).principalId || until < Date.parse(context.now())) throw bad();
  return file;
}

/** The files of a field, in the order given, each once. @throws AppError `invalid_request` */
export function openTickets(context: Context, tickets: readonly string[] = []): StoredFile[] {
  const files = tickets.map((ticket) => openTicket(context, ticket));
  return files.filter((file, index) => files.findIndex((other) => other.sha256 === file.sha256) === index);
}
