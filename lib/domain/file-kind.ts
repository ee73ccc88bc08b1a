/**
 * Which files may be kept as evidence. A closed list: what is not on it is refused. The type is that of the content; the name
 * must agree with it, so that nobody opens something else than he sees.
 */
import { AppError } from './errors.ts';

export interface FileKind {
  mediaType: string;
  /** For people, in a sentence. */
  label: string;
  /** Endings of names that agree with it, lower case; the first is used where a name has to be made. */
  endings: readonly string[];
  /** What a preview shows: text as text, a picture made anew, pages drawn; null: nothing. */
  preview: 'text' | 'image' | 'pages' | null;
  /** A zip of XML parts, to be looked through before anything opens it. */
  zipped?: boolean;
  /** Its text can be searched. */
  readable?: boolean;
}

export const FILE_KINDS: readonly FileKind[] = [
  { mediaType: 'application/pdf', label: 'PDF', endings: ['pdf'], preview: 'pages', readable: true },
  {
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    label: 'Word document',
    endings: ['docx'],
    preview: 'text',
    zipped: true,
    readable: true,
  },
  {
    mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    label: 'Excel workbook',
    endings: ['xlsx'],
    preview: null,
    zipped: true,
  },
  {
    mediaType: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    label: 'PowerPoint presentation',
    endings: ['pptx'],
    preview: null,
    zipped: true,
  },
  { mediaType: 'image/png', label: 'PNG image', endings: ['png'], preview: 'image' },
  { mediaType: 'image/jpeg', label: 'JPEG image', endings: ['jpg', 'jpeg'], preview: 'image' },
  { mediaType: 'image/webp', label: 'WebP image', endings: ['webp'], preview: 'image' },
  { mediaType: 'image/tiff', label: 'TIFF image', endings: ['tif', 'tiff'], preview: 'image' },
  { mediaType: 'text/plain', label: 'text', endings: ['txt', 'text', 'md'], preview: 'text', readable: true },
  { mediaType: 'text/csv', label: 'CSV', endings: ['csv'], preview: 'text', readable: true },
  { mediaType: 'message/rfc822', label: 'e-mail', endings: ['eml'], preview: 'text', readable: true },
];

/** For the file chooser: `.pdf,.docx,…`. */
export const ACCEPTED_ENDINGS = FILE_KINDS.flatMap((kind) => kind.endings.map((ending) => `.${ending}`)).join(',');

/** For a sentence: "PDF, Word document, …". */
export const ACCEPTED_WORDS = FILE_KINDS.map((kind) => kind.label).join(', ');

export const fileKindOf = (mediaType: string): FileKind | null =>
  FILE_KINDS.find((kind) => kind.mediaType === mediaType.split(';')[0]?.trim()) ?? null;

const kindOfEnding = (ending: string): FileKind | null => FILE_KINDS.find((kind) => kind.endings.includes(ending)) ?? null;

const MAX_NAME = 180;
/** Control and format characters (such as marks that turn the direction of writing), separators of folders, and what shells or browsers read. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}\\/:*?"<>|]/gu;

/**
 * A name that is safe to keep, to show and to send: the last part of a path, without control characters and marks, at most
 * 180 characters, never only dots. The bytes themselves are kept under their digest, so no name is ever a path.
 */
export function safeFileName(given: string): string {
  const last = given.toWellFormed().normalize('NFC').split(/[\\/]/).at(-1) ?? '';
  const clean = last.replaceAll(UNSAFE, '').replace(/^[\s.]+|[\s.]+$/g, '');
  if (clean === '') return 'file';
  const dot = clean.lastIndexOf('.');
  const ending = dot > 0 ? clean.slice(dot).slice(0, 12) : '';
  const stem = dot > 0 ? clean.slice(0, dot) : clean;
  return `${[...stem].slice(0, MAX_NAME - ending.length).join('')}${ending}`;
}

const endingOf = (fileName: string): string => /\.([A-Za-z0-9]{1,10})$/.exec(fileName)?.[1]?.toLowerCase() ?? '';

/** What the content is, as its first bytes say; for text, that it is text and nothing that a browser would run. */
export type Detected = { mediaType: string } | { text: true } | null;

/** Endings before the last that make a name say two things, as in `policy.pdf.exe` or `policy.html.txt`. */
const MISLEADING = /\.(exe|com|bat|cmd|scr|js|mjs|vbs|ps1|sh|msi|jar|html?|xhtml|svg|xml|php|hta|lnk|dll|apk|app)\./i;

/**
 * The kind of a file, by its content and its name together.
 * @throws AppError `unsupported_media_type` when it is not on the list, or the name says something else than the content
 */
export function requireFileKind(fileName: string, detected: Detected): FileKind {
  const ending = endingOf(fileName);
  const named = kindOfEnding(ending);
  const refuse = (why: string) =>
    new AppError('unsupported_media_type', `${fileName}: ${why} Accepted: ${ACCEPTED_WORDS}.`, { field: 'files' });
  if (detected === null) throw refuse('the content is of a kind that is not accepted.');
  if (MISLEADING.test(`${fileName}.`.replace(/\.[^.]*\.$/, '.'))) throw refuse('the name has two endings that contradict each other.');
  if (!named) throw refuse(ending === '' ? 'the name has no ending that says what it is.' : `files ending in .${ending} are not accepted.`);
  if ('text' in detected) {
    if (named.mediaType.startsWith('text/') || named.mediaType === 'message/rfc822') return named;
    throw refuse(`the name says ${named.label}, the content is text.`);
  }
  if (named.mediaType === detected.mediaType) return named;
  throw refuse(`the name says ${named.label}, the content is something else.`);
}
