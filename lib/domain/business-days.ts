/** Business days: Monday to Friday, less the holidays of a calendar. */
import { federalHolidays } from './holidays.ts';
import { addDays, dayNumber, type LocalDate, weekdayOf } from './time.ts';

/** `us_federal`: weekends and federal holidays as observed. `none`: weekends only. */
export const CALENDARS = ['us_federal', 'none'] as const;
export type Calendar = (typeof CALENDARS)[number];

/**
 * A built-in calendar with days that were added to or taken from it, as known at some instant: an office's own closing day, or
 * a federal holiday on which it is open.
 */
export interface DatedCalendar {
  name: string;
  base: Calendar;
  closed: ReadonlySet<LocalDate>;
  open: ReadonlySet<LocalDate>;
}

/** The name of a built-in calendar, or a calendar with its own days. */
export type BusinessCalendar = string | DatedCalendar;

export const isCalendar = (text: string): text is Calendar => (CALENDARS as readonly string[]).includes(text);

const observedDays = new Map<number, readonly LocalDate[]>();

/** The observed holidays of a year, among them the next New Year's Day when that is kept on December 31. */
function observedIn(year: number): readonly LocalDate[] {
  const known = observedDays.get(year);
  if (known) return known;
  const prefix = String(year);
  const days = [...federalHolidays(year), ...federalHolidays(year + 1)]
    .map((holiday) => holiday.observedOn)
    .filter((day) => day.startsWith(prefix));
  observedDays.set(year, days);
  return days;
}

function requireCalendar(text: string): Calendar {
  if (isCalendar(text)) return text;
  throw new RangeError(`Unknown calendar: "${text}"`);
}

const yearOf = (date: LocalDate): number => Number(date.slice(0, 4));

/** Whether offices that keep this calendar are open. Throws RangeError for a bad date or an unknown calendar. */
export function isBusinessDay(date: LocalDate, calendar: BusinessCalendar): boolean {
  if (typeof calendar !== 'string') {
    return calendar.open.has(date) || (!calendar.closed.has(date) && isBusinessDay(date, calendar.base));
  }
  const kept = requireCalendar(calendar);
  const weekday = weekdayOf(date);
  if (weekday === 0 || weekday === 6) return false;
  return kept === 'none' || !observedIn(yearOf(date)).includes(date);
}

/** Weekdays from Monday, 1969-12-29, up to and including a date. */
function weekdaysUpTo(date: LocalDate): number {
  const days = dayNumber(date) + 4;
  const weeks = Math.floor(days / 7);
  return weeks * 5 + Math.min(days - weeks * 7, 5);
}

/** How many business days more (or fewer) its own days make in `(a, b]`. */
function ownDays(calendar: DatedCalendar, a: LocalDate, b: LocalDate): number {
  const own = [...new Set([...calendar.closed, ...calendar.open])].filter((day) => day > a && day <= b);
  return own.reduce((sum, day) => sum + Number(isBusinessDay(day, calendar)) - Number(isBusinessDay(day, calendar.base)), 0);
}

/**
 * Business days after `a`, up to and including `b`; negative when `b` is the earlier, so that swapping the two only
 * changes the sign. Throws RangeError for a bad date or an unknown calendar.
 */
export function businessDaysBetween(a: LocalDate, b: LocalDate, calendar: BusinessCalendar): number {
  if (b < a) return 0 - businessDaysBetween(b, a, calendar);
  if (typeof calendar !== 'string') return businessDaysBetween(a, b, calendar.base) + ownDays(calendar, a, b);
  const weekdays = weekdaysUpTo(b) - weekdaysUpTo(a);
  if (requireCalendar(calendar) === 'none') return weekdays;
  let holidays = 0;
  for (let year = yearOf(a); year <= yearOf(b); year += 1) {
    holidays += observedIn(year).filter((day) => day > a && day <= b).length;
  }
  return weekdays - holidays;
}

/**
 * The n-th business day after a date, or before it when n is negative; the date itself when n is 0, whatever day it is.
 * Throws RangeError when n is not a whole number, for a bad date and for an unknown calendar.
 */
export function addBusinessDays(date: LocalDate, n: number, calendar: BusinessCalendar): LocalDate {
  if (!Number.isInteger(n)) throw new RangeError(`Not a whole number of days: ${n}`);
  const step = Math.sign(n);
  let day = date;
  for (let left = Math.abs(n); left > 0; ) {
    day = addDays(day, step);
    if (isBusinessDay(day, calendar)) left -= 1;
  }
  return day;
}

export const ROLLS = ['none', 'next', 'previous'] as const;
export type Roll = (typeof ROLLS)[number];

/** The date itself when it is a business day, or moves none; else the next or the previous business day. */
export function rollDay(date: LocalDate, roll: Roll, calendar: BusinessCalendar): LocalDate {
  if (roll === 'none') return date;
  let day = date;
  while (!isBusinessDay(day, calendar)) day = addDays(day, roll === 'next' ? 1 : -1);
  return day;
}

/** The name of a calendar for people. */
export function calendarName(calendar: BusinessCalendar): string {
  const name = typeof calendar === 'string' ? calendar : calendar.name;
  if (name === 'us_federal') return 'federal holidays';
  return name === 'none' ? 'weekends only' : name;
}
