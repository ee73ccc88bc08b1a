/**
 * The deadline that counts for an assessment at (T, K): what was set, moved, extended and stayed. The base date stays where it
 * was set; extensions and orders are few rows, each for one applicant, a group or a whole program, and are laid over it when it
 * is read. So one decision reaches a million assessments without touching them (docs/decisions/0039).
 */
import { addBusinessDays, type BusinessCalendar, businessDaysBetween, rollDay } from './business-days.ts';
import { type AssumedPart, dueInstant } from './deadline.ts';
import { computeDeadline, type DeadlineRule } from './deadline-rule.ts';
import { type LegalOrder, nameOfOrder, type OrderTarget, ordersKnownAt, type Stay, staysOf } from './legal-order.ts';
import { addDays, calendarDaysBetween, compareInstants, formatDate, type LocalDate, localDateOf } from './time.ts';

/** Instants in this file are of one form (`fromMicros`), unless they come from outside: compared by `compareInstants`. */
export interface BaseDeadline {
  id: string;
  dueOn: LocalDate;
  cutOff: string | null;
  /** Null when none is stated. */
  zone: string | null;
  rule: DeadlineRule | null;
  /** The day from which it is a deadline: no pause before it takes time from it. Null where that is not known. */
  setOn: LocalDate | null;
}

/** A new date for a computed deadline, because its calendar changed. */
export interface DeadlineMove {
  id: string;
  deadlineId: string;
  dueOn: LocalDate;
  why: string;
  effectiveAt: string;
  recordedAt: string;
}

export interface ExtensionFact {
  id: string;
  deadlineId: string;
  /** Null: every applicant of the program. */
  applicationIds: readonly string[] | null;
  wantedOn: LocalDate;
  askedAt: string;
  recordedAt: string;
  decision: { granted: boolean; grantedOn: LocalDate | null; effectiveAt: string; recordedAt: string } | null;
  withdrawnAt: string | null;
}

export interface DeadlineFacts {
  base: BaseDeadline;
  moves: readonly DeadlineMove[];
  extensions: readonly ExtensionFact[];
  orders: readonly LegalOrder[];
  /** Of the rule, or else the program's, as known at K. */
  calendar: BusinessCalendar;
  programZone: string;
}

export interface At {
  asOf: string;
  knownAt: string;
  /** The day of `asOf` in the program's zone, where it is known: orders begin and end by days. */
  on?: LocalDate;
}

export interface PendingExtension {
  id: string;
  wantedOn: LocalDate;
}

export interface ResolvedDeadline {
  dueOn: LocalDate;
  dueAt: string;
  /** Orders suspend it on that day: nothing is overdue, and it moves when they end. */
  paused: boolean;
  /** It is not the date that was set. */
  moved: boolean;
  steps: string[];
  assumed: AssumedPart[];
  /** The newest request for more time that is not decided. */
  pending: PendingExtension | null;
  /** The extension that the date comes from. */
  extensionId: string | null;
}

/** A date somebody set, and from which day on stays take time away from it. */
interface Candidate {
  dueOn: LocalDate;
  setOn: LocalDate | null;
  extensionId: string | null;
  steps: string[];
}

const before = (instant: string, limit: string): boolean => compareInstants(instant, limit) <= 0;

const isFor = (extension: ExtensionFact, target: OrderTarget): boolean =>
  extension.applicationIds === null || (target.applicationId !== null && extension.applicationIds.includes(target.applicationId));

/** How an extension stands at (T, K). `none`: it had not been asked. */
export type ExtensionState = 'none' | 'asked' | 'granted' | 'refused' | 'withdrawn';

export function extensionState(extension: ExtensionFact, { asOf, knownAt }: At): ExtensionState {
  if (!before(extension.recordedAt, knownAt) || !before(extension.askedAt, asOf)) return 'none';
  const { decision, withdrawnAt } = extension;
  if (withdrawnAt !== null && before(withdrawnAt, knownAt) && before(withdrawnAt, asOf)) return 'withdrawn';
  if (decision === null || !before(decision.recordedAt, knownAt) || !before(decision.effectiveAt, asOf)) return 'asked';
  return decision.granted ? 'granted' : 'refused';
}

/** A stay takes a day for a day, or a business day for a business day where the rule counts those. */
function shift(dueOn: LocalDate, from: LocalDate, to: LocalDate, facts: DeadlineFacts): { dueOn: LocalDate; words: string } {
  const { base, calendar } = facts;
  if (base.rule?.unit === 'business_days') {
    // Business days of [from, to): those after the day before, up to the day before the end.
    const days = businessDaysBetween(addDays(from, -1), addDays(to, -1), calendar);
    return { dueOn: addBusinessDays(dueOn, days, calendar), words: `${days} business day${days === 1 ? '' : 's'}` };
  }
  const days = calendarDaysBetween(from, to);
  const moved = addDays(dueOn, days);
  return { dueOn: base.rule ? rollDay(moved, base.rule.roll, calendar) : moved, words: `${days} day${days === 1 ? '' : 's'}` };
}

const namesOf = (stay: Stay): string => stay.orders.map(nameOfOrder).join('; ');

