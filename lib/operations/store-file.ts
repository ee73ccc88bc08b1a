/** Takes a file into the store before the change that names it. A file whose change is refused does no harm; a job clears it. */
import type { Readable } from 'node:stream';
import type { StoredFile } from '#lib/data/files/file-store.ts';
import type { Action } from '#lib/domain/permission.ts';
import type { ProgramView } from '#lib/domain/record.ts';
import { authorizeAny, type Context, requireActor } from './context.ts';
import { makeTicket } from './file-ticket.ts';
import { getProgram } from './get-program.ts';

/** Whoever may hand in something may send a file for it. */
const UPLOADING: readonly Action[] = ['add_evidence', 'record_letter', 'respond'];

/** Asked before a byte of the body is read. @throws AppError `unauthenticated`, `not_found`, `forbidden` */
export async function requireUploader(context: Context, slug: string): Promise<ProgramView> {
  requireActor(context);
  const program = await getProgram(context, slug);
  authorizeAny(context, UPLOADING, program.id);
  return program;
}

export interface UploadedFile extends StoredFile {
  /** What a form or a request sends for it. */
  ticket: string;
}

/**
 * The stream is hashed while it is written, looked through, and kept under its SHA-256. Call `requireUploader` first.
 * @param given the name it came with, and a smaller cap than the store's
 * @throws AppError `payload_too_large`, `unsupported_media_type`, `file_refused`, `invalid_request`, `unavailable`
 */
export async function storeFile(
  context: Context,
  stream: Readable,
  given: { fileName: string; maxBytes?: number | undefined },
): Promise<UploadedFile> {
  requireActor(context);
  const file = await context.db.files.put(stream, given);
  return { ...file, ticket: makeTicket(context, file) };
}
