import { approveFinding } from '#lib/operations/approve-finding.ts';
import { proposeFinding } from '#lib/operations/propose-finding.ts';
import { returnProposal } from '#lib/operations/return-proposal.ts';
import { type Endpoint, jsonEndpoint } from '../endpoint.ts';
import { idOf, runWrite } from '../request.ts';
import { assessment } from '../schemas/assessment.ts';
import { decision, proposal, proposalRequest } from '../schemas/writes.ts';

const tag = 'Proposals';

const propose = jsonEndpoint({
  method: 'post',
  path: '/assessments/{id}/proposals',
  tag,
  summary: 'Propose a finding or a closure',
  description:
    'Another person approves or returns it. One can be open per assessment. With `corrects` it proposes a correction that touches a finding.',
  conditional: true,
  body: proposalRequest,
  refusals: [
    'not_found',
    'illegal_transition',
    'assessor_missing',
    'proposal_open',
    'reason_required',
    'evidence_required',
    'field_required',
    'effective_in_future',
  ],
  success: { status: 201, description: 'The proposal, with the assessment as it now stands.', schema: proposal },
  async handle(request) {
    const made = await runWrite(request, ({ context, version, body }) => proposeFinding(context, idOf(request), version, body));
    return { body: { ...made.proposal, assessment: made.assessment }, version: made.assessment.version };
  },
});

const approve = jsonEndpoint({
  method: 'post',
  path: '/proposals/{id}/approve',
  tag,
  summary: 'Approve a proposal',
  description: 'If-Match names the version of the assessment. Whoever proposed cannot approve.',
  conditional: true,
  body: decision,
  refusals: ['not_found', 'assessor_missing', 'proposal_closed', 'proposal_outdated', 'same_person'],
  success: { status: 200, description: 'The assessment as it now stands.', schema: assessment },
  async handle(request) {
    const row = await runWrite(request, ({ context, version, body }) => approveFinding(context, idOf(request), version, body));
    return { body: row, version: row.version };
  },
});

const giveBack = jsonEndpoint({
  method: 'post',
  path: '/proposals/{id}/return',
  tag,
  summary: 'Return a proposal to its proposer',
  description: 'Needs a comment. The status stays as it was.',
  conditional: true,
  body: decision,
  refusals: ['not_found', 'proposal_closed', 'proposal_outdated', 'reason_required'],
  success: { status: 200, description: 'The assessment, unchanged but for its version.', schema: assessment },
  async handle(request) {
    const row = await runWrite(request, ({ context, version, body }) => returnProposal(context, idOf(request), version, body));
    return { body: row, version: row.version };
  },
});

export const proposalEndpoints: readonly Endpoint[] = [propose, approve, giveBack];
