/** The log of reminders that the asked organization was given of one assessment: evidence, where it stays silent. */
import { listReminders, type ReminderLine } from '#lib/data/reminders.ts';
import { translated } from '#lib/data/transaction.ts';
import type { Moment, ProgramView } from '#lib/domain/record.ts';
import type { Context } from './context.ts';
import { getAssessment } from './load-assessment.ts';
import type { MomentInput } from './moment.ts';

export interface ReminderLog {
  program: ProgramView;
  moment: Moment;
  /** Oldest first. */
  items: ReminderLine[];
}

/** @throws AppError `unauthenticated`, `not_found`, `invalid_request`, `as_of_in_future` */
export async function getReminders(context: Context, id: string, input: MomentInput): Promise<ReminderLog> {
  const { home, moment } = await getAssessment(context, id, input);
  const seen = moment.asOf < moment.knownAt ? moment.asOf : moment.knownAt;
  return { program: home.program, moment, items: await translated(listReminders(context.db.pool, home.program.id, id, seen)) };
}
