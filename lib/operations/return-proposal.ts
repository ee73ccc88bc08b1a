/** Returns a proposal to its proposer with a comment. The status stays as it was. */
import { recordStatus as appendEvent } from '#lib/data/history.ts';
import { closeProposal } from '#lib/data/proposals.ts';
import type { AssessmentRow } from '#lib/domain/record.ts';
import { lockVersion, parseInput, requireReason, requireVersion } from './change-input.ts';
import { actOf, type Context, requireActor } from './context.ts';
import { decisionInput, loadProposal, requireDecider, requireOpen } from './decide-proposal.ts';
import { readBack } from './record-status.ts';
import { write } from './write.ts';

/** @throws AppError `reason_required` without a comment, and the other codes in their order */
export async function returnProposal(context: Context, proposalId: string, version: number | null, body: unknown): Promise<AssessmentRow> {
  const loaded = await loadProposal(context, proposalId);
  requireDecider(context, loaded);
  const input = parseInput(decisionInput, body);
  const expected = requireVersion(version);
  const { home } = loaded;
  return write(context, `return:${proposalId}`, [input, expected], async (tx) => {
    const locked = await lockVersion(tx, home, expected);
    const proposal = await requireOpen(tx, proposalId, locked.stateVersion);
    const comment = requireReason(input.comment);
    await closeProposal(
      tx,
      proposal,
      'returned',
      { id: requireActor(context).principalId, onBehalfOfId: requireActor(context).onBehalfOfId },
      comment,
    );
    await appendEvent(tx, actOf(context), {
      programId: home.program.id,
      assessmentId: home.id,
      expectedVersion: expected,
      kind: 'proposal_returned',
      reason: comment,
      payload: { proposalId, to: proposal.to },
    });
    return readBack(tx, context, home);
  });
}
