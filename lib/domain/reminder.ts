/** When somebody is reminded of a due date, and when the digest of a person's day is made. */
import { addBusinessDays, type BusinessCalendar, businessDaysBetween } from './business-days.ts';
import { calendarDaysBetween, compareInstants, dayNumber, fromMicros, type LocalDate, localDateOf, toMicros } from './time.ts';
import { readClock } from './zone.ts';

/** Business days from the due date on which a reminder falls: before it and after it. */
export const REMINDER_DAYS = [-10, -5, -1, 1, 5, 10] as const;
/** The last reminder is no longer made up for from here on: whoever was not reached by then is not reached by another line. */
const NO_LONGER = 15;

export const DEFAULT_DIGEST_HOUR = 8;

export interface Occasion {
  /** One of `REMINDER_DAYS`. */
  businessDays: number;
  /** The day it falls on. */
  on: LocalDate;
}

interface Schedule {
  falls: Occasion[];
  /** From this day on nothing is made up for. */
  over: LocalDate;
}

// A digest asks for the same few due dates on every row, and counting business days there and back takes a while.
const SCHEDULES_KEPT = 1024;
const builtIn = new Map<string, Map<LocalDate, Schedule>>();
// A calendar with days of its own is read anew for each digest: what was worked out by it goes with it.
const dated = new WeakMap<object, Map<LocalDate, Schedule>>();

function schedulesOf(calendar: BusinessCalendar): Map<LocalDate, Schedule> {
  const known = typeof calendar === 'string' ? builtIn.get(calendar) : dated.get(calendar);
  if (known) return known;
  const schedules = new Map<LocalDate, Schedule>();
  if (typeof calendar === 'string') builtIn.set(calendar, schedules);
  else dated.set(calendar, schedules);
  return schedules;
}

function scheduleOf(dueOn: LocalDate, calendar: BusinessCalendar): Schedule {
  const schedules = schedulesOf(calendar);
  const known = schedules.get(dueOn);
  if (known) return known;
  const falls = REMINDER_DAYS.map((businessDays) => ({ businessDays, on: addBusinessDays(dueOn, businessDays, calendar) }));
  const schedule = { falls, over: addBusinessDays(dueOn, NO_LONGER, calendar) };
  if (schedules.size >= SCHEDULES_KEPT) schedules.clear();
  schedules.set(dueOn, schedule);
  return schedule;
}

/**
 * The reminder that holds on a day: the latest whose day has come, so that a day on which nothing ran is made up for, once.
 * Null before the first and long after the last.
 */
export function occasionOn(dueOn: LocalDate, today: LocalDate, calendar: BusinessCalendar): Occasion | null {
  // Far away in either direction nothing needs counting.
  if (Math.abs(calendarDaysBetween(today, dueOn)) > 40) return null;
  const { falls, over } = scheduleOf(dueOn, calendar);
  const latest = falls.findLast(({ on }) => on <= today);
  return latest && today < over ? latest : null;
}

const days = (count: number): string => `${count.toLocaleString('en-US')} business ${count === 1 ? 'day' : 'days'}`;

/** How far away the due date is, in words: "due in 5 business days", "due 1 business day ago", "due today". */
export function dueWords(dueOn: LocalDate, today: LocalDate, calendar: BusinessCalendar): string {
  if (dueOn === today) return 'due today';
  const count = businessDaysBetween(today, dueOn, calendar);
  // A due date on a weekend lies no business day away from the Friday before it.
  if (count === 0) return dueOn > today ? 'due before the next business day' : 'due since the last business day';
  return count > 0 ? `due in ${days(count)}` : `due ${days(-count)} ago`;
}

/**
 * The instant at which a clock shows an hour on a day. Where the clock shows it twice the earlier one, where it skips it the
 * first instant after the gap: so each day has exactly one.
 * @throws RangeError for a bad date or zone
 */
export function hourOf(day: LocalDate, hour: number, zone: string): string {
  const reading = readClock(BigInt(dayNumber(day)) * 86_400_000_000n + BigInt(hour) * 3_600_000_000n, zone);
  if (reading.kind === 'once') return fromMicros(reading.at);
  return fromMicros(reading.kind === 'twice' ? reading.earlier : reading.change);
}

/** The day whose digest is due at an instant: today on the person's calendar once their hour has come, else null. */
export function digestDay(now: string, zone: string, hour: number): LocalDate | null {
  const today = localDateOf(now, zone);
  return compareInstants(now, hourOf(today, hour, zone)) < 0 ? null : today;
}

/** The bounds between which due instants have to be looked at for reminders on a day: 40 days on either side, in UTC. */
export function dueWindow(now: string): { from: string; to: string } {
  const span = 41n * 86_400_000_000n;
  return { from: fromMicros(toMicros(now) - span), to: fromMicros(toMicros(now) + span) };
}
