/** Loading a dispute for the one who ends it, in the order in which refusals are tested. */
import type { Queryable } from '#lib/data/client.ts';
import { type Dispute, findDispute, hasOtherOpenDispute } from '#lib/data/disputes.ts';
import type { AssessmentPatch } from '#lib/data/history.ts';
import { isId } from '#lib/data/ids.ts';
import { translated } from '#lib/data/transaction.ts';
import { disputeStateLabels } from '#lib/domain/dispute.ts';
import { AppError, notFound } from '#lib/domain/errors.ts';
import type { Action } from '#lib/domain/permission.ts';
import { type Context, requireActor } from './context.ts';
import { type AssessmentHome, loadHome } from './load-assessment.ts';

/** @throws AppError `unauthenticated`, `not_found` (missing and foreign in the same words), `forbidden` */
export async function loadDispute(context: Context, id: string, action: Action): Promise<{ home: AssessmentHome; dispute: Dispute }> {
  requireActor(context);
  const dispute = isId(id) ? await translated(findDispute(context.db.pool, id)) : null;
  if (!dispute) throw notFound('The dispute');
  try {
    return { home: await loadHome(context, dispute.assessmentId, [action]), dispute };
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') throw notFound('The dispute');
    throw error;
  }
}

/** Reads it again under the assessment's lock. @throws AppError `dispute_closed` */
export async function requireOpenDispute(tx: Queryable, id: string): Promise<Dispute> {
  const dispute = await findDispute(tx, id);
  if (!dispute) throw notFound('The dispute');
  if (dispute.state === 'open') return dispute;
  const by = dispute.decidedBy ? ` Recorded by ${dispute.decidedBy}.` : '';
  throw new AppError('dispute_closed', `This dispute is no longer open: ${disputeStateLabels[dispute.state].toLowerCase()}.${by}`);
}

/** The mark goes with the last open dispute. */
export async function patchAfter(tx: Queryable, home: AssessmentHome, id: string): Promise<AssessmentPatch> {
  return (await hasOtherOpenDispute(tx, home.program.id, home.id, id)) ? {} : { disputed: false };
}
