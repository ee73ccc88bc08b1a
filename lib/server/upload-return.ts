/** How an upload without JavaScript comes back to its form: with tickets, or with the code of what was wrong. */
import type { ErrorCode } from '#lib/domain/errors.ts';
import type { SearchParams } from './page.ts';

export interface UploadReturn {
  /** What they are worth is asked when they are sent. */
  tickets: string[];
  /** A sentence, or null. */
  problem: string | null;
}

/** Only codes travel in the address: whoever makes a link puts no words of his own on a page. */
const SENTENCES: Partial<Record<ErrorCode, string>> = {
  payload_too_large: 'Nothing was uploaded: a file, or all of them together, is too large.',
  unsupported_media_type: 'Nothing was uploaded: a file is not of a kind that is taken, or not what its name says.',
  file_refused: 'Nothing was uploaded: a file was refused. It may be damaged, protected, or hold macros or other files.',
  invalid_request: 'Nothing was uploaded: no file was chosen, a file is empty, or the upload broke off. Try again.',
  unavailable: 'Nothing was uploaded: files cannot be stored right now. Try again in a moment.',
};

/** Further tickets than one upload gives are nobody's. */
const MOST = 20;

/** The code for the address. */
export const uploadProblem = (code: ErrorCode): ErrorCode => (code in SENTENCES ? code : 'invalid_request');

export function uploadReturn(search: SearchParams): UploadReturn {
  const code = [search.problem].flat()[0] ?? '';
  const problem = Object.hasOwn(SENTENCES, code) ? SENTENCES[code as ErrorCode] : undefined;
  return { tickets: [search.files ?? []].flat().slice(0, MOST), problem: problem ?? null };
}
