/** Records from which day on an order is no longer in force. A deadline that it suspended moves by the length of the stay. */

import { z } from 'zod';
import { recordEvent } from '#lib/data/history.ts';
import { insertOrder } from '#lib/data/legal-orders.ts';
import { AppError } from '#lib/domain/errors.ts';
import { dateInput, reasonInput } from '#lib/domain/input.ts';
import { lacksReason, parseInput, requireReason, requireVersion } from './change-input.ts';
import { actOf, type Context } from './context.ts';
import { lockOrderVersion, orderProgram } from './load-order.ts';
import { write } from './write.ts';

export const orderEnd = z.strictObject({
  /** First day on which it is no longer in force. */
  validTo: dateInput,
  reason: reasonInput,
});

/** @throws AppError `not_found`, `forbidden`, `invalid_request`, `version_required`, `stale_version`, `reason_required` */
export async function endLegalOrder(
  context: Context,
  id: string,
  version: number | null,
  body: unknown,
): Promise<{ orderId: string; version: number }> {
  const program = await orderProgram(context, id);
  const input = parseInput(orderEnd, body, lacksReason);
  const expected = requireVersion(version);
  return write(context, `end-legal-order:${id}`, [input, expected], async (tx) => {
    const order = await lockOrderVersion(tx, program, id, expected);
    if (input.validTo < order.validFrom) throw new AppError('invalid_request', 'It ends before it begins.', { field: 'validTo' });
    const reason = requireReason(input.reason);
    const next = order.version + 1;
    const act = actOf(context);
    await insertOrder(tx, program.id, next, { ...order, validTo: input.validTo }, act.actorId);
    const stream = { programId: program.id, streamId: program.id, streamKind: 'program' } as const;
    const payload = { orderId: id, version: next, validTo: input.validTo };
    await recordEvent(tx, act, { ...stream, kind: 'legal_order_ended', reason, payload });
    return { orderId: id, version: next };
  });
}
