/**
 * Approves a proposal: the finding or closure takes effect. The proposer can do this only in a program whose two-person rule
 * is off and was off when he proposed.
 */
import type pg from 'pg';
import { lockEvidenceItems } from '#lib/data/evidence-page.ts';
import { recordStatus as appendStatus } from '#lib/data/history.ts';
import { PROPAGATION_LIMIT } from '#lib/data/outcomes.ts';
import { closeProposal, type Proposal } from '#lib/data/proposals.ts';
import { AppError } from '#lib/domain/errors.ts';
import type { AssessmentRow } from '#lib/domain/record.ts';
import { concludes } from '#lib/domain/status.ts';
import { loadEvidence, lockVersion, parseInput, requireVersion } from './change-input.ts';
import { actOf, type Context, requireActor } from './context.ts';
import { decisionInput, loadProposal, requireDecider, requireOpen } from './decide-proposal.ts';
import { followOutcomes } from './follow-outcomes.ts';
import type { AssessmentHome } from './load-assessment.ts';
import { requireAssessor } from './propose-finding.ts';
import { readBack } from './record-status.ts';
import { write } from './write.ts';

/**
 * @param propagationLimit assessments that take an operator's finding in this transaction; more are left to the job
 * @throws AppError `same_person` for the proposer, and the other codes in their order
 */
export async function approveFinding(
  context: Context,
  proposalId: string,
  version: number | null,
  body: unknown,
  propagationLimit = PROPAGATION_LIMIT,
): Promise<AssessmentRow> {
  const loaded = await loadProposal(context, proposalId);
  requireDecider(context, loaded);
  const input = parseInput(decisionInput, body);
  const expected = requireVersion(version);
  const { home } = loaded;
  return write(context, `approve:${proposalId}`, [input, expected], async (tx) => {
    const locked = await lockVersion(tx, home, expected);
    const proposal = await requireOpen(tx, proposalId, locked.stateVersion);
    requireAssessor(home.program, proposal.to);
    const actor = requireActor(context);
    const person = actor.onBehalfOfId ?? actor.principalId;
    const needsTwo = home.program.twoPersonRule || proposal.twoPersonRule;
    if (needsTwo && person === (proposal.proposedOnBehalfOfId ?? proposal.proposedById)) {
      throw new AppError('same_person', 'You proposed this, so somebody else has to approve it.');
    }
    const comment = input.comment?.trim() || null;
    // An item that is being sealed, recalled or superseded meanwhile is that first, or finds this finding.
    await lockEvidenceItems(tx, proposal.evidenceIds);
    await closeProposal(tx, proposal, 'approved', { id: actor.principalId, onBehalfOfId: actor.onBehalfOfId }, comment);
    const corrects = proposal.kind === 'status_corrected' ? { corrects: Number(proposal.details.corrects) } : {};
    const { version: sequence, hash } = await appendStatus(tx, actOf(context), {
      programId: home.program.id,
      assessmentId: home.id,
      expectedVersion: expected,
      kind: proposal.kind,
      reason: proposal.reason,
      payload: {
        from: locked.status,
        to: proposal.to,
        details: proposal.details,
        evidenceIds: proposal.evidenceIds,
        proposalId,
        comment,
        ...corrects,
      },
      effectiveAt: proposal.effectiveAt,
      patch: { status: proposal.to, expiresOn: await expiryOf(tx, context, home, proposal) },
      proposalId,
    });
    await followOutcomes(tx, context, home.program.id, { assessmentId: home.id, sequence, hash }, propagationLimit);
    return readBack(tx, context, home);
  });
}

/** The last day of a waiver, or of the first item of evidence that lapses; null when nothing does. */
async function expiryOf(tx: pg.PoolClient, context: Context, home: AssessmentHome, proposal: Proposal): Promise<string | null> {
  if (proposal.details.expiresOn) return proposal.details.expiresOn;
  if (!concludes(proposal.to)) return null;
  const evidence = await loadEvidence(tx, context, home.program, proposal.evidenceIds);
  return evidence.flatMap((item) => item.inForceTo ?? []).sort()[0] ?? null;
}
