/** Withdraws a dispute: whoever made it no longer asks for a decision. What was said stays on record. */

import { z } from 'zod';
import { lockAssessment } from '#lib/data/assessments.ts';
import { closeDispute } from '#lib/data/disputes.ts';
import { recordStatus as appendEvent } from '#lib/data/history.ts';
import { AppError } from '#lib/domain/errors.ts';
import { reasonInput } from '#lib/domain/input.ts';
import type { AssessmentRow } from '#lib/domain/record.ts';
import { parseInput, requireReason } from './change-input.ts';
import { actOf, type Context, confinement, requireActor } from './context.ts';
import { loadDispute, patchAfter, requireOpenDispute } from './load-dispute.ts';
import { readBack } from './record-status.ts';
import { write } from './write.ts';

export const withdrawalInput = z.strictObject({
  reason: reasonInput,
});

/**
 * Somebody confined to one organization takes back what that one said, and not what another said on the same assessment.
 * @throws AppError `unauthenticated`, `not_found`, `forbidden`, `invalid_request`, `dispute_closed`, `reason_required`
 */
export async function withdrawDispute(context: Context, id: string, body: unknown): Promise<AssessmentRow> {
  const { home, dispute: made } = await loadDispute(context, id, 'open_dispute');
  const confined = confinement(context, home.program.id);
  if (confined !== null && confined !== made.organization.id)
    throw new AppError('forbidden', `${made.organization.name} made this. You can take back only what your own organization said.`);
  const input = parseInput(withdrawalInput, body);
  return write(context, `withdraw-dispute:${id}`, input, async (tx) => {
    await lockAssessment(tx, home.program.id, home.id);
    const dispute = await requireOpenDispute(tx, id);
    const reason = requireReason(input.reason);
    const actor = requireActor(context);
    await closeDispute(tx, dispute, 'withdrawn', { id: actor.principalId, onBehalfOfId: actor.onBehalfOfId }, reason);
    await appendEvent(tx, actOf(context), {
      programId: home.program.id,
      assessmentId: home.id,
      kind: 'dispute_withdrawn',
      reason,
      payload: { disputeId: id },
      patch: await patchAfter(tx, home, id),
    });
    return readBack(tx, context, home);
  });
}
