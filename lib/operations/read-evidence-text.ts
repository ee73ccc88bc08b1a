/** Looks for text in files that came in, so that they can be searched; and clears files that nothing names. Jobs run both. */
import type { Database } from '#lib/data/client.ts';
import { insertText } from '#lib/data/evidence.ts';
import { listNamedDigests, listUnread, type UnreadVersion } from '#lib/data/evidence-page.ts';
import { readContent, UnreadableFile } from '#lib/data/files/content-reader.ts';
import { translated } from '#lib/data/transaction.ts';
import { AppError } from '#lib/domain/errors.ts';
import { FILE_KINDS } from '#lib/domain/file-kind.ts';

const READABLE = FILE_KINDS.filter((kind) => kind.readable).map((kind) => kind.mediaType);
const AT_ONCE = 10;
/** A ticket is good for a day. */
const ORPHAN_MS = 48 * 3_600_000;

async function textOf(
  db: Database,
  { sha256, mediaType }: UnreadVersion,
): Promise<{ content: string; pages: number | null; note: string | null }> {
  try {
    const answer = await readContent({ kind: 'text', path: await db.files.check(sha256), mediaType });
    if (answer.kind === 'text') return { content: answer.text, pages: answer.pages, note: null };
    return { content: '', pages: null, note: 'There is no text in it.' };
  } catch (error) {
    const known = error instanceof UnreadableFile || (error instanceof AppError && error.code === 'evidence_damaged');
    if (!known) throw error;
    return { content: '', pages: null, note: 'The text could not be read.' };
  }
}

/** Returns how many files were looked at. A file that cannot be read is noted as such and not tried again. */
export async function readEvidenceText(db: Database): Promise<number> {
  const unread = await translated(listUnread(db.pool, READABLE, AT_ONCE));
  for (const { evidenceId, version, ...file } of unread) {
    const { content, pages, note } = await textOf(db, { evidenceId, version, ...file });
    await translated(insertText(db.pool, { evidenceId, version, state: note === null ? 'read' : 'unreadable', content, pages, note }));
  }
  return unread.length;
}

/** Files of requests that were refused, and of forms that were never sent. Returns how many were deleted. */
export const clearOrphanFiles = (db: Database): Promise<number> =>
  db.files.clear((digests) => translated(listNamedDigests(db.pool, digests)), ORPHAN_MS);
