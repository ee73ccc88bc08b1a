/**
 * Orders of courts, and what they do to a deadline or to a condition on a day. An order says whom it reaches; a later one may
 * replace it, stay it pending appeal, or vacate it, wholly or for some. Nothing here judges an order: it is read as recorded.
 */
import { formatDate, type LocalDate } from './time.ts';

export const ORDER_EFFECTS = ['suspends_deadline', 'bars_use', 'bars_enforcement', 'stayed_pending_appeal', 'vacated'] as const;
export type OrderEffect = (typeof ORDER_EFFECTS)[number];

export const orderEffectLabels: Record<OrderEffect, string> = {
  suspends_deadline: 'Suspends the deadline',
  bars_use: 'Bars use of the condition',
  bars_enforcement: 'Bars enforcement against the named parties',
  stayed_pending_appeal: 'Stays another order pending appeal',
  vacated: 'Vacates another order',
};

/** Effects that take another order's effect away; they must name it. */
export const LIFTING = ['stayed_pending_appeal', 'vacated'] as const;
export const isLifting = (effect: OrderEffect): boolean => (LIFTING as readonly OrderEffect[]).includes(effect);

export const ORDER_PARTIES = ['all', 'named', 'all_but_named'] as const;
export type OrderParties = (typeof ORDER_PARTIES)[number];

/** One version of an order as it stands on record. */
export interface LegalOrder {
  id: string;
  version: number;
  court: string;
  docket: string;
  title: string;
  decidedOn: LocalDate;
  effect: OrderEffect;
  /** Whom it reaches. */
  parties: OrderParties;
  applicationIds: readonly string[];
  /** Conditions it is about; empty: all of the program. */
  conditionIds: readonly string[];
  validFrom: LocalDate;
  /** First day on which it is no longer in force; null while no end is known. */
  validTo: LocalDate | null;
  /** The order that it replaces, stays or vacates. */
  actsOnId: string | null;
  /** What it says, in the words of whoever recorded it. */
  summary: string;
  sourceIds: readonly string[];
  evidenceIds: readonly string[];
  /** Instants. */
  recordedAt: string;
  supersededAt: string | null;
}

export interface OrderTarget {
  applicationId: string | null;
  conditionId: string | null;
}

export type OrderState = 'in_force' | 'not_yet' | 'ended' | 'replaced' | 'stayed' | 'vacated' | 'not_reached';

export const orderStateLabels: Record<OrderState, string> = {
  in_force: 'In force',
  not_yet: 'Not yet in force',
  ended: 'No longer in force',
  replaced: 'Replaced by a later order',
  stayed: 'Stayed pending appeal',
  vacated: 'Vacated',
  not_reached: 'Does not reach this assessment',
};

export interface OrderReading {
  order: LegalOrder;
  state: OrderState;
  /** The order that replaced, stayed or vacated it. */
  by: LegalOrder | null;
}

export interface OrderEffects {
  suspends: LegalOrder[];
  barsUse: LegalOrder[];
  barsEnforcement: LegalOrder[];
  /** Every order known, in order of its first day, with how it reads for the target on that day. */
  readings: OrderReading[];
}

/** An order by its name: `District Court, No. 1:00-cv-1, January 2, 2017`. */
export const nameOfOrder = ({ court, docket, decidedOn }: Pick<LegalOrder, 'court' | 'docket' | 'decidedOn'>): string =>
  `${court}, No. ${docket}, ${formatDate(decidedOn, 'long')}`;

/**
 * The versions on record at an instant of orders that had been decided by a day, by first day. An order may reach back to days before it
 * was decided; on those days nobody had it. Instants of one form compare as text.
 */
export const ordersKnownAt = (orders: readonly LegalOrder[], { knownAt, on }: { knownAt: string; on: LocalDate }): LegalOrder[] =>
  orders
    .filter(({ recordedAt, supersededAt }) => recordedAt <= knownAt && (supersededAt === null || supersededAt > knownAt))
    .filter(({ decidedOn }) => decidedOn <= on)
    .sort((a, b) => a.validFrom.localeCompare(b.validFrom) || a.recordedAt.localeCompare(b.recordedAt) || a.id.localeCompare(b.id));

/** Whether an order is about this target at all. A target without an application or a condition stands for all that no order names. */
export function reaches(order: LegalOrder, { applicationId, conditionId }: OrderTarget): boolean {
  if (order.conditionIds.length > 0 && (conditionId === null || !order.conditionIds.includes(conditionId))) return false;
  if (order.parties === 'all') return true;
  const named = applicationId !== null && order.applicationIds.includes(applicationId);
  return order.parties === 'named' ? named : !named;
}

