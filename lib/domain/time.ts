/**
 * Dates and instants as text. A date (`...On`) is `YYYY-MM-DD` and has no zone; an instant (`...At`) is ISO 8601
 * in UTC with microseconds, as PostgreSQL keeps it. A JavaScript Date loses microseconds and reads a bare date as
 * midnight UTC, which is the day before in every zone of the United States; so none is used for either.
 */
import { floorDiv, isZone, offsetAt, readClock } from './zone.ts';

export { isZone };

/** A calendar date, `YYYY-MM-DD`. */
export type LocalDate = string;

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const INSTANT = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,6}))?(?:Z|([+-])(\d{2}):(\d{2}))$/;
const MICROS_PER_DAY = 86_400_000_000n;
const MS_PER_DAY = 86_400_000;
const FIRST_YEAR = 1600;
const FIRST_MICROS = BigInt(Date.UTC(FIRST_YEAR, 0, 1)) * 1000n;
const LAST_MICROS = BigInt(Date.UTC(10_000, 0, 1)) * 1000n - 1n;

/** Days since 1970-01-01, or null when the text is not a real date. */
function parseDay(text: string): number | null {
  const found = DATE.exec(text);
  if (!found) return null;
  const ms = Date.UTC(Number(found[1]), Number(found[2]) - 1, Number(found[3]));
  // Date.UTC rolls February 30 over to March, so the parts are compared afterwards.
  return new Date(ms).toISOString().slice(0, 10) === text ? ms / MS_PER_DAY : null;
}

/** Days since 1970-01-01. Throws RangeError when the text is not a real date. */
export function dayNumber(date: LocalDate): number {
  const day = parseDay(date);
  if (day === null) throw new RangeError(`Not a calendar date: "${date}"`);
  return day;
}

/** The date that lies this many days after 1970-01-01. */
export const dateOfDay = (day: number): LocalDate => new Date(day * MS_PER_DAY).toISOString().slice(0, 10);

/** Whether a text is a real calendar date of the years 1600 to 9999. */
export function isLocalDate(text: string): boolean {
  return parseDay(text) !== null && Number(text.slice(0, 4)) >= FIRST_YEAR;
}

/** The date a number of days later (or earlier, when negative). */
export const addDays = (date: LocalDate, days: number): LocalDate => dateOfDay(dayNumber(date) + days);

/** Whole days from `a` to `b`; negative when `b` is the earlier. */
export const calendarDaysBetween = (a: LocalDate, b: LocalDate): number => dayNumber(b) - dayNumber(a);

/** Day of the week, 0 for Sunday. */
export const weekdayOf = (date: LocalDate): number => (((dayNumber(date) + 4) % 7) + 7) % 7;

/** Writes microseconds since 1970 as an instant. Held to December 31, 9999 UTC, the last day that four digits can write. */
export function fromMicros(micros: bigint): string {
  const held = micros > LAST_MICROS ? LAST_MICROS : micros;
  const ms = floorDiv(held, 1000n);
  const rest = String(held - ms * 1000n).padStart(3, '0');
  return `${new Date(Number(ms)).toISOString().slice(0, 23)}${rest}Z`;
}

