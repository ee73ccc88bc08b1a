/** Decides a dispute. Upheld, in whole or in part, it takes the finding back to review in the same act. */

import type pg from 'pg';
import { z } from 'zod';
import { lockAssessment } from '#lib/data/assessments.ts';
import { closeDispute, type Dispute, listMakers } from '#lib/data/disputes.ts';
import { recordStatus as appendEvent } from '#lib/data/history.ts';
import { lockWithDependents } from '#lib/data/outcomes.ts';
import { DISPUTE_OUTCOMES, disputeKindLabels, disputeStateLabels, reopensFinding } from '#lib/domain/dispute.ts';
import { AppError, notFound } from '#lib/domain/errors.ts';
import { reasonInput } from '#lib/domain/input.ts';
import type { AssessmentRow } from '#lib/domain/record.ts';
import { concludes } from '#lib/domain/status.ts';
import { parseInput, requireReason } from './change-input.ts';
import { actOf, type Context, requireActor } from './context.ts';
import { followReopening } from './follow-outcomes.ts';
import { loadDispute, patchAfter, requireOpenDispute } from './load-dispute.ts';
import { readBack } from './record-status.ts';
import { write } from './write.ts';

export const disputeDecisionInput = z.strictObject({
  outcome: z.enum(DISPUTE_OUTCOMES, { error: 'Choose upheld, partly upheld or dismissed.' }),
  reason: reasonInput,
});

/**
 * @throws AppError `dispute_closed`; `reason_required`; `same_person` for whoever proposed or approved the finding, or recorded the dispute
 */
export async function decideDispute(context: Context, id: string, body: unknown): Promise<AssessmentRow> {
  const { home } = await loadDispute(context, id, 'decide_dispute');
  const input = parseInput(disputeDecisionInput, body);
  return write(context, `decide-dispute:${id}`, input, async (tx) => {
    // An upheld dispute over an operator's finding takes it back from everybody who relies on it.
    if (home.operatorId !== null) await lockWithDependents(tx, home.program.id, [home.id]);
    const locked = await lockAssessment(tx, home.program.id, home.id);
    if (!locked) throw notFound('The assessment');
    const dispute = await requireOpenDispute(tx, id);
    const reason = requireReason(input.reason);
    await requireNoPart(tx, context, dispute);
    const actor = requireActor(context);
    await closeDispute(tx, dispute, input.outcome, { id: actor.principalId, onBehalfOfId: actor.onBehalfOfId }, reason);
    await appendEvent(tx, actOf(context), {
      programId: home.program.id,
      assessmentId: home.id,
      kind: 'dispute_decided',
      reason,
      payload: { disputeId: id, outcome: input.outcome },
      patch: await patchAfter(tx, home, id),
    });
    if (reopensFinding(input.outcome) && concludes(locked.status)) {
      const { version: sequence, hash } = await appendEvent(tx, actOf(context), {
        programId: home.program.id,
        assessmentId: home.id,
        kind: 'status_changed',
        reason: `${disputeKindLabels[dispute.kind]} ${disputeStateLabels[input.outcome].toLowerCase()}: ${reason}`,
        payload: { from: locked.status, to: 'under_review', details: { cause: 'dispute_upheld' } },
        patch: { status: 'under_review' },
      });
      await followReopening(tx, context, home.program.id, locked.status, { assessmentId: home.id, sequence, hash });
    }
    return readBack(tx, context, home);
  });
}

async function requireNoPart(tx: pg.PoolClient, context: Context, dispute: Dispute): Promise<void> {
  const actor = requireActor(context);
  const person = actor.onBehalfOfId ?? actor.principalId;
  if (person === (dispute.openedOnBehalfOfId ?? dispute.openedById)) {
    throw new AppError('same_person', 'You recorded this dispute, so somebody else has to decide it.');
  }
  const makers = await listMakers(tx, dispute);
  if (makers.includes(person)) {
    throw new AppError('same_person', 'You proposed or approved the finding, so somebody else has to decide on the dispute.');
  }
}