/** A date moved by the stays that took time away from it. A stay that began after the date had passed takes none. */
function stayed(candidate: Candidate, stays: readonly Stay[], facts: DeadlineFacts): Candidate {
  let { dueOn } = candidate;
  const steps = [...candidate.steps];
  for (const stay of stays) {
    const from = candidate.setOn !== null && candidate.setOn > stay.from ? candidate.setOn : stay.from;
    if (stay.to !== null && from >= stay.to) continue;
    if (from > dueOn) {
      steps.push(
        `A suspension began on ${formatDate(from, 'long')}, after that date had passed: it takes no time away (${namesOf(stay)}).`,
      );
    } else if (stay.to === null) {
      steps.push(`It stands still from ${formatDate(from, 'long')} (${namesOf(stay)}). When the suspension ends it moves by its length.`);
    } else {
      const moved = shift(dueOn, from, stay.to, facts);
      steps.push(
        `It stood still from ${formatDate(from, 'long')} until ${formatDate(stay.to, 'long')} (${namesOf(stay)}): ${moved.words}. It moves to ${formatDate(moved.dueOn, 'long')}.`,
      );
      dueOn = moved.dueOn;
    }
  }
  return { ...candidate, dueOn, steps };
}

function baseCandidate({ base, moves, calendar, programZone }: DeadlineFacts, at: At): Candidate {
  const known = moves.filter((move) => before(move.recordedAt, at.knownAt) && before(move.effectiveAt, at.asOf));
  const last = known.reduce<DeadlineMove | null>((a, b) => (a === null || compareInstants(a.recordedAt, b.recordedAt) < 0 ? b : a), null);
  const steps = base.rule ? [...computeSteps(base.rule, base.dueOn, calendar, last !== null)] : [];
  if (last)
    steps.push(
      `On ${formatDate(localDateOf(last.effectiveAt, programZone), 'long')} it moved to ${formatDate(last.dueOn, 'long')}: ${last.why}`,
    );
  return { dueOn: last?.dueOn ?? base.dueOn, setOn: base.setOn, extensionId: null, steps };
}

/** What the rule gave when it was set. A calendar that changed since would give other steps, so then only the result is named. */
function computeSteps(rule: DeadlineRule, dueOn: LocalDate, calendar: BusinessCalendar, moved: boolean): string[] {
  const computed = computeDeadline(rule, calendar);
  if (!moved && computed.dueOn === dueOn) return computed.steps;
  return [...computed.steps.slice(0, 1), `By the calendar known when it was set: ${formatDate(dueOn, 'weekday')}.`];
}

function extensionCandidates(granted: readonly ExtensionFact[], zone: string): Candidate[] {
  return granted.flatMap(({ id, decision }) => {
    if (!decision?.grantedOn) return [];
    const setOn = localDateOf(decision.effectiveAt, zone);
    return [
      {
        dueOn: decision.grantedOn,
        setOn,
        extensionId: id,
        steps: [`An extension to ${formatDate(decision.grantedOn, 'long')} was granted on ${formatDate(setOn, 'long')}.`],
      },
    ];
  });
}

/** The latest date counts, so an extension never shortens; of equal dates the first set. */
const latest = (candidates: readonly Candidate[]): Candidate =>
  candidates.reduce((best, candidate) => (candidate.dueOn > best.dueOn ? candidate : best));

/**
 * The deadline of one target at (T, K), with its steps. Facts about other deadlines or applicants are ignored.
 * Throws RangeError for a bad date, zone or calendar.
 */
export function resolveDeadline(facts: DeadlineFacts, target: OrderTarget, at: At): ResolvedDeadline {
  const { base, programZone } = facts;
  const today = at.on ?? localDateOf(at.asOf, programZone);
  const stays = staysOf(ordersKnownAt(facts.orders, { knownAt: at.knownAt, on: today }), target, today);
  const own = facts.extensions.filter((extension) => extension.deadlineId === base.id && isFor(extension, target));
  const inState = (state: ExtensionState): ExtensionFact[] => own.filter((extension) => extensionState(extension, at) === state);
  const first = baseCandidate({ ...facts, moves: facts.moves.filter((move) => move.deadlineId === base.id) }, at);
  const candidates = [first, ...extensionCandidates(inState('granted'), programZone)];
  const kept = latest(candidates.map((candidate) => stayed(candidate, stays, facts)));
  const pending = inState('asked').reduce<ExtensionFact | null>(
    (a, b) => (a === null || compareInstants(a.recordedAt, b.recordedAt) <= 0 ? b : a),
    null,
  );
  const due = dueInstant({ dueOn: kept.dueOn, cutOff: base.cutOff, zone: base.zone }, programZone);
  return {
    dueOn: kept.dueOn,
    dueAt: due.dueAt,
    paused: stays.at(-1)?.to === null,
    moved: kept.dueOn !== base.dueOn,
    steps: [...stepsOf(facts, first, kept, due.steps), ...(pending ? [pendingStep(pending)] : [])],
    assumed: due.assumed,
    pending: pending ? { id: pending.id, wantedOn: pending.wantedOn } : null,
    extensionId: kept.extensionId,
  };
}

const pendingStep = ({ wantedOn }: ExtensionFact): string =>
  `More time, until ${formatDate(wantedOn, 'long')}, has been asked for. It is not decided, and does not move the date.`;

/** Where the date came from, what moved it, then the time of day and the zone. */
function stepsOf({ base }: DeadlineFacts, first: Candidate, kept: Candidate, dueSteps: string[]): string[] {
  const [stated = '', ...clock] = dueSteps;
  const start = base.rule ? [] : [kept.dueOn === base.dueOn ? stated : `The source states ${formatDate(base.dueOn, 'long')}.`];
  const origin = kept.extensionId === null ? [] : first.steps;
  return [...start, ...origin, ...kept.steps, ...clock];
}
