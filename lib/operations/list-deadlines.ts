/** A program's deadlines with the dates that count, and what the forms about them need. */
import { type CalendarRow, listCalendars, listSentRequests } from '#lib/data/calendars.ts';
import { listExtensions } from '#lib/data/extensions.ts';
import { translated } from '#lib/data/transaction.ts';
import type { ExtensionView } from '#lib/domain/deadline-views.ts';
import type { DeadlineView, Moment, ProgramView } from '#lib/domain/record.ts';
import { type Context, confinement } from './context.ts';
import { effectiveDeadlines } from './effective-deadlines.ts';
import { viewExtensions } from './extension-views.ts';
import { getProgram } from './get-program.ts';
import { type MomentInput, momentOf } from './moment.ts';

export interface DeadlineList {
  program: ProgramView;
  moment: Moment;
  deadlines: DeadlineView[];
  extensions: ExtensionView[];
  calendars: Pick<CalendarRow, 'name' | 'title'>[];
  /** Requests that a rule can count from; none for someone confined to one organization. */
  requests: { id: string; title: string; sentOn: string }[];
}

/** @throws AppError `unauthenticated`, `not_found`, `forbidden`, `invalid_request`, `as_of_in_future` */
export async function listDeadlines(context: Context, slug: string, input: MomentInput = {}): Promise<DeadlineList> {
  const program = await getProgram(context, slug);
  const moment = momentOf(context, program, input);
  const { pool } = context.db;
  const confined = confinement(context, program.id);
  const [deadlines, extensions, calendars, requests] = await Promise.all([
    effectiveDeadlines(program, context, moment),
    translated(listExtensions(pool, program.id, moment)),
    translated(listCalendars(pool)),
    confined === null ? translated(listSentRequests(pool, program.id)) : [],
  ]);
  const shown = new Set(deadlines.map(({ id }) => id));
  const views = await viewExtensions(
    program,
    context,
    confined === null ? extensions : extensions.filter(({ deadlineId }) => shown.has(deadlineId)),
  );
  return { program, moment, deadlines, extensions: views, calendars: calendars.map(({ name, title }) => ({ name, title })), requests };
}
