/** Requests for more time in a program, and what was decided on them. */
import { listExtensions as readExtensions } from '#lib/data/extensions.ts';
import { translated } from '#lib/data/transaction.ts';
import type { ExtensionView } from '#lib/domain/deadline-views.ts';
import type { Moment, ProgramView } from '#lib/domain/record.ts';
import type { Context } from './context.ts';
import { viewExtensions } from './extension-views.ts';
import { getProgram } from './get-program.ts';
import { type MomentInput, momentOf } from './moment.ts';

/** Newest first. @throws AppError `unauthenticated`, `not_found`, `forbidden`, `invalid_request`, `as_of_in_future` */
export async function listExtensions(
  context: Context,
  slug: string,
  input: MomentInput = {},
): Promise<{ program: ProgramView; moment: Moment; items: ExtensionView[] }> {
  const program = await getProgram(context, slug);
  const moment = momentOf(context, program, input);
  const found = await translated(readExtensions(context.db.pool, program.id, moment));
  return { program, moment, items: await viewExtensions(program, context, found) };
}
