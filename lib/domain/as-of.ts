/** Which two instants a read asks about: what was true (as of) and what was on record (known at). */
import type { Moment } from './record.ts';
import {
  compareInstants,
  endOfDay,
  formatDate,
  formatInstant,
  fromMicros,
  isLocalDate,
  localDateOf,
  parseInstant,
  toMicros,
  zoneName,
} from './time.ts';

export type MomentField = 'asOf' | 'knownAt';

export interface MomentInput {
  asOf?: string | undefined;
  knownAt?: string | undefined;
}

export interface MomentRefusal {
  ok: false;
  code: 'invalid_request' | 'as_of_in_future';
  field: MomentField;
  message: string;
}

export type MomentResult = { ok: true; moment: Moment } | MomentRefusal;

type Asked = { kind: 'now' } | { kind: 'date'; date: string } | { kind: 'instant'; at: string } | { kind: 'bad'; message: string };

const ACCEPTED =
  'Accepted: a date (YYYY-MM-DD), or an instant with Z or an offset from UTC (YYYY-MM-DDTHH:MM:SSZ, up to six digits of a second; write "+" as %2B in an address); years 1600 to 9999.';

/** Names what is wrong with a text that is neither a date nor an instant. */
function problemOf(text: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return 'is not a date of the calendar in the years 1600 to 9999';
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+$/.test(text)) return 'is a time without its zone';
  if (/^\d{4}-\d{2}-\d{2}T/.test(text)) return 'is not an instant in an accepted form';
  return 'is neither a date nor an instant';
}

function readAsked(field: MomentField, text: string | undefined): Asked {
  if (text === undefined || text === '') return { kind: 'now' };
  if (isLocalDate(text)) return { kind: 'date', date: text };
  const at = parseInstant(text);
  if (at !== null) return { kind: 'instant', at };
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  return { kind: 'bad', message: `${field}: "${shown}" ${problemOf(text)}. ${ACCEPTED}` };
}

/** The instant asked for, or what to tell the reader when it lies ahead. */
function resolveAsked(asked: Exclude<Asked, { kind: 'bad' }>, zone: string, now: string): { at: string } | { ahead: string } {
  if (asked.kind === 'now') return { at: now };
  if (asked.kind === 'instant') {
    return compareInstants(asked.at, now) > 0
      ? { ahead: `${formatInstant(asked.at, zone)} lies after now, ${formatInstant(now, zone)}` }
      : { at: asked.at };
  }
  const today = localDateOf(now, zone);
  if (asked.date === today) return { at: now };
  if (asked.date > today) {
    return { ahead: `${formatDate(asked.date, 'long')} lies after today, ${formatDate(today, 'long')} (${zoneName(zone)})` };
  }
  return { at: endOfDay(asked.date, zone) };
}

/**
 * Turns `asOf` and `knownAt` of a request into the moment of the read (docs/architecture.md, time). Absent or empty
 * means now; a date alone means its end in the program's zone, and today's date there means now; what lies after now is
 * refused. Malformed values are reported before future ones, whichever field they are in.
 * @param zone the program's IANA zone
 * @param now the present instant; `live` is true only when both answers are this instant
 */
export function resolveMoment(input: MomentInput, zone: string, now: string): MomentResult {
  const present = fromMicros(toMicros(now));
  const asOf = readAsked('asOf', input.asOf);
  if (asOf.kind === 'bad') return { ok: false, code: 'invalid_request', field: 'asOf', message: asOf.message };
  const knownAt = readAsked('knownAt', input.knownAt);
  if (knownAt.kind === 'bad') return { ok: false, code: 'invalid_request', field: 'knownAt', message: knownAt.message };

  const trueAt = resolveAsked(asOf, zone, present);
  if ('ahead' in trueAt) return inFuture('asOf', trueAt.ahead);
  const recordedBy = resolveAsked(knownAt, zone, present);
  if ('ahead' in recordedBy) return inFuture('knownAt', recordedBy.ahead);
  return {
    ok: true,
    moment: {
      asOf: trueAt.at,
      asOfOn: localDateOf(trueAt.at, zone),
      knownAt: recordedBy.at,
      live: trueAt.at === present && recordedBy.at === present,
    },
  };
}

function inFuture(field: MomentField, ahead: string): MomentRefusal {
  return { ok: false, code: 'as_of_in_future', field, message: `${field}: ${ahead}. The record can be read up to now, not ahead.` };
}

/**
 * The instant by which something must have been recorded to be seen: what has no date of its own became so when it was recorded,
 * so the earlier of the two times cuts it.
 */
export const seenAt = ({ asOf, knownAt }: { asOf: string; knownAt: string }): string => (asOf < knownAt ? asOf : knownAt);
