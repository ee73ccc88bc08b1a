/**
 * The deadlines of a whole program that are not as they were set, as a small set of rows that a list is joined to: one for every
 * deadline and every applicant or condition that an extension or an order names, and one for all that none of them names.
 */
import type { BusinessCalendar } from './business-days.ts';
import { effectOfOrders, type LegalOrder, nameOfOrder, type OrderTarget, ordersKnownAt } from './legal-order.ts';
import {
  type At,
  type BaseDeadline,
  type DeadlineMove,
  type ExtensionFact,
  type ResolvedDeadline,
  resolveDeadline,
} from './resolve-deadline.ts';
import { localDateOf } from './time.ts';

export interface ProgramDueFacts {
  deadlines: readonly BaseDeadline[];
  moves: readonly DeadlineMove[];
  extensions: readonly ExtensionFact[];
  /** Every version on record. */
  orders: readonly LegalOrder[];
  /** By name, as known at K. */
  calendars: ReadonlyMap<string, BusinessCalendar>;
  /** The program's calendar and zone. */
  calendar: string;
  zone: string;
}

export interface DueRow {
  deadlineId: string;
  /** Null: every condition, or applicant, that the set does not name. */
  conditionId: string | null;
  applicationId: string | null;
  resolved: ResolvedDeadline;
}

export interface Bar {
  conditionId: string | null;
  applicationId: string | null;
  /** The order, by its name. */
  by: string;
}

export interface DueSet {
  /** What the rows name. */
  conditionIds: string[];
  applicationIds: string[];
  /** Only deadlines that are moved, stand still, or have more time asked for. */
  rows: DueRow[];
  /** Conditions that orders in force keep from being used. */
  bars: Bar[];
}

const calendarOf = (facts: ProgramDueFacts, deadline: BaseDeadline): BusinessCalendar => {
  const name = deadline.rule?.calendar ?? facts.calendar;
  return facts.calendars.get(name) ?? name;
};

/** The deadline of one target. Throws RangeError as `resolveDeadline`. */
export function resolveFor(facts: ProgramDueFacts, base: BaseDeadline, target: OrderTarget, at: At): ResolvedDeadline {
  const { moves, extensions, orders, zone } = facts;
  return resolveDeadline({ base, moves, extensions, orders, calendar: calendarOf(facts, base), programZone: zone }, target, at);
}

/** Which orders are about a target, as one text: targets with the same text are read alike by every order. */
function signatures(orders: readonly LegalOrder[]): (target: OrderTarget) => string {
  const named = orders.map(({ applicationIds, conditionIds }) => ({ of: new Set(applicationIds), about: new Set(conditionIds) }));
  const has = (ids: ReadonlySet<string>, id: string | null): number => (id !== null && ids.has(id) ? 1 : 0);
  return ({ applicationId, conditionId }) => named.map(({ of, about }) => `${has(of, applicationId)}${has(about, conditionId)}`).join('');
}

/** The extensions of one deadline that are for an applicant, found without going through those for others. */
function extensionsByApplicant(
  extensions: readonly ExtensionFact[],
  deadlineId: string,
): (applicationId: string | null) => ExtensionFact[] {
  const forAll: ExtensionFact[] = [];
  const forOne = new Map<string, ExtensionFact[]>();
  for (const extension of extensions.filter((one) => one.deadlineId === deadlineId)) {
    // Whom it is for is settled here, so it need not be asked again for each applicant.
    const settled = { ...extension, applicationIds: null };
    if (extension.applicationIds === null) forAll.push(settled);
    for (const id of extension.applicationIds ?? []) forOne.set(id, [...(forOne.get(id) ?? []), settled]);
  }
  return (applicationId) => [...forAll, ...((applicationId !== null && forOne.get(applicationId)) || [])];
}

const differs = ({ moved, paused, pending }: ResolvedDeadline): boolean => moved || paused || pending !== null;

/** Every named target, and those that stand for the rest. */
function targetsOf(conditionIds: string[], applicationIds: string[]): OrderTarget[] {
  return [null, ...conditionIds].flatMap((conditionId) =>
    [null, ...applicationIds].map((applicationId) => ({ conditionId, applicationId })),
  );
}

/** What differs from what was set, at (T, K). */
export function dueSetOf(facts: ProgramDueFacts, at: At): DueSet {
  const applicationIds = [...new Set([...facts.extensions, ...facts.orders].flatMap((fact) => fact.applicationIds ?? []))].sort();
  const conditionIds = [...new Set(facts.orders.flatMap((order) => order.conditionIds))].sort();
  const targets = targetsOf(conditionIds, applicationIds);
  const sign = signatures(facts.orders);
  const signed = targets.map((target) => ({ target, signature: sign(target) }));
  const rows = facts.deadlines.flatMap((base) => {
    const known = new Map<string, ResolvedDeadline>();
    const extensionsFor = extensionsByApplicant(facts.extensions, base.id);
    return signed.flatMap(({ target, signature }) => {
      const extensions = extensionsFor(target.applicationId);
      const key = [signature, ...extensions.map(({ id }) => id)].join(' ');
      const resolved = known.get(key) ?? resolveFor({ ...facts, extensions }, base, target, at);
      known.set(key, resolved);
      return differs(resolved) ? [{ deadlineId: base.id, ...target, resolved }] : [];
    });
  });
  return { conditionIds, applicationIds, rows, bars: barsOf(facts, targets, at) };
}

function barsOf(facts: ProgramDueFacts, targets: readonly OrderTarget[], at: At): Bar[] {
  const on = at.on ?? localDateOf(at.asOf, facts.zone);
  const orders = ordersKnownAt(facts.orders, { knownAt: at.knownAt, on });
  if (!orders.some(({ effect }) => effect === 'bars_use')) return [];
  return targets.flatMap((target) => {
    const { barsUse } = effectOfOrders(orders, target, on);
    return barsUse[0] ? [{ ...target, by: barsUse.map(nameOfOrder).join('; ') }] : [];
  });
}

/** The order that bars a condition for an applicant, by its name; null when none does. */
export function barredBy(set: DueSet | null, target: { conditionId: string; applicationId: string | null }): string | null {
  if (!set) return null;
  const conditionId = set.conditionIds.includes(target.conditionId) ? target.conditionId : null;
  const applicationId = target.applicationId !== null && set.applicationIds.includes(target.applicationId) ? target.applicationId : null;
  return set.bars.find((bar) => bar.conditionId === conditionId && bar.applicationId === applicationId)?.by ?? null;
}

/** What differs for a target; undefined where nothing does. Targets that nothing names are in the set as null. */
export function dueFinder({ rows, conditionIds, applicationIds }: DueSet): (target: OrderTarget) => ResolvedDeadline | undefined {
  const keyOf = (conditionId: string | null, applicationId: string | null) => `${conditionId} ${applicationId}`;
  const found = new Map(rows.map((row) => [keyOf(row.conditionId, row.applicationId), row.resolved]));
  const conditions = new Set(conditionIds);
  const applications = new Set(applicationIds);
  const named = (set: ReadonlySet<string>, id: string | null) => (id !== null && set.has(id) ? id : null);
  return ({ conditionId, applicationId }) => found.get(keyOf(named(conditions, conditionId), named(applications, applicationId)));
}
