/** The legal orders on record in a program, and how each stands on the day asked about. */
import type { LegalOrderView } from '#lib/domain/deadline-views.ts';
import type { Moment, ProgramView } from '#lib/domain/record.ts';
import type { Context } from './context.ts';
import { viewOrders } from './extension-views.ts';
import { getProgram } from './get-program.ts';
import { type MomentInput, momentOf } from './moment.ts';

/** By first day. @throws AppError `unauthenticated`, `not_found`, `forbidden`, `invalid_request`, `as_of_in_future` */
export async function listLegalOrders(
  context: Context,
  slug: string,
  input: MomentInput = {},
): Promise<{ program: ProgramView; moment: Moment; items: LegalOrderView[] }> {
  const program = await getProgram(context, slug);
  const moment = momentOf(context, program, input);
  return { program, moment, items: await viewOrders(program, context, moment) };
}
