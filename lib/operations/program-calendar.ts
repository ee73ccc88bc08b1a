/** The calendar of business days that a program keeps, with the days that were added to it or taken from it. */
import type { Queryable } from '#lib/data/client.ts';
import { readCalendars } from '#lib/data/due-facts.ts';
import { translated } from '#lib/data/transaction.ts';
import type { BusinessCalendar } from '#lib/domain/business-days.ts';
import type { Moment, ProgramView } from '#lib/domain/record.ts';

/** As known at the moment. */
export async function programCalendar(
  tx: Queryable,
  { calendar }: Pick<ProgramView, 'calendar'>,
  moment: Pick<Moment, 'live' | 'knownAt'>,
): Promise<BusinessCalendar> {
  const calendars = await translated(readCalendars(tx, moment.live ? null : moment.knownAt));
  return calendars.get(calendar) ?? calendar;
}
