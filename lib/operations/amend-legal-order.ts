/** Corrects or completes what is recorded of an order: a new version, and the earlier one stays on record. */
import { z } from 'zod';
import { recordEvent } from '#lib/data/history.ts';
import { insertOrder } from '#lib/data/legal-orders.ts';
import { reasonInput } from '#lib/domain/input.ts';
import { lacksReason, parseInput, requireReason, requireVersion } from './change-input.ts';
import { actOf, type Context } from './context.ts';
import { orderFacts, orderInput, orderLacks } from './legal-order-input.ts';
import { lockOrderVersion, orderProgram } from './load-order.ts';
import { write } from './write.ts';

export const orderAmendment = orderInput.extend({
  /** Absent: the papers that it has stay. */
  evidenceIds: z.array(z.uuid()).max(100).optional(),
  reason: reasonInput,
});

/**
 * Its papers stay with it, unless the correction names which it has.
 * @throws AppError as `recordLegalOrder`, and `version_required`, `stale_version`, `reason_required`
 */
export async function amendLegalOrder(
  context: Context,
  id: string,
  version: number | null,
  body: unknown,
): Promise<{ orderId: string; version: number }> {
  const program = await orderProgram(context, id);
  const { reason: why, ...input } = parseInput(orderAmendment, body, (raw) => ({ ...orderLacks(raw), ...lacksReason(raw) }));
  const expected = requireVersion(version);
  return write(context, `amend-legal-order:${id}`, [input, why, expected], async (tx) => {
    const order = await lockOrderVersion(tx, program, id, expected);
    const reason = requireReason(why);
    const evidenceIds = input.evidenceIds ?? [...order.evidenceIds];
    const { id: _, ...facts } = await orderFacts(tx, context, program, id, { ...input, evidenceIds });
    const next = order.version + 1;
    const act = actOf(context);
    await insertOrder(tx, program.id, next, { id, ...facts }, act.actorId);
    const stream = { programId: program.id, streamId: program.id, streamKind: 'program' } as const;
    await recordEvent(tx, act, { ...stream, kind: 'legal_order_amended', reason, payload: { orderId: id, version: next, ...facts } });
    return { orderId: id, version: next };
  });
}
