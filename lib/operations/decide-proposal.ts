/** Loading a proposal for the one who decides on it, in the order in which refusals are tested. */
import { z } from 'zod';
import type { Queryable } from '#lib/data/client.ts';
import { isId } from '#lib/data/ids.ts';
import { findProposal, type Proposal } from '#lib/data/proposals.ts';
import { AppError, notFound } from '#lib/domain/errors.ts';
import { may } from '#lib/domain/permission.ts';
import type { Status } from '#lib/domain/status.ts';
import { type Context, requireActor } from './context.ts';
import { type AssessmentHome, getAssessment } from './load-assessment.ts';

export const decisionInput = z.strictObject({ comment: z.string().max(4000).optional() });

export interface ProposalHome {
  home: AssessmentHome;
  proposal: Proposal;
  /** Where the assessment stands now. */
  status: Status;
}

/** @throws AppError `unauthenticated`, `not_found`, `forbidden` */
export async function loadProposal(context: Context, id: string): Promise<ProposalHome> {
  requireActor(context);
  const proposal = isId(id) ? await findProposal(context.db.pool, id) : null;
  if (!proposal) throw notFound('The proposal');
  try {
    const { home, row } = await getAssessment(context, proposal.assessmentId);
    return { home, proposal, status: row.status };
  } catch (error) {
    // In the same words as for one that does not exist: "the assessment" would say that there is a proposal.
    if (error instanceof AppError && error.code === 'not_found') throw notFound('The proposal');
    throw error;
  }
}

const isClosure = (status: Status): boolean => status === 'waived' || status === 'withdrawn';

/**
 * Waivers and withdrawals, and taking one back, are an approver's; everything else a reviewer's.
 * @throws AppError `forbidden` when the asker's roles cannot decide on this kind of conclusion
 */
export function requireDecider(context: Context, { home, proposal, status }: ProposalHome): void {
  const closure = isClosure(proposal.to) || (proposal.kind === 'status_corrected' && isClosure(status));
  if (may(requireActor(context).grants, closure ? 'approve_closure' : 'approve_finding', home.program.id)) return;
  throw new AppError('forbidden', closure ? 'An approver decides on this.' : 'A reviewer decides on this.');
}

/** Reads the proposal again under the assessment's lock. @throws AppError `proposal_closed`, `proposal_outdated` */
export async function requireOpen(tx: Queryable, id: string, stateVersion: number): Promise<Proposal> {
  const proposal = await findProposal(tx, id);
  if (!proposal) throw notFound('The proposal');
  if (proposal.state === 'approved' || proposal.state === 'returned') {
    throw new AppError(
      'proposal_closed',
      `This proposal was already ${proposal.state}${proposal.decidedByName ? ` by ${proposal.decidedByName}` : ''}.`,
    );
  }
  if (proposal.state === 'outdated' || proposal.baseStateVersion !== stateVersion) {
    throw new AppError('proposal_outdated', 'The assessment changed after this was proposed. Propose again on what stands now.');
  }
  return proposal;
}
