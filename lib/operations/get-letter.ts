/** The letter as it went to one addressee, to read and to print. */

import { isId } from '#lib/data/ids.ts';
import { findLetter } from '#lib/data/requests.ts';
import { translated } from '#lib/data/transaction.ts';
import { notFound } from '#lib/domain/errors.ts';
import type { LetterView } from '#lib/domain/letter.ts';
import type { ProgramView } from '#lib/domain/record.ts';
import type { Context } from './context.ts';
import { loadRequest } from './load-request.ts';

/** @throws AppError `unauthenticated`, `not_found`: also where the letter did not go to this organization, or its text is not on record */
export async function getLetter(
  context: Context,
  requestId: string,
  organizationId: string,
  onProgramId?: string,
): Promise<{ program: ProgramView; letter: LetterView }> {
  const { program, confined } = await loadRequest(context, requestId, 'read', onProgramId);
  if (!isId(organizationId) || (confined !== null && confined !== organizationId)) throw notFound('The letter');
  const letter = await translated(findLetter(context.db.pool, program.id, requestId, organizationId));
  if (!letter) throw notFound('The letter');
  return { program, letter };
}
