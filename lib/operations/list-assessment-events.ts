/** The history of one assessment, as known at K and effective by T. */
import { listEvents } from '#lib/data/events.ts';
import { translated } from '#lib/data/transaction.ts';
import type { EventView, Moment, ProgramView } from '#lib/domain/record.ts';
import { type Context, confinement } from './context.ts';
import { getAssessment, loadHome } from './load-assessment.ts';
import type { MomentInput } from './moment.ts';

export async function listAssessmentEvents(
  context: Context,
  id: string,
  input: MomentInput & { afterSequence?: number; limit?: number } = {},
): Promise<{ program: ProgramView; moment: Moment; items: EventView[] }> {
  await loadHome(context, id, ['read_history']);
  const { home, moment } = await getAssessment(context, id, input);
  const items = await translated(
    listEvents(context.db.pool, {
      programId: home.program.id,
      streamIds: [id],
      knownAt: moment.knownAt,
      asOf: moment.asOf,
      ...(input.afterSequence === undefined ? {} : { afterSequence: input.afterSequence }),
      limit: input.limit ?? 200,
      withoutInternalNotes: confinement(context, home.program.id) !== null,
    }),
  );
  return { program: home.program, moment, items };
}
