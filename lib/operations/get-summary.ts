/** The dashboard numbers of a program at a moment. */
import { summarize } from '#lib/data/summary.ts';
import { translated } from '#lib/data/transaction.ts';
import type { Moment, ProgramView, Summary } from '#lib/domain/record.ts';
import { type Context, confinement } from './context.ts';
import { getProgram } from './get-program.ts';
import { type MomentInput, momentOf } from './moment.ts';

export async function getSummary(
  context: Context,
  slug: string,
  input: MomentInput,
): Promise<{ program: ProgramView; moment: Moment; summary: Summary }> {
  const program = await getProgram(context, slug);
  const moment = momentOf(context, program, input);
  const summary = await translated(summarize(context.db.pool, program, moment, confinement(context, program.id)));
  return { program, moment, summary };
}
