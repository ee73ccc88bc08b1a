/** A deadline as a rule: an anchor, an offset in days or business days, a calendar, and where a day off rolls to. */

import { z } from 'zod';
import { addBusinessDays, type BusinessCalendar, calendarName, ROLLS, type Roll, rollDay } from './business-days.ts';
import { dateInput } from './input.ts';
import { addDays, formatDate, type LocalDate, weekdayOf } from './time.ts';

export const ANCHORS = ['request_sent', 'letter_received', 'fixed_date', 'deadline'] as const;
export type Anchor = (typeof ANCHORS)[number];

export const anchorLabels: Record<Anchor, string> = {
  request_sent: 'the day the request was sent',
  letter_received: 'the day the letter was received',
  fixed_date: 'a fixed date',
  deadline: 'another deadline',
};

export const UNITS = ['days', 'business_days'] as const;
export type Unit = (typeof UNITS)[number];

/** More than ten years from its anchor is a slip of the pen. */
const LONGEST = 3660;

/** Stored with the deadline, with the inputs it was computed from, so that it can be computed again. */
export const deadlineRule = z.strictObject({
  anchor: z.enum(ANCHORS),
  /** The date that the anchor had when this was computed. */
  anchorOn: dateInput,
  /** The request, response or deadline that the anchor is. */
  anchorId: z.uuid().nullable(),
  offset: z.number().int().min(-LONGEST).max(LONGEST),
  unit: z.enum(UNITS),
  calendar: z.string().min(1).max(60),
  roll: z.enum(ROLLS),
});
export type DeadlineRule = z.infer<typeof deadlineRule>;

export interface ComputedDeadline {
  dueOn: LocalDate;
  /** How the date came about, one plain sentence a step. */
  steps: string[];
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const count = (n: number, unit: Unit): string =>
  `${Math.abs(n)} ${unit === 'days' ? 'day' : 'business day'}${Math.abs(n) === 1 ? '' : 's'}`;

const rollWords: Record<Roll, string> = { none: '', next: 'the next business day', previous: 'the business day before' };

/** The anchor's own day is not counted, as in Federal Rule of Civil Procedure 6(a)(1)(A). Throws RangeError for a bad date or calendar. */
export function computeDeadline(rule: Omit<DeadlineRule, 'calendar' | 'anchorId'>, calendar: BusinessCalendar): ComputedDeadline {
  const { anchor, anchorOn, offset, unit, roll } = rule;
  const steps = [`It counts from ${anchorLabels[anchor]}: ${formatDate(anchorOn, 'long')}. That day itself is not counted.`];
  const counted = unit === 'days' ? addDays(anchorOn, offset) : addBusinessDays(anchorOn, offset, calendar);
  const by = unit === 'business_days' ? `, by the calendar "${calendarName(calendar)}"` : '';
  if (offset !== 0) steps.push(`${count(offset, unit)} ${offset < 0 ? 'before' : 'after'} it${by}: ${formatDate(counted, 'weekday')}.`);
  const dueOn = rollDay(counted, roll, calendar);
  if (dueOn !== counted) steps.push(`${offWords(counted)}, so it is due on ${rollWords[roll]}: ${formatDate(dueOn, 'weekday')}.`);
  return { dueOn, steps };
}

function offWords(day: LocalDate): string {
  const weekday = weekdayOf(day);
  return weekday === 0 || weekday === 6 ? `That is a ${WEEKDAYS[weekday]}` : 'Offices are closed that day';
}

/** A rule in a few words: `30 days after the day the request was sent, then the next business day`. */
export function describeRule({ anchor, anchorOn, offset, unit, roll }: Omit<DeadlineRule, 'anchorId'>): string {
  const from = anchor === 'fixed_date' ? formatDate(anchorOn, 'short') : `${anchorLabels[anchor]} (${formatDate(anchorOn, 'short')})`;
  const then = roll === 'none' ? '' : `; on a day off, ${rollWords[roll]}`;
  if (offset === 0) return `On ${from}${then}`;
  return `${count(offset, unit)} ${offset < 0 ? 'before' : 'after'} ${from}${then}`;
}

/** Whether a rule counts from a date of its own, and refers to nothing else. */
export const isFixedDate = (anchor: string): boolean => anchor === 'fixed_date';
