/**
 * The holidays of the federal government of the United States (5 U.S.C. 6103), with the day on which each is observed.
 * The rules are those in force since 1986; for earlier years only the absence of the two later holidays is kept.
 * Inauguration Day is left out: it is a holiday in and around Washington only.
 */
import { addDays, dateOfDay, dayNumber, type LocalDate, weekdayOf } from './time.ts';

export interface FederalHoliday {
  date: LocalDate;
  name: string;
  /** Friday for a Saturday, Monday for a Sunday; so New Year's Day may be observed in the year before. */
  observedOn: LocalDate;
}

type Rule = { name: string; from?: number; month: number } & ({ day: number } | { weekday: number; nth: number } | { lastWeekday: number });

const MONDAY = 1;
const THURSDAY = 4;

const RULES: readonly Rule[] = [
  { name: "New Year's Day", month: 1, day: 1 },
  { name: 'Birthday of Martin Luther King, Jr.', from: 1986, month: 1, weekday: MONDAY, nth: 3 },
  { name: "Washington's Birthday", month: 2, weekday: MONDAY, nth: 3 },
  { name: 'Memorial Day', month: 5, lastWeekday: MONDAY },
  { name: 'Juneteenth National Independence Day', from: 2021, month: 6, day: 19 },
  { name: 'Independence Day', month: 7, day: 4 },
  { name: 'Labor Day', month: 9, weekday: MONDAY, nth: 1 },
  { name: 'Columbus Day', month: 10, weekday: MONDAY, nth: 2 },
  { name: 'Veterans Day', month: 11, day: 11 },
  { name: 'Thanksgiving Day', month: 11, weekday: THURSDAY, nth: 4 },
  { name: 'Christmas Day', month: 12, day: 25 },
];

const dateIn = (year: number, month: number, day: number): LocalDate =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;

function dateOfRule(rule: Rule, year: number): LocalDate {
  if ('day' in rule) return dateIn(year, rule.month, rule.day);
  if ('nth' in rule) {
    const first = dateIn(year, rule.month, 1);
    return addDays(first, ((rule.weekday - weekdayOf(first) + 7) % 7) + (rule.nth - 1) * 7);
  }
  // A last weekday is counted back from the end of the month; no such rule falls in December.
  const end = dateOfDay(dayNumber(dateIn(year, rule.month + 1, 1)) - 1);
  return addDays(end, -((weekdayOf(end) - rule.lastWeekday + 7) % 7));
}

function observed(date: LocalDate): LocalDate {
  const weekday = weekdayOf(date);
  if (weekday === 6) return addDays(date, -1);
  return weekday === 0 ? addDays(date, 1) : date;
}

/** The federal holidays whose own date lies in a year, in order: 11 since 2021. */
export function federalHolidays(year: number): FederalHoliday[] {
  return RULES.filter((rule) => year >= (rule.from ?? 0)).map((rule) => {
    const date = dateOfRule(rule, year);
    return { date, name: rule.name, observedOn: observed(date) };
  });
}
