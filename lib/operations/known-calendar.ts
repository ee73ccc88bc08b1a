/** Calendars named in a request or in a program pack: only those on record, and what is said of any other. */
import { listCalendarNames } from '#lib/data/calendars.ts';
import type { Queryable } from '#lib/data/client.ts';
import { AppError } from '#lib/domain/errors.ts';

/** What is wrong with a name that no calendar has, and which there are; null where one has it. */
export async function unknownCalendar(tx: Queryable, name: string): Promise<string | null> {
  const names = await listCalendarNames(tx);
  return names.includes(name) ? null : `There is no calendar "${name}". Known are: ${names.join(', ')}.`;
}

/** @throws AppError `invalid_request` naming the field and the calendars that there are */
export async function requireKnownCalendar(tx: Queryable, name: string, field: string): Promise<void> {
  const problem = await unknownCalendar(tx, name);
  if (problem !== null) throw new AppError('invalid_request', problem, { field });
}
