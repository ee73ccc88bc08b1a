/** A program's deadlines with the dates that count at a moment, each with the steps that led to it. */
import { atOf, readDueFacts } from '#lib/data/due-facts.ts';
import { findSubjectOf } from '#lib/data/extensions.ts';
import { listDeadlines } from '#lib/data/programs.ts';
import { translated } from '#lib/data/transaction.ts';
import type { ExplainedDeadline } from '#lib/domain/deadline-views.ts';
import { resolveFor } from '#lib/domain/due-set.ts';
import { effectOfOrders, nameOfOrder, type OrderTarget, ordersKnownAt } from '#lib/domain/legal-order.ts';
import type { DeadlineView, Moment, ProgramView } from '#lib/domain/record.ts';
import { type Context, confinement } from './context.ts';

/**
 * Those that were set by then. In order of recording; the first is the program's main one. The dates are those for everybody whom no extension and no order
 * names, and for someone confined to one organization those for it.
 */
export async function effectiveDeadlines(program: ProgramView, context: Context, moment: Moment): Promise<DeadlineView[]> {
  const { db } = context;
  const confined = confinement(context, program.id);
  const [deadlines, applicationId] = await Promise.all([
    listDeadlines(db, program.id, confined),
    confined === null ? null : translated(findSubjectOf(db.pool, program.id, confined)),
  ]);
  const all = await resolved(program, context, moment, deadlines, { applicationId, conditionId: null });
  return all.filter(({ setOn }) => !setOn || setOn <= moment.asOfOn);
}

/** The orders in force that keep a condition from being used, or from being enforced, for one target, by their names. */
export async function barsOn(
  program: ProgramView,
  context: Context,
  moment: Moment,
  target: OrderTarget,
): Promise<Pick<ExplainedDeadline, 'barsUse' | 'barsEnforcement'>> {
  const { orders } = await translated(readDueFacts(context.db.pool, program, moment, []));
  const known = ordersKnownAt(orders, { knownAt: atOf(moment).knownAt, on: moment.asOfOn });
  const { barsUse, barsEnforcement } = effectOfOrders(known, target, moment.asOfOn);
  return { barsUse: barsUse.map(nameOfOrder), barsEnforcement: barsEnforcement.map(nameOfOrder) };
}

/** The same deadlines as they count for one target. */
export async function resolved(
  program: ProgramView,
  context: Context,
  moment: Moment,
  deadlines: readonly DeadlineView[],
  target: OrderTarget,
): Promise<DeadlineView[]> {
  if (deadlines.length === 0) return [];
  const facts = await translated(
    readDueFacts(
      context.db.pool,
      program,
      moment,
      deadlines.map(({ id }) => id),
    ),
  );
  return deadlines.map((deadline) => {
    const base = facts.deadlines.find(({ id }) => id === deadline.id);
    if (!base) return deadline;
    const { dueOn, dueAt, steps, paused, moved, pending } = resolveFor(facts, base, target, atOf(moment));
    const { rule, setOn } = base;
    const rescindedOn = base.rescindedOn !== null && base.rescindedOn <= moment.asOfOn ? base.rescindedOn : null;
    return { ...deadline, dueOn, dueAt, steps, paused, moved, pendingExtension: pending, rule, setOn, rescindedOn };
  });
}
