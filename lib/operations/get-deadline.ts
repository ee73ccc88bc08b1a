/** The deadline of one assessment at a moment: the date that counts, and every step and assumption that led to it. */
import { atOf, readDueFacts } from '#lib/data/due-facts.ts';
import { listExtensions } from '#lib/data/extensions.ts';
import { translated } from '#lib/data/transaction.ts';
import type { ExplainedDeadline, LegalOrderView } from '#lib/domain/deadline-views.ts';
import { resolveFor } from '#lib/domain/due-set.ts';
import type { Moment, ProgramView } from '#lib/domain/record.ts';
import type { Context } from './context.ts';
import { barsOn } from './effective-deadlines.ts';
import { viewExtensions, viewOrders } from './extension-views.ts';
import { getAssessment } from './load-assessment.ts';
import type { MomentInput } from './moment.ts';

/** @throws AppError as `getAssessment` */
export async function getDeadline(
  context: Context,
  id: string,
  input: MomentInput = {},
): Promise<ExplainedDeadline & { program: ProgramView; moment: Moment }> {
  const { home, moment, row } = await getAssessment(context, id, input);
  const { program, conditionId } = home;
  const applicationId = home.applicationId ?? home.operatorId;
  const { pool } = context.db;
  const orders = ordersAbout(await viewOrders(program, context, moment), applicationId, conditionId);
  const nothing = { label: null, paused: false, moved: false, steps: [], assumed: [], extensions: [] };
  const bars = await barsOn(program, context, moment, { applicationId, conditionId });
  const shown = { ...bars, program, moment, assessmentId: id, deadlineId: row.deadlineId, dueOn: row.dueOn, dueAt: row.dueAt };
  if (row.deadlineId === null) return { ...shown, ...nothing, pendingExtension: null, orders };
  const facts = await translated(readDueFacts(pool, program, moment, [row.deadlineId]));
  const base = facts.deadlines[0];
  if (!base) return { ...shown, ...nothing, pendingExtension: null, orders };
  const resolved = resolveFor(facts, base, { applicationId, conditionId }, atOf(moment));
  const extensions = (await translated(listExtensions(pool, program.id, moment, base.id))).filter(
    ({ applicationIds }) => applicationIds === null || (applicationId !== null && applicationIds.includes(applicationId)),
  );
  return {
    ...shown,
    label: base.label,
    dueOn: resolved.dueOn,
    dueAt: resolved.dueAt,
    paused: resolved.paused,
    moved: resolved.moved,
    steps: [...(base.basis ? [base.basis] : []), ...resolved.steps],
    assumed: resolved.assumed,
    pendingExtension: resolved.pending,
    extensions: await viewExtensions(program, context, extensions),
    orders,
  };
}

/** Orders whose words reach this applicant and this condition, or act on one that does. */
function ordersAbout(orders: LegalOrderView[], applicationId: string | null, conditionId: string): LegalOrderView[] {
  const about = orders.filter(({ parties, applicants, conditions }) => {
    if (conditions.length > 0 && !conditions.some(({ id }) => id === conditionId)) return false;
    const isNamed = applicants.some(({ id }) => id === applicationId);
    return parties === 'all' || (parties === 'named' ? isNamed : !isNamed);
  });
  const ids = new Set(about.map(({ id }) => id));
  return orders.filter(({ id, actsOn }) => ids.has(id) || (actsOn !== null && ids.has(actsOn.id)));
}
