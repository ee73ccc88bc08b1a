/** Which days are in view, and the marks of the axis. */
import { formatIso, longMonth, monthStart, parseDay, partsOf, shortMonth, spellDay, weekdayName, weekdayOf, yearStart } from './day.ts';
import type { LocalDate, Zoom } from './types.ts';

export interface TimeWindow {
  start: LocalDate;
  /** The last day in view. */
  end: LocalDate;
}

export interface WindowQuestion {
  zoom: Zoom;
  from?: LocalDate | undefined;
  deadlineOn?: LocalDate | null | undefined;
  extent: { from: LocalDate; to: LocalDate };
}

/** Days of context before and after the deadline: the letters went out 15 days before it. */
const DAYS_BEFORE = 19;
const DAYS_AFTER = 4;
const MONTHS_AROUND = 2;
const YEARS_AFTER = 2;

const defaultWindow = (zoom: Zoom, anchor: number, extent: WindowQuestion['extent']): [number, number] => {
  switch (zoom) {
    case 'days':
      return [anchor - DAYS_BEFORE, anchor + DAYS_AFTER];
    case 'weeks':
      return [monthStart(anchor, -MONTHS_AROUND), monthStart(anchor, MONTHS_AROUND + 1) - 1];
    case 'months':
      return [yearStart(anchor), yearStart(anchor, YEARS_AFTER + 1) - 1];
    case 'years':
      return [yearStart(parseDay(extent.from)), yearStart(parseDay(extent.to), 1) - 1];
  }
};

/** The window around the deadline, or one of the same length from a given day. */
export const windowFor = ({ zoom, from, deadlineOn, extent }: WindowQuestion): TimeWindow => {
  const anchor = parseDay(deadlineOn ?? extent.to);
  const [start, end] = defaultWindow(zoom, anchor, extent);
  if (from === undefined) return { start: formatIso(start), end: formatIso(end) };
  const moved = parseDay(from);
  return { start: formatIso(moved), end: formatIso(moved + (end - start)) };
};

/** The first day of the window one step earlier (-1) or later (1); steps overlap by about a third. */
export const shiftedFrom = (zoom: Zoom, window: TimeWindow, direction: -1 | 1): LocalDate => {
  const start = parseDay(window.start);
  switch (zoom) {
    case 'days':
      return formatIso(start + direction * 14);
    case 'weeks':
      return formatIso(monthStart(start, direction * 3));
    case 'months':
      return formatIso(yearStart(start, direction * 2));
    case 'years':
      return formatIso(yearStart(start, direction * 20));
  }
};

export interface Tick {
  /** The day at which the line stands. */
  day: number;
  /** First day that is no longer of this tick. */
  until: number;
  label: string | null;
}

export interface Axis {
  upper: Tick[];
  lower: Tick[];
  /** Saturdays and Sundays, drawn as quiet columns; only where a day is wide enough to see. */
  weekends: number[];
}

const steps = (start: number, end: number, next: (day: number) => number): number[] => {
  const days: number[] = [];
  for (let day = start; day <= end; day = next(day)) days.push(day);
  return days;
};

const ticks = (starts: number[], end: number, label: (day: number) => string | null): Tick[] =>
  starts.map((day, index) => ({ day, until: starts[index + 1] ?? end + 1, label: label(day) }));

const monthsIn = (start: number, end: number): number[] => {
  const first = monthStart(start);
  return [...(first < start ? [start] : []), ...steps(first < start ? monthStart(start, 1) : first, end, (day) => monthStart(day, 1))];
};

const yearsIn = (start: number, end: number): number[] => {
  const first = yearStart(start);
  return [...(first < start ? [start] : []), ...steps(first < start ? yearStart(start, 1) : first, end, (day) => yearStart(day, 1))];
};

const monthAndYear = (day: number): string => `${longMonth(partsOf(day).month)} ${partsOf(day).year}`;

/** The two rows of the axis: the larger unit above, the smaller below. */
export const axisFor = (zoom: Zoom, window: TimeWindow): Axis => {
  const start = parseDay(window.start);
  const end = parseDay(window.end);
  const days = steps(start, end, (day) => day + 1);
  switch (zoom) {
    case 'days':
      return {
        upper: ticks(monthsIn(start, end), end, monthAndYear),
        lower: ticks(days, end, (day) => String(partsOf(day).day)),
        weekends: days.filter((day) => weekdayOf(day) === 0 || weekdayOf(day) === 6),
      };
    case 'weeks':
      return {
        upper: ticks(monthsIn(start, end), end, monthAndYear),
        lower: ticks(
          days.filter((day) => weekdayOf(day) === 1),
          end,
          (day) => String(partsOf(day).day),
        ),
        weekends: [],
      };
    case 'months':
      return {
        upper: ticks(yearsIn(start, end), end, (day) => String(partsOf(day).year)),
        lower: ticks(monthsIn(start, end), end, (day) => (partsOf(day).month % 3 === 1 ? shortMonth(partsOf(day).month) : null)),
        weekends: [],
      };
    case 'years':
      return {
        upper: [],
        lower: ticks(yearsIn(start, end), end, (day) => (partsOf(day).year % 5 === 0 ? String(partsOf(day).year) : null)),
        weekends: [],
      };
  }
};

/** "July 30 to August 22, 2017". */
export const spellWindow = (window: TimeWindow): string => {
  const start = parseDay(window.start);
  const end = parseDay(window.end);
  const from = partsOf(start);
  const sameYear = from.year === partsOf(end).year;
  return `${sameYear ? `${longMonth(from.month)} ${from.day}` : spellDay(start)} to ${spellDay(end)}`;
};

/** "Friday, August 18, 2017", for titles of columns. */
export const spellWeekday = (day: number): string => `${weekdayName(day)}, ${spellDay(day)}`;
