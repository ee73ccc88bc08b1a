/** The calendars of business days, with the days that were added or taken. They hold in every program. */
import { type CalendarRow, listCalendars as readCalendars } from '#lib/data/calendars.ts';
import { translated } from '#lib/data/transaction.ts';
import type { ProgramView } from '#lib/domain/record.ts';
import type { Context } from './context.ts';
import { getProgram } from './get-program.ts';

/** @throws AppError `unauthenticated`, `not_found`, `forbidden` */
export async function listCalendars(context: Context, slug: string): Promise<{ program: ProgramView; calendars: CalendarRow[] }> {
  const program = await getProgram(context, slug);
  return { program, calendars: await translated(readCalendars(context.db.pool)) };
}
