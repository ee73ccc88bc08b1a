/** Loading a proposal for the one who decides on it, in the order in which refusals are tested. */
import { z } from 'zod';
import type { Queryable } from '#lib/data/client.ts';
import { isId } from '#lib/data/ids.ts';
import { findProposal, type Proposal } from '#lib/data/proposals.ts';
import { AppError, notFound } from '#lib/domain/errors.ts';
import { type Action, may } from '#lib/domain/permission.ts';
import type { Status } from '#lib/domain/status.ts';
import { findTransition } from '#lib/domain/transition.ts';
import { type Context, requireActor } from './context.ts';
import { type AssessmentHome, loadHome } from './load-assessment.ts';

export const decisionInput = z.strictObject({ comment: z.string().max(4000).optional() });

export interface ProposalHome {
  home: AssessmentHome;
  proposal: Proposal;
}

/** @throws AppError `unauthenticated`, `not_found`, `forbidden` */
export async function loadProposal(context: Context, id: string): Promise<ProposalHome> {
  requireActor(context);
  const proposal = isId(id) ? await findProposal(context.db.pool, id) : null;
  if (!proposal) throw notFound('The proposal');
  const home = await loadHome(context, proposal.assessmentId, ['read']);
  return { home, proposal };
}

const approvalAction = (from: Status, proposal: Proposal): Action =>
  proposal.kind === 'status_corrected' ? 'approve_finding' : (findTransition(from, proposal.to)?.approvedBy ?? 'approve_finding');

/** @throws AppError `forbidden` when the asker's roles cannot approve this kind of conclusion */
export function requireDecider(context: Context, { home, proposal }: ProposalHome): void {
  const closure = proposal.to === 'waived' || proposal.to === 'withdrawn';
  const action = closure ? approvalAction('under_review', proposal) : 'approve_finding';
  if (!may(requireActor(context).grants, action, home.program.id)) {
    throw new AppError('forbidden', closure ? 'An approver decides on this.' : 'A reviewer decides on this.');
  }
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
