/** The conditions of a program in their order, tracked and recorded only, with the deadlines of their answers. */
import { listConditions } from '#lib/data/programs.ts';
import type { ConditionView, DeadlineView, Moment, ProgramView } from '#lib/domain/record.ts';
import type { Context } from './context.ts';
import { effectiveDeadlines } from './effective-deadlines.ts';
import { getProgram } from './get-program.ts';
import { type MomentInput, momentOf } from './moment.ts';

export interface ProgramConditions {
  program: ProgramView;
  moment: Moment;
  conditions: ConditionView[];
  deadlines: DeadlineView[];
}

/** @throws AppError `unauthenticated`, `not_found`, `forbidden`, `invalid_request`, `as_of_in_future` */
export async function getConditions(context: Context, slug: string, input: MomentInput = {}): Promise<ProgramConditions> {
  const program = await getProgram(context, slug);
  const moment = momentOf(context, program, input);
  const [conditions, deadlines] = await Promise.all([listConditions(context.db, program.id), effectiveDeadlines(program, context, moment)]);
  return { program, moment, conditions, deadlines };
}
