/** The letter of one addressee as a Word document. */
import { DOCX_TYPE, writeLetterDocx } from '#lib/exports/letter-docx.ts';
import type { Context } from './context.ts';
import { getLetter } from './get-letter.ts';

export interface LetterFile {
  body: Uint8Array;
  contentType: string;
  filename: string;
}

const PRACTICE = 'Practice. Not the record.';

/** @throws AppError `unauthenticated`, `not_found` */
export async function exportLetter(context: Context, requestId: string, organizationId: string, onProgramId?: string): Promise<LetterFile> {
  const { program, letter } = await getLetter(context, requestId, organizationId, onProgramId);
  const body = await writeLetterDocx(letter, program.kind === 'practice' ? [PRACTICE] : []);
  return { body, contentType: DOCX_TYPE, filename: `letter-${letter.sentOn}-${slugOf(letter.organization.name)}.docx` };
}

const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60) || 'recipient';
