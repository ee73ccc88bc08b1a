/**
 * What the events of an assessment add up to, in both times: an implementation of the bitemporal rule of its own, to check
 * the periods that the SQL functions write. A change holds from its effective instant onward, and of two changes the
 * later-recorded one wins; what was known before stays, with its known span closed.
 */
import { parseInstant } from './time.ts';

/** Instants are compared as text: "-infinity" sorts before every instant and "infinity" after. */
export const BEGINNING = '-infinity';
export const FOREVER = 'infinity';

/** Everything a list row shows that can change. */
export interface PeriodValues {
  conditionVersionId: string;
  status: string;
  answer: string | null;
  deadlineId: string | null;
  dueOn: string | null;
  dueAt: string | null;
  assigneeId: string | null;
  expiresOn: string | null;
  paused: boolean;
  disputed: boolean;
  controlledElsewhere: boolean;
  responsible: unknown;
  reliesOn: unknown;
}

export interface Period extends PeriodValues {
  knownVersion: number;
  validFrom: string;
  validTo: string;
  knownFrom: string;
  knownTo: string;
  /** The event that made these values, and when it was recorded. */
  version: number;
  changedAt: string;
}

export type Patch = Readonly<Record<string, unknown>>;

/** An event as the replay needs it: `payload` of its content, or what an erasure kept of it. */
export interface ReplayEvent {
  sequence: number;
  effectiveAt: string;
  recordedAt: string;
  payload: Patch;
}

const isObject = (value: unknown): value is Patch => typeof value === 'object' && value !== null && !Array.isArray(value);
const textOrNull = (value: unknown): string | null => (value === undefined || value === null ? null : String(value));
const idOrNull = (value: unknown): string | null => textOrNull(value)?.toLowerCase() ?? null;
const instantOrNull = (value: unknown): string | null => {
  const text = textOrNull(value);
  return text === null ? null : (parseInstant(text) ?? text);
};
const isTrue = (value: unknown): boolean => value === true || value === 'true';

/** How each key of a patch is read. `expiresOn` is missing: it belongs to the status that it came with. */
const readers: { [Key in Exclude<keyof PeriodValues, 'expiresOn' | 'status'>]: (value: unknown) => PeriodValues[Key] } = {
  answer: textOrNull,
  deadlineId: idOrNull,
  dueOn: textOrNull,
  dueAt: instantOrNull,
  assigneeId: idOrNull,
  paused: isTrue,
  disputed: isTrue,
  controlledElsewhere: isTrue,
  responsible: (value) => value,
  reliesOn: (value) => value,
  conditionVersionId: (value) => idOrNull(value) ?? '',
};
const READABLE = Object.keys(readers) as (keyof typeof readers)[];

/** Values with a patch laid over them; keys that the patch lacks keep their value. */
export function patched(values: PeriodValues, patch: Patch): PeriodValues {
  const changed: Record<string, unknown> = {};
  if ('status' in patch) {
    changed.status = String(patch.status);
    changed.expiresOn = textOrNull(patch.expiresOn);
  }
  for (const key of READABLE) if (key in patch) changed[key] = readers[key](patch[key]);
  return { ...values, ...changed };
}

export function initialValues(opened: Patch): PeriodValues {
  return {
    conditionVersionId: String(opened.conditionVersionId ?? '').toLowerCase(),
    status: 'not_started',
    answer: null,
    deadlineId: null,
    dueOn: null,
    dueAt: null,
    assigneeId: null,
    expiresOn: null,
    paused: false,
    disputed: false,
    controlledElsewhere: isTrue(opened.controlledElsewhere),
    responsible: opened.responsible ?? [],
    reliesOn: [],
  };
}

/** What an event changes, each part from its instant; nothing for an event that only tells. */
export function changesOf(event: ReplayEvent): { from: string; patch: Patch }[] {
  const { set, steps } = event.payload;
  if (!isObject(set) || Object.keys(set).length === 0) return [];
  const later = (Array.isArray(steps) ? steps : []).filter(isObject).map((step) => ({
    from: instantOrNull(step.effectiveAt) ?? '',
    patch: isObject(step.set) ? step.set : {},
  }));
  return [{ from: event.effectiveAt, patch: set }, ...later];
}

/** Every period that a history makes, in the order in which they ended to be known; those still known come last. */
export function replayPeriods(events: readonly ReplayEvent[]): Period[] {
  const closed: Period[] = [];
  let known: Period[] = [];
  for (const event of events) {
    if (event.sequence === 1) {
      known = [openingPeriod(event)];
      continue;
    }
    for (const change of changesOf(event)) known = rewrite(known, closed, event, change.from, change.patch);
  }
  return [...closed, ...known];
}

const openingPeriod = ({ recordedAt, payload }: ReplayEvent): Period => ({
  ...initialValues(payload),
  knownVersion: 1,
  validFrom: BEGINNING,
  validTo: FOREVER,
  knownFrom: recordedAt,
  knownTo: FOREVER,
  version: 1,
  changedAt: recordedAt,
});

function rewrite(known: Period[], closed: Period[], event: ReplayEvent, from: string, patch: Patch): Period[] {
  const next: Period[] = [];
  const now = { knownVersion: event.sequence, knownFrom: event.recordedAt, knownTo: FOREVER };
  for (const period of known) {
    if (period.validTo <= from) {
      next.push(period);
      continue;
    }
    // What an earlier part of the same event wrote was never known by itself.
    if (period.knownVersion !== event.sequence) closed.push({ ...period, knownTo: event.recordedAt });
    if (period.validFrom < from) next.push({ ...period, ...now, validTo: from });
    const validFrom = period.validFrom < from ? from : period.validFrom;
    next.push({ ...period, ...patched(period, patch), ...now, validFrom, version: event.sequence, changedAt: event.recordedAt });
  }
  return next;
}

/** The order of the period table's key. */
export const comparePeriods = (a: Period, b: Period): number =>
  a.knownVersion - b.knownVersion || (a.validFrom < b.validFrom ? -1 : a.validFrom > b.validFrom ? 1 : 0);

/** JSON with the keys of every object in order, so that equal values give equal text. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    isObject(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}

/** The names of the values in which two differ. */
export function differences<T extends object>(a: T, b: T, keys: readonly (keyof T & string)[]): string[] {
  return keys.filter((key) => canonicalJson(a[key]) !== canonicalJson(b[key]));
}

export const VALUE_KEYS = [
  'conditionVersionId',
  'status',
  'answer',
  'deadlineId',
  'dueOn',
  'dueAt',
  'assigneeId',
  'expiresOn',
  'paused',
  'disputed',
  'controlledElsewhere',
  'responsible',
  'reliesOn',
] as const satisfies readonly (keyof PeriodValues)[];

export const PERIOD_KEYS = [
  'knownVersion',
  'validFrom',
  'validTo',
  'knownFrom',
  'knownTo',
  'version',
  'changedAt',
  ...VALUE_KEYS,
] as const satisfies readonly (keyof Period)[];

/**
 * The values that held at T as far as K knew, straight from the events and without any period: of the changes recorded by
 * K, laid over each other in the order they were recorded, those effective by T. Null before the assessment was known.
 */
export function valuesAt(events: readonly ReplayEvent[], asOf: string, knownAt: string): PeriodValues | null {
  const opened = events[0];
  if (!opened || opened.recordedAt > knownAt) return null;
  return events
    .filter((event) => event.sequence > 1 && event.recordedAt <= knownAt)
    .flatMap(changesOf)
    .filter((change) => change.from <= asOf)
    .reduce((values, change) => patched(values, change.patch), initialValues(opened.payload));
}
