/** Deadlines that explain themselves: what the source states, what is assumed, and how far away the day is. */
import { type BusinessCalendar, businessDaysBetween } from './business-days.ts';
import {
  calendarDaysBetween,
  compareInstants,
  dayNumber,
  endOfDay,
  formatClock,
  formatDate,
  fromMicros,
  type LocalDate,
  localDateOf,
  zoneName,
} from './time.ts';
import { readClock } from './zone.ts';

/** What a source states of a deadline. */
export interface StatedDeadline {
  dueOn: LocalDate;
  /** Local time of day, `HH:MM` or `HH:MM:SS`; null when none is stated. */
  cutOff: string | null;
  /** IANA zone; null when none is stated. */
  zone: string | null;
}

export type AssumedPart = 'time' | 'zone';

export interface DueInstant {
  dueAt: string;
  assumed: AssumedPart[];
  /** How the instant came about, one plain sentence a step. */
  steps: string[];
}

const CUT_OFF = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/;
const MICROS_PER_SECOND = 1_000_000n;

/** Whether a text is a time of day, `HH:MM` or `HH:MM:SS`, from 00:00 to 23:59:59. */
export const isCutOff = (text: string): boolean => CUT_OFF.test(text);

function assumedOf({ cutOff, zone }: Pick<StatedDeadline, 'cutOff' | 'zone'>): AssumedPart[] {
  const assumed: AssumedPart[] = [];
  if (cutOff === null) assumed.push('time');
  if (zone === null) assumed.push('zone');
  return assumed;
}

/**
 * The instant of a stated time of day. A clock set back shows some times twice: the later counts, so that nobody is
 * late by the other reading. A clock set forward skips some: the time moves on by as much, as PostgreSQL reads it.
 */
function cutOffInstant(dueOn: LocalDate, cutOff: string, zone: string): { at: string; note: string | null } {
  const parts = CUT_OFF.exec(cutOff);
  if (!parts) throw new RangeError(`Not a time of day: "${cutOff}"`);
  const seconds = dayNumber(dueOn) * 86_400 + Number(parts[1]) * 3600 + Number(parts[2]) * 60 + Number(parts[3] ?? 0);
  const reading = readClock(BigInt(seconds) * MICROS_PER_SECOND, zone);
  const time = formatClock(cutOff);
  if (reading.kind === 'once') return { at: fromMicros(reading.at), note: null };
  if (reading.kind === 'twice') {
    return { at: fromMicros(reading.later), note: `Clocks there are set back and show ${time} twice that day: the later one counts.` };
  }
  return { at: fromMicros(reading.shifted), note: `Clocks there are set forward and skip ${time} that day: the time moves on by as much.` };
}

/**
 * The last instant at which an answer is in time; overdue is what comes after it. A date without a time means
 * 23:59:59.999999 of that day; without a zone, the program's (docs/architecture.md, time).
 * Throws RangeError for a bad date, time of day or zone.
 */
export function dueInstant(stated: StatedDeadline, programZone: string): DueInstant {
  const { dueOn, cutOff } = stated;
  const zone = stated.zone ?? programZone;
  const steps = [`The source states ${formatDate(dueOn, 'long')}.`];
  steps.push(
    cutOff === null
      ? 'No time of day is stated: the end of that day is assumed.'
      : `The source states ${formatClock(cutOff)} as the time of day.`,
  );
  steps.push(
    stated.zone === null
      ? `No time zone is stated: the program's zone, ${zoneName(zone)}, is assumed.`
      : `The source states the time zone: ${zoneName(zone)}.`,
  );
  const due = cutOff === null ? { at: endOfDay(dueOn, zone), note: null } : cutOffInstant(dueOn, cutOff, zone);
  if (due.note !== null) steps.push(due.note);
  steps.push(`In UTC that is ${due.at}, the last instant that is in time.`);
  return { dueAt: due.at, assumed: assumedOf(stated), steps };
}

const ASSUMED_NOTES: Record<string, string> = { '': '', time: ' (time assumed)', zone: ' (zone assumed)', 'time,zone': ' (assumed)' };

/** A deadline in one line: `Fri, Aug 18, 2017, end of day Eastern (assumed)`. */
export function describeDue(dueOn: LocalDate, stated: { cutOff: string | null; zone: string | null; programZone: string }): string {
  const time = stated.cutOff === null ? 'end of day' : formatClock(stated.cutOff);
  const note = ASSUMED_NOTES[assumedOf(stated).join()] ?? '';
  return `${formatDate(dueOn, 'weekday')}, ${time} ${zoneName(stated.zone ?? stated.programZone)}${note}`;
}

export interface Countdown {
  /** `closed` once the due instant has passed; `today` on the due date until then. */
  state: 'ahead' | 'today' | 'closed';
  /** Calendar days between the local date and the due date, never negative; `state` tells the direction. */
  days: number;
  /** Business days after the earlier of the two dates, up to and including the later. */
  businessDays: number;
  text: string;
}

const THOUSANDS = new Intl.NumberFormat('en-US');
const count = (n: number, unit: string): string => `${THOUSANDS.format(n)} ${unit}${n === 1 ? '' : 's'}`;

/**
 * How far a deadline is from a moment, in days between local dates of the deadline's zone, so that no clock change
 * makes a day longer or shorter: `3 days left · 3 business days`, `due today`, `closed 3,383 days ago`.
 * @param deadline `zone` is the zone used, stated or assumed; `dueOn` is the date of `dueAt` there
 * @param calendar the program's calendar of business days
 */
export function countdown(
  deadline: { dueAt: string; dueOn: LocalDate; zone: string },
  asOf: string,
  calendar: BusinessCalendar,
): Countdown {
  const today = localDateOf(asOf, deadline.zone);
  const ahead = calendarDaysBetween(today, deadline.dueOn);
  const days = Math.abs(ahead);
  const businessDays = Math.abs(businessDaysBetween(today, deadline.dueOn, calendar));
  if (compareInstants(asOf, deadline.dueAt) > 0) {
    return { state: 'closed', days, businessDays, text: days === 0 ? 'closed today' : `closed ${count(days, 'day')} ago` };
  }
  if (ahead <= 0) return { state: 'today', days, businessDays, text: 'due today' };
  return { state: 'ahead', days, businessDays, text: `${count(days, 'day')} left · ${count(businessDays, 'business day')}` };
}

/** The same in words, for a deadline that an order may suspend: then no day of it is gone or left. */
export const countdownText = (
  deadline: { dueAt: string; dueOn: LocalDate; zone: string; paused?: boolean | undefined },
  asOf: string,
  calendar: BusinessCalendar,
): string => (deadline.paused ? 'stands still while an order holds' : countdown(deadline, asOf, calendar).text);
