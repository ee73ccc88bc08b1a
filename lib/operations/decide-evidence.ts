/** Accepts or rejects an item of evidence on one assessment, with a reason. What was decided before stays in the history. */

import { z } from 'zod';
import { lockAssessment } from '#lib/data/assessments.ts';
import { findAcceptance, decideEvidence as keepDecision } from '#lib/data/evidence.ts';
import { lockEvidence } from '#lib/data/evidence-page.ts';
import { recordEvent } from '#lib/data/history.ts';
import { AppError, notFound } from '#lib/domain/errors.ts';
import { NO_PROGRAM } from '#lib/domain/event.ts';
import type { Acceptance } from '#lib/domain/evidence.ts';
import { reasonInput } from '#lib/domain/input.ts';
import { parseInput } from './change-input.ts';
import { actOf, type Context } from './context.ts';
import { linkEvidence } from './link-evidence.ts';
import { loadHome } from './load-assessment.ts';
import { findEvidenceHome, requireLinkable } from './load-evidence.ts';
import { write } from './write.ts';

export const evidenceDecisionInput = z.strictObject({
  evidenceId: z.uuid('Choose the item.'),
  decision: z.enum(['link', 'accepted', 'rejected'], { error: 'Say whether it is accepted or rejected.' }),
  reason: reasonInput,
  pageReference: z.string().trim().min(1).max(200).optional(),
});
type Decision = z.infer<typeof evidenceDecisionInput>;

export interface DecisionResult {
  evidenceId: string;
  assessmentId: string;
  acceptance: Acceptance;
}

/** A rejection says why, and so does whoever goes back on a decision. */
function requireReason(input: Decision, before: Acceptance): void {
  if (input.reason || (input.decision === 'accepted' && before === 'pending')) return;
  throw new AppError('reason_required', before === 'pending' ? 'Say why it is rejected.' : 'Say why the decision changes.', {
    field: 'reason',
  });
}

/**
 * `link` only puts it there. Deciding needs the right to accept evidence; linking, the right to add it.
 * @throws AppError `unauthenticated`, `not_found`, `forbidden`, `invalid_request`, `reason_required`, `evidence_required` when sealed
 */
export async function decideEvidence(context: Context, assessmentId: string, body: unknown): Promise<DecisionResult> {
  const linking = body !== null && typeof body === 'object' && 'decision' in body && body.decision === 'link';
  const home = await loadHome(context, assessmentId, [linking ? 'add_evidence' : 'accept_evidence']);
  const input = parseInput(evidenceDecisionInput, body);
  const { evidenceId, reason = null } = input;
  const shared = await findEvidenceHome(context, evidenceId);
  return write(context, `decide-evidence:${assessmentId}`, input, async (tx) => {
    await lockAssessment(tx, home.program.id, home.id);
    const { sealed } = await lockEvidence(tx, evidenceId);
    if (sealed && input.decision !== 'rejected')
      throw new AppError('evidence_required', 'This item was sealed as sent in error. Nothing can rest on it.', { field: 'evidenceId' });
    if (input.decision === 'link') {
      await requireLinkable(tx, shared, [{ programId: home.program.id }]);
      await linkEvidence(tx, context, home, [evidenceId], false, input.pageReference ?? null);
    }
    const before = await findAcceptance(tx, home.program.id, home.id, evidenceId);
    if (before === null) throw notFound('The item of evidence');
    if (input.decision === 'link' || input.decision === before) return { evidenceId, assessmentId, acceptance: before };
    requireReason(input, before);
    const act = actOf(context);
    const place = { programId: home.program.id, assessmentId: home.id };
    const acceptance = input.decision;
    await keepDecision(tx, { ...place, evidenceIds: [evidenceId], acceptance, reason, byId: act.actorId });
    await recordEvent(tx, act, {
      programId: NO_PROGRAM,
      streamId: evidenceId,
      streamKind: 'evidence',
      kind: acceptance === 'accepted' ? 'evidence_accepted' : 'evidence_rejected',
      reason,
      payload: place,
    });
    return { evidenceId, assessmentId, acceptance };
  });
}
