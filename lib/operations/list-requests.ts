/** The letters out of a program with by when they are to be answered, and how many of their addressees have. */
import type { ListedRequest } from '#lib/domain/letter.ts';
import type { Moment, ProgramView } from '#lib/domain/record.ts';
import { type Context, confinement } from './context.ts';
import { getProgram } from './get-program.ts';
import { listedDues } from './letter-due.ts';
import { type MomentInput, momentOf } from './moment.ts';

/** @throws AppError `unauthenticated`, `not_found`, `invalid_request`, `as_of_in_future` */
export async function listRequests(
  context: Context,
  slug: string,
  input: MomentInput = {},
): Promise<{ program: ProgramView; moment: Moment; items: ListedRequest[] }> {
  const program = await getProgram(context, slug);
  const moment = momentOf(context, program, input);
  const organizationId = confinement(context, program.id);
  return { program, moment, items: await listedDues(program, context, { program, moment, organizationId }) };
}