function instantMicros(text: string): bigint | null {
  const found = INSTANT.exec(text);
  if (!found) return null;
  const [, date = '', hour, minute, second, fraction = '', sign, offsetHour = '0', offsetMinute = '0'] = found;
  const day = parseDay(date);
  if (day === null || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  if (Number(offsetHour) > 23 || Number(offsetMinute) > 59) return null;
  const offset = (Number(offsetHour) * 3600 + Number(offsetMinute) * 60) * (sign === '-' ? -1 : 1);
  const seconds = day * 86_400 + Number(hour) * 3600 + Number(minute) * 60 + Number(second) - offset;
  return BigInt(seconds) * 1_000_000n + BigInt(fraction.padEnd(6, '0'));
}

/**
 * Reads an instant strictly: full date and time with `Z` or an offset, none to six digits of a second.
 * Gives it in UTC with microseconds, or null when it is not of that form or outside the years 1600 to 9999.
 */
export function parseInstant(text: string): string | null {
  const micros = instantMicros(text);
  if (micros === null || micros < FIRST_MICROS || micros > LAST_MICROS) return null;
  return fromMicros(micros);
}

/** Microseconds since 1970 UTC. Throws RangeError when the text is not an instant. */
export function toMicros(instant: string): bigint {
  const micros = instantMicros(instant);
  if (micros === null) throw new RangeError(`Not an instant: "${instant}"`);
  return micros;
}

/** -1 when `a` is earlier, 1 when it is later, 0 when both are the same instant, however written. */
export function compareInstants(a: string, b: string): -1 | 0 | 1 {
  const difference = toMicros(a) - toMicros(b);
  if (difference === 0n) return 0;
  return difference < 0n ? -1 : 1;
}

/** The instant of a JavaScript Date. Throws RangeError for an invalid Date. */
export function instantFromDate(date: Date): string {
  if (Number.isNaN(date.getTime())) throw new RangeError('Not a valid Date');
  return fromMicros(BigInt(date.getTime()) * 1000n);
}

/**
 * The last instant of a date in a zone: 23:59:59.999999 on the clock there. Where the clock shows that twice the
 * later one, where it skips it the last instant before the gap. Throws RangeError for a bad date or zone.
 */
export function endOfDay(date: LocalDate, zone: string): string {
  const reading = readClock(BigInt(dayNumber(date) + 1) * MICROS_PER_DAY - 1n, zone);
  if (reading.kind === 'once') return fromMicros(reading.at);
  return fromMicros(reading.kind === 'twice' ? reading.later : reading.change - 1n);
}

/**
 * The first instant of a date in a zone: 00:00 on the clock there, or the first instant after the gap on a day that
 * has no midnight. Throws RangeError for a bad date or zone.
 */
export function startOfDay(date: LocalDate, zone: string): string {
  const reading = readClock(BigInt(dayNumber(date)) * MICROS_PER_DAY, zone);
  if (reading.kind === 'once') return fromMicros(reading.at);
  return fromMicros(reading.kind === 'twice' ? reading.earlier : reading.change);
}

/** The date and time on the clock of a zone, as if it were UTC. */
function localText(instant: string, zone: string): string {
  const micros = toMicros(instant);
  return fromMicros(micros + offsetAt(micros, zone));
}

/** The date on the calendar of a zone at an instant. Throws RangeError for a bad instant or zone. */
export const localDateOf = (instant: string, zone: string): LocalDate => localText(instant, zone).slice(0, 10);

const MONTHS = [
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
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const MONTH_TEXT = /^\d{4}-(0[1-9]|1[0-2])$/;

export type DateStyle = 'long' | 'short' | 'weekday';

/**
 * A date for people: `August 18, 2017`, `Aug 18, 2017` or `Fri, Aug 18, 2017`. A month (`2017-08`) or a year is given
 * with the precision it has; any other text, such as a source's "undated", is returned as it stands.
 */
export function formatDate(date: string, style: DateStyle): string {
  const day = parseDay(date);
  if (day === null && !MONTH_TEXT.test(date)) return date;
  const year = date.slice(0, 4);
  const name = MONTHS[Number(date.slice(5, 7)) - 1] ?? '';
  const month = style === 'long' ? name : name.slice(0, 3);
  if (day === null) return `${month} ${year}`;
  const text = `${month} ${Number(date.slice(8))}, ${year}`;
  return style === 'weekday' ? `${WEEKDAYS[weekdayOf(date)]}, ${text}` : text;
}

/** A time of day for people: `5:00 PM`; seconds only when there are any. Takes `HH:MM` or `HH:MM:SS`. */
export function formatClock(time: string): string {
  const hour = Number(time.slice(0, 2));
  const seconds = time.slice(5, 8);
  const shown = seconds === '' || seconds === ':00' ? '' : seconds;
  return `${hour % 12 || 12}${time.slice(2, 5)}${shown} ${hour < 12 ? 'AM' : 'PM'}`;
}

/** An instant for people, by the clock of a zone: `August 18, 2017, 11:59 PM Eastern`. */
export function formatInstant(instant: string, zone: string): string {
  const local = localText(instant, zone);
  return `${formatDate(local.slice(0, 10), 'long')}, ${formatClock(local.slice(11, 16))} ${zoneName(zone)}`;
}

// Places that keep daylight time as their zone does. America/Phoenix and America/Adak do not, so they keep their ids:
// "Mountain" and "Hawaii" would be an hour off there in summer.
const ZONE_NAMES: Record<string, readonly string[]> = {
  Eastern: [
    'New_York',
    'Detroit',
    'Kentucky/Louisville',
    'Kentucky/Monticello',
    'Indiana/Indianapolis',
    'Indiana/Marengo',
    'Indiana/Petersburg',
    'Indiana/Vevay',
    'Indiana/Vincennes',
    'Indiana/Winamac',
  ],
  Central: [
    'Chicago',
    'Menominee',
    'Indiana/Knox',
    'Indiana/Tell_City',
    'North_Dakota/Beulah',
    'North_Dakota/Center',
    'North_Dakota/New_Salem',
  ],
  Mountain: ['Denver', 'Boise'],
  Pacific: ['Los_Angeles'],
  Alaska: ['Anchorage', 'Juneau', 'Nome', 'Sitka', 'Metlakatla', 'Yakutat'],
};
const NAME_BY_ZONE = new Map([
  ['Pacific/Honolulu', 'Hawaii'],
  ...Object.entries(ZONE_NAMES).flatMap(([name, places]) => places.map((place): [string, string] => [`America/${place}`, name])),
]);

/** The everyday name of a United States zone (`Eastern`), else the IANA id. */
export const zoneName = (zone: string): string => NAME_BY_ZONE.get(zone) ?? zone;
