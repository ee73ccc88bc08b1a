/** Proposes a finding or a closure. Another person approves or returns it. */

import type { LockedAssessment } from '#lib/data/assessments.ts';
import type { Queryable } from '#lib/data/client.ts';
import { recordStatus as appendEvent } from '#lib/data/history.ts';
import { newId } from '#lib/data/ids.ts';
import { findProposal, hasOpenProposal, insertProposal, type Proposal } from '#lib/data/proposals.ts';
import { AppError } from '#lib/domain/errors.ts';
import type { ProgramView } from '#lib/domain/record.ts';
import { concludes, isFinding, type Status, statusRules } from '#lib/domain/status.ts';
import { checkDetails, parseDetails } from '#lib/domain/status-details.ts';
import { localDateOf } from '#lib/domain/time.ts';
import { requireEvidence, requireTransition } from '#lib/domain/transition.ts';
import {
  effectiveInstant,
  loadForAssessment,
  lockVersion,
  type ProposalInput,
  parseInput,
  proposalInput,
  requireOneEffective,
  requireReason,
  requireVersion,
} from './change-input.ts';
import { collectEvidence } from './collect-evidence.ts';
import { actOf, type Context, requireActor } from './context.ts';
import { type CorrectedEvent, findCorrected, requireHeldStatus } from './corrected-event.ts';
import { linkEvidence } from './link-evidence.ts';
import { type AssessmentHome, loadHome } from './load-assessment.ts';
import { readBack } from './record-status.ts';
import { write } from './write.ts';

export interface ProposalResult {
  proposal: { id: string; to: Status; reason: string; state: string; proposedBy: string; proposedAt: string };
  assessment: Awaited<ReturnType<typeof readBack>>;
}

/** @throws AppError `assessor_missing` in a program whose findings nobody may make */
export function requireAssessor(program: ProgramView, to: Status): void {
  if (isFinding(to) && !program.assessor) {
    throw new AppError(
      'assessor_missing',
      'This program has no assessor, so no finding can be recorded in it. Make a practice copy to try one.',
      { field: 'to' },
    );
  }
}

function requireProposable(locked: LockedAssessment, input: ProposalInput): void {
  if (input.corrects !== undefined) return;
  const rule = requireTransition(locked.status, input.to);
  if (rule.approvedBy === null) {
    throw new AppError('illegal_transition', `${statusRules[input.to].label} needs no proposal: record it as a status.`, { field: 'to' });
  }
}

/** A correction names an event that changed a status; a conclusion names what its row in the transition table needs. */
async function requireCorrectable(tx: Queryable, home: AssessmentHome, input: ProposalInput): Promise<CorrectedEvent | null> {
  if (input.corrects === undefined) return null;
  const corrected = await findCorrected(tx, home, input.corrects);
  await requireHeldStatus(tx, home, input.to);
  return corrected;
}

export async function proposeFinding(context: Context, id: string, version: number | null, body: unknown): Promise<ProposalResult> {
  const home = await loadHome(context, id, ['propose']);
  const input = parseInput(proposalInput, body);
  requireOneEffective(input);
  checkDetails(input.to, input.details ?? {});
  const expected = requireVersion(version);
  return write(context, `propose:${id}`, [input, expected], async (tx) => {
    const locked = await lockVersion(tx, home, expected);
    requireProposable(locked, input);
    const corrected = await requireCorrectable(tx, home, input);
    requireAssessor(home.program, input.to);
    if (await hasOpenProposal(tx, home.program.id, home.id)) {
      throw new AppError('proposal_open', 'A proposal is already open for this assessment. It must be approved or returned first.');
    }
    const reason = requireReason(input.reason);
    const evidenceIds = await collectEvidence(tx, context, home, input, locked.responsibleIds);
    const evidence = await loadForAssessment(tx, context, home, evidenceIds);
    const dated = input.effectiveOn ?? localDateOf(input.effectiveAt ?? corrected?.effectiveAt ?? context.now(), home.program.zone);
    if (concludes(input.to)) requireEvidence(evidence, { to: input.to, on: dated, details: input.details ?? {}, control: locked });
    const details = parseDetails(input.to, input.details ?? {});
    const proposal = {
      programId: home.program.id,
      id: newId(),
      assessmentId: home.id,
      kind: corrected ? ('status_corrected' as const) : ('status_changed' as const),
      to: input.to,
      reason,
      effectiveAt: proposedInstant(context, home, input, corrected),
      details: { ...details, ...(corrected ? { corrects: String(corrected.sequence) } : {}) },
      evidenceIds,
      baseStateVersion: locked.stateVersion,
      proposedById: requireActor(context).principalId,
      proposedOnBehalfOfId: requireActor(context).onBehalfOfId,
    };
    await insertProposal(tx, proposal);
    await linkEvidence(tx, context, home, evidenceIds, true);
    return announce(tx, context, home, proposal.id, { to: input.to, details: proposal.details, evidenceIds, reason });
  });
}

/** A correction without a date takes effect where the corrected event did. */
function proposedInstant(context: Context, home: AssessmentHome, input: ProposalInput, corrected: CorrectedEvent | null): string | null {
  const given = input.effectiveOn !== undefined || input.effectiveAt !== undefined;
  return corrected && !given ? corrected.effectiveAt : effectiveInstant(context, home.program, input);
}

async function announce(
  tx: Parameters<Parameters<typeof write>[3]>[0],
  context: Context,
  home: AssessmentHome,
  proposalId: string,
  said: { to: Status; details: Record<string, string>; evidenceIds: string[]; reason: string },
): Promise<ProposalResult> {
  await appendEvent(tx, actOf(context), {
    programId: home.program.id,
    assessmentId: home.id,
    kind: 'proposal_opened',
    reason: said.reason,
    payload: { proposalId, to: said.to, details: said.details, evidenceIds: said.evidenceIds },
  });
  const proposal = await findProposal(tx, proposalId);
  if (!proposal) throw new Error('The proposal vanished inside its own transaction.');
  return { proposal: summary(proposal), assessment: await readBack(tx, context, home) };
}

const summary = (proposal: Proposal): ProposalResult['proposal'] => ({
  id: proposal.id,
  to: proposal.to,
  reason: proposal.reason,
  state: proposal.state,
  proposedBy: proposal.proposedByName,
  proposedAt: proposal.proposedAt,
});
