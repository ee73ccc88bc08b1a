/** Conversions between PostgreSQL's text forms and the application's dates and instants. */

const FORM = /^(\d{4,6}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?([+-]\d\d(?::?\d\d)?)$/;

/** `2017-08-03 04:00:00.5+00` to `2017-08-03T04:00:00.500000Z`; infinities stay as they are. */
export function parsePostgresInstant(value: string): string {
  if (value === 'infinity' || value === '-infinity') return value;
  const match = FORM.exec(value);
  if (!match) throw new Error(`Not an instant as PostgreSQL prints it: ${value}`);
  const [, date, time, fraction = '', offset = '+00'] = match;
  const micros = fraction.padEnd(6, '0');
  if (/^[+-]00/.test(offset)) return `${date}T${time}.${micros}Z`;
  const zoned = offset.length === 3 ? `${offset}:00` : offset;
  return `${new Date(`${date}T${time}${zoned}`).toISOString().slice(0, 19)}.${micros}Z`;
}

/** A `date` column read through Prisma (midnight UTC) as text. */
export const dateText = (value: Date | null): string | null => (value ? value.toISOString().slice(0, 10) : null);

/** Like `dateText`, for columns that are never null. */
export const requiredDateText = (value: Date): string => value.toISOString().slice(0, 10);