const within = (order: LegalOrder, on: LocalDate): boolean => order.validFrom <= on && (order.validTo === null || on < order.validTo);

/** How one order reads for a target on a day, given all orders known. */
function readOrder(
  order: LegalOrder,
  orders: readonly LegalOrder[],
  target: OrderTarget,
  on: LocalDate,
  seen: readonly string[],
): OrderReading {
  const plain = (state: OrderState): OrderReading => ({ order, state, by: null });
  if (on < order.validFrom) return plain('not_yet');
  if (!within(order, on)) return plain('ended');
  // Orders cannot act on each other in a circle; a record that says so is read as if the circle were cut here.
  const acting = orders.filter((other) => other.actsOnId === order.id && other.validFrom <= on && !seen.includes(other.id));
  const replacing = acting.find((other) => !isLifting(other.effect));
  if (replacing) return { order, state: 'replaced', by: replacing };
  const lifts = (other: LegalOrder): boolean =>
    isLifting(other.effect) && readOrder(other, orders, target, on, [...seen, order.id]).state === 'in_force';
  const lifting = acting.filter(lifts);
  const vacating = lifting.find(({ effect }) => effect === 'vacated');
  if (vacating) return { order, state: 'vacated', by: vacating };
  if (lifting[0]) return { order, state: 'stayed', by: lifting[0] };
  return plain(reaches(order, target) ? 'in_force' : 'not_reached');
}

/**
 * What the orders on record do for one target on a day.
 * - A later order that acts on an earlier one and is not itself a stay or vacatur replaces it for everybody, for good.
 * - A stay or vacatur takes effect for those whom it reaches while it is itself in force: when a stay ends, the order is back.
 * @param orders the versions known (see `ordersKnownAt`)
 * @param on a day in the program's zone
 */
export function effectOfOrders(orders: readonly LegalOrder[], target: OrderTarget, on: LocalDate): OrderEffects {
  const readings = orders.map((order) => readOrder(order, orders, target, on, []));
  const inForce = (effect: OrderEffect): LegalOrder[] =>
    readings.filter(({ order, state }) => state === 'in_force' && order.effect === effect).map(({ order }) => order);
  return { suspends: inForce('suspends_deadline'), barsUse: inForce('bars_use'), barsEnforcement: inForce('bars_enforcement'), readings };
}

/** A span of days on which a deadline stood still. */
export interface Stay {
  from: LocalDate;
  /** First day on which it stood still no longer; null while it does. */
  to: LocalDate | null;
  /** The orders that suspended it on its first day. */
  orders: LegalOrder[];
}

/** The spans of days up to and including `on` on which orders suspend the target's deadline; spans that touch are one. */
export function staysOf(orders: readonly LegalOrder[], target: OrderTarget, on: LocalDate): Stay[] {
  if (!orders.some(({ effect }) => effect === 'suspends_deadline')) return [];
  const turns = [...new Set(orders.flatMap(({ validFrom, validTo }) => [validFrom, ...(validTo === null ? [] : [validTo])]))]
    .filter((day) => day <= on)
    .sort();
  const stays: Stay[] = [];
  for (const day of turns) {
    const { suspends } = effectOfOrders(orders, target, day);
    const open = stays.at(-1);
    const isOpen = open !== undefined && open.to === null;
    if (suspends.length > 0 && !isOpen) stays.push({ from: day, to: null, orders: suspends });
    if (suspends.length === 0 && isOpen) open.to = day;
  }
  return stays;
}

/** How an order stands on a day, taken over everybody whom it reaches. */
export interface OrderStanding {
  /** In force as soon as it is for somebody. */
  state: OrderState;
  by: LegalOrder | null;
  /** In force for some, and not for others. */
  partly: { state: OrderState; by: LegalOrder | null } | null;
}

/** @param orders the versions known, among them the order itself */
export function standingOf(order: LegalOrder, orders: readonly LegalOrder[], on: LocalDate): OrderStanding {
  const applicationIds = [null, ...new Set(orders.flatMap((other) => other.applicationIds))];
  const conditionIds = [null, ...new Set(orders.flatMap((other) => other.conditionIds))];
  const targets = applicationIds.flatMap((applicationId) => conditionIds.map((conditionId) => ({ applicationId, conditionId })));
  const readings = targets.filter((target) => reaches(order, target)).map((target) => readOrder(order, orders, target, on, []));
  const inForce = readings.find(({ state }) => state === 'in_force');
  const other = readings.find(({ state }) => state !== 'in_force');
  if (inForce) return { state: 'in_force', by: null, partly: other ? { state: other.state, by: other.by } : null };
  return { state: other?.state ?? 'not_reached', by: other?.by ?? null, partly: null };
}
