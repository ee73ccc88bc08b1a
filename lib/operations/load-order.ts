/** The start of every change of what is recorded of an order. */
import type pg from 'pg';
import { isId } from '#lib/data/ids.ts';
import { findOrderProgram, lockOrder, type RecordedOrder } from '#lib/data/legal-orders.ts';
import { translated } from '#lib/data/transaction.ts';
import { AppError, notFound } from '#lib/domain/errors.ts';
import { orderEffectLabels } from '#lib/domain/legal-order.ts';
import type { ProgramView } from '#lib/domain/record.ts';
import { authorize, type Context, requireActor } from './context.ts';
import { getProgramById } from './get-program.ts';

/** @throws AppError `unauthenticated`, `not_found`, `forbidden` */
export async function orderProgram(context: Context, id: string): Promise<ProgramView> {
  requireActor(context);
  const programId = isId(id) ? await translated(findOrderProgram(context.db.pool, id)) : null;
  if (!programId) throw notFound('The order');
  authorize(context, 'record_order', programId, 'The order');
  return getProgramById(context, programId);
}

/** Locks the version on record. @throws AppError `not_found`, `stale_version` */
export async function lockOrderVersion(tx: pg.PoolClient, program: ProgramView, id: string, expected: number): Promise<RecordedOrder> {
  const order = await lockOrder(tx, program.id, id);
  if (!order) throw notFound('The order');
  if (order.version === expected) return order;
  throw new AppError('stale_version', 'Somebody changed what is recorded of this order. Nothing of yours was recorded.', {
    current: { version: order.version, status: orderEffectLabels[order.effect], updatedAt: order.recordedAt, updatedBy: order.recordedBy },
  });
}
