/** Records an order of a court: one row and one event, whomever it reaches. What it does is worked out when things are read. */
import { recordEvent } from '#lib/data/history.ts';
import { newId } from '#lib/data/ids.ts';
import { insertOrder } from '#lib/data/legal-orders.ts';
import { parseInput } from './change-input.ts';
import { actOf, type Context } from './context.ts';
import { getProgram } from './get-program.ts';
import { orderFacts, orderInput, orderLacks } from './legal-order-input.ts';
import { write } from './write.ts';

/** @throws AppError `not_found`, `forbidden`, `invalid_request`, `field_required`, `effective_in_future` */
export async function recordLegalOrder(context: Context, slug: string, body: unknown): Promise<{ orderId: string; version: number }> {
  const program = await getProgram(context, slug, 'record_order');
  const input = parseInput(orderInput, body, orderLacks);
  return write(context, `record-legal-order:${program.id}`, input, async (tx) => {
    const orderId = newId();
    const { id: _, ...facts } = await orderFacts(tx, context, program, orderId, input);
    const act = actOf(context);
    await insertOrder(tx, program.id, 1, { id: orderId, ...facts }, act.actorId);
    const stream = { programId: program.id, streamId: program.id, streamKind: 'program' } as const;
    await recordEvent(tx, act, { ...stream, kind: 'legal_order_recorded', reason: null, payload: { orderId, version: 1, ...facts } });
    return { orderId, version: 1 };
  });
}
