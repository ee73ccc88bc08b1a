/**
 * Calendar days as whole numbers since 1970-01-01, so that positions are sums and no zone can shift a date.
 * Days arrive as `YYYY-MM-DD` text; parts that are missing (`2017`, `2017-08`) mean the first of them.
 */
import type { LocalDate, TimelineItem } from './types.ts';

const MS_PER_DAY = 86_400_000;
const SHORT_MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const LONG_MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;

export interface DayParts {
  year: number;
  /** 1 to 12. */
  month: number;
  day: number;
}

export const dayNumber = (year: number, month: number, day: number): number => Math.round(Date.UTC(year, month - 1, day) / MS_PER_DAY);

/** @throws RangeError when the text is no date. */
export const parseDay = (text: string): number => {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text);
  if (match === null) throw new RangeError(`not a date: ${text}`);
  return dayNumber(Number(match[1]), Number(match[2] ?? '1'), Number(match[3] ?? '1'));
};

export const partsOf = (day: number): DayParts => {
  const date = new Date(day * MS_PER_DAY);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
};

export const formatIso = (day: number): LocalDate => new Date(day * MS_PER_DAY).toISOString().slice(0, 10);

/** 0 is Sunday. */
export const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7;
export const weekdayName = (day: number): string => WEEKDAYS[weekdayOf(day)] ?? '';

export const shortMonth = (month: number): string => SHORT_MONTHS[month - 1] ?? '';
export const longMonth = (month: number): string => LONG_MONTHS[month - 1] ?? '';

/** The first day of the month that lies `months` away. */
export const monthStart = (day: number, months = 0): number => {
  const { year, month } = partsOf(day);
  return dayNumber(year, month + months, 1);
};

export const yearStart = (day: number, years = 0): number => dayNumber(partsOf(day).year + years, 1, 1);

/** "August 3, 2017". */
export const spellDay = (day: number): string => {
  const parts = partsOf(day);
  return `${longMonth(parts.month)} ${parts.day}, ${parts.year}`;
};

/** "Aug 3", with the year where asked. */
export const shortDay = (day: number, withYear = false): string => {
  const parts = partsOf(day);
  const text = `${shortMonth(parts.month)} ${parts.day}`;
  return withYear ? `${text}, ${parts.year}` : text;
};

export interface Extent {
  /** First day. */
  start: number;
  /** The day after the last one. */
  end: number;
}

/** The days an item may have happened on: one day, a month or a year. */
export const extentOf = (item: Pick<TimelineItem, 'date' | 'precision'>): Extent => {
  const start = parseDay(item.date);
  if (item.precision === 'day') return { start, end: start + 1 };
  if (item.precision === 'month') return { start: monthStart(start), end: monthStart(start, 1) };
  return { start: yearStart(start), end: yearStart(start, 1) };
};

/** A date spelled no more exactly than it is known: "2017", "August 2017", "August 3, 2017". */
export const spellDate = (item: Pick<TimelineItem, 'date' | 'precision'>): string => {
  const { year, month } = partsOf(parseDay(item.date));
  if (item.precision === 'year') return String(year);
  if (item.precision === 'month') return `${longMonth(month)} ${year}`;
  return spellDay(parseDay(item.date));
};

/** The same, short: "2017", "Aug 2017", "Aug 3, 2017". */
export const shortDate = (item: Pick<TimelineItem, 'date' | 'precision'>): string => {
  const { year, month } = partsOf(parseDay(item.date));
  if (item.precision === 'year') return String(year);
  if (item.precision === 'month') return `${shortMonth(month)} ${year}`;
  return shortDay(parseDay(item.date), true);
};
