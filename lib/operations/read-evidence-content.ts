/**
 * The content of a version of an item: as it came, for a download, or drawn anew, for a look at it. The bytes are hashed again at
 * every read; when they are not those that were recorded, that is the answer.
 */

import { rightsOf } from '#lib/data/evidence-list.ts';
import { type EvidenceVersionRow, findEvidence, findText, listVersions } from '#lib/data/evidence-page.ts';
import { readContent, UnreadableFile } from '#lib/data/files/content-reader.ts';
import { translated } from '#lib/data/transaction.ts';
import { AppError, notFound } from '#lib/domain/errors.ts';
import { mayReadContent } from '#lib/domain/evidence.ts';
import { fileKindOf, safeFileName } from '#lib/domain/file-kind.ts';
import type { Context } from './context.ts';
import { findEvidenceHome } from './load-evidence.ts';

export interface EvidenceContent {
  bytes: Uint8Array;
  /** As recorded; a browser is never told it, lest it runs it. */
  mediaType: string;
  fileName: string;
  sha256: string;
  version: number;
}

interface Readable {
  version: EvidenceVersionRow;
  title: string;
}

/** @param number of the version; null: the newest */
async function findReadable(context: Context, id: string, number: number | null): Promise<Readable> {
  const home = await findEvidenceHome(context, id);
  const row = await translated(findEvidence(context.db.pool, id, 'infinity'));
  if (!row) throw notFound('The item of evidence');
  if (!mayReadContent(home.reader, rightsOf(row))) throw new AppError('forbidden', 'The content of this item is not for your roles.');
  const versions = await translated(listVersions(context.db.pool, id, 'infinity'));
  const version = number === null ? versions[0] : versions.find((item) => item.version === number);
  if (!version) throw notFound('The version');
  return { version, title: row.title };
}

/** Pasted text, hashed again too. */
function textBytes(context: Context, { content, sha256 }: EvidenceVersionRow): Uint8Array {
  if (content === null || context.db.files.digest(content) !== sha256) {
    throw new AppError('evidence_damaged', 'The stored text is not the one that was recorded: it does not give the recorded SHA-256.');
  }
  return Buffer.from(content, 'utf8');
}

/** @throws AppError `unauthenticated`, `not_found`, `forbidden`, `evidence_damaged` */
export async function readEvidenceContent(context: Context, id: string, number: number | null = null): Promise<EvidenceContent> {
  const { version, title } = await findReadable(context, id, number);
  const bytes = version.fileName === null ? textBytes(context, version) : await context.db.files.read(version.sha256);
  const fileName = version.fileName ?? `${safeFileName(title)}.txt`;
  return { bytes, mediaType: version.mediaType, fileName, sha256: version.sha256, version: version.version };
}

export type EvidencePreview =
  | { kind: 'text'; text: string; cut: boolean }
  /** `png` is fetched page by page. */
  | { kind: 'picture'; pages: number }
  | { kind: 'none'; why: string };

/** So much text is shown on a page; the rest is in the file. */
const SHOWN_TEXT = 20_000;

const shown = (text: string): EvidencePreview => ({ kind: 'text', text: text.slice(0, SHOWN_TEXT), cut: text.length > SHOWN_TEXT });

/** What can be shown of a version without running anything. @throws AppError as `readEvidenceContent` */
export async function previewEvidence(context: Context, id: string, number: number | null = null): Promise<EvidencePreview> {
  const { version } = await findReadable(context, id, number);
  if (version.content !== null) return shown(Buffer.from(textBytes(context, version)).toString('utf8'));
  const path = await context.db.files.check(version.sha256);
  const kind = fileKindOf(version.mediaType);
  if (!kind?.preview)
    return { kind: 'none', why: `There is no preview of this kind of file (${kind?.label ?? version.mediaType}). Download it to read it.` };
  if (kind.preview === 'image') return { kind: 'picture', pages: 1 };
  const found = await translated(findText(context.db.pool, id, version.version));
  if (kind.preview === 'text' && found?.state === 'read') return shown(found.content);
  try {
    const answer = await readContent({ kind: 'text', path, mediaType: version.mediaType });
    if (answer.kind !== 'text') throw new Error('The worker answered something else.');
    return kind.preview === 'pages' ? { kind: 'picture', pages: answer.pages ?? 1 } : shown(answer.text);
  } catch (error) {
    if (error instanceof UnreadableFile) return { kind: 'none', why: 'The file could not be opened for a preview. It can be downloaded.' };
    throw error;
  }
}

/** A page or picture as PNG, made anew from pixels. @throws AppError as `readEvidenceContent`, and `not_found` for what has no picture */
export async function drawEvidence(context: Context, id: string, number: number | null, page: number): Promise<Uint8Array> {
  const { version } = await findReadable(context, id, number);
  const preview = fileKindOf(version.mediaType)?.preview;
  if (version.fileName === null || (preview !== 'image' && preview !== 'pages')) throw notFound('The preview');
  const path = await context.db.files.check(version.sha256);
  try {
    const answer = await readContent({ kind: 'picture', path, mediaType: version.mediaType, page });
    if (answer.kind === 'picture' && page >= 1 && page <= answer.pages) return answer.png;
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
  }
  throw notFound('The preview');
}
