/** The start of every request that names a letter out: does it exist for the asker, and may it be done? */

import { isId } from '#lib/data/ids.ts';
import { findRequestHome } from '#lib/data/requests.ts';
import { translated } from '#lib/data/transaction.ts';
import { notFound } from '#lib/domain/errors.ts';
import type { Action } from '#lib/domain/permission.ts';
import type { ProgramView } from '#lib/domain/record.ts';
import { authorize, type Context, confinement, requireActor } from './context.ts';
import { getProgramById } from './get-program.ts';

/**
 * @param programId of the page that names the letter, where there is one: a letter of another program does not exist on it
 * @returns the program, and the organization that the asker is confined to: a letter that did not go to it does not exist for him
 * @throws AppError `unauthenticated`, `not_found`, `forbidden`
 */
export async function loadRequest(
  context: Context,
  id: string,
  action: Action,
  programId?: string,
): Promise<{ program: ProgramView; confined: string | null }> {
  requireActor(context);
  const home = isId(id) ? await translated(findRequestHome(context.db.pool, id)) : null;
  if (!home || (programId !== undefined && programId !== home.programId)) throw notFound('The letter');
  const confined = confinement(context, home.programId);
  if (confined !== null && !home.organizationIds.includes(confined)) throw notFound('The letter');
  authorize(context, action, home.programId, 'The letter');
  return { program: await getProgramById(context, home.programId), confined };
}
