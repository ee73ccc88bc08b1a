import { decideDispute } from '#lib/operations/decide-dispute.ts';
import { openDispute } from '#lib/operations/open-dispute.ts';
import { withdrawDispute } from '#lib/operations/withdraw-dispute.ts';
import { type Endpoint, jsonEndpoint } from '../endpoint.ts';
import { idOf, runWrite } from '../request.ts';
import { assessment } from '../schemas/assessment.ts';
import { disputeDecision, disputeWithdrawal, newDispute, openedDispute } from '../schemas/requests.ts';

const tag = 'Disputes';

const open = jsonEndpoint({
  method: 'post',
  path: '/assessments/{id}/disputes',
  tag,
  summary: 'Record an objection or a request for reconsideration',
  description: 'Marks the assessment as disputed. Its status stays.',
  body: newDispute,
  refusals: ['not_found', 'field_required', 'effective_in_future', 'illegal_transition'],
  success: { status: 201, description: 'Its id, and the version of the assessment.', schema: openedDispute },
  async handle(request) {
    return { body: await runWrite(request, ({ context, body }) => openDispute(context, idOf(request), body)) };
  },
});

const decide = jsonEndpoint({
  method: 'post',
  path: '/disputes/{id}/decide',
  tag,
  summary: 'Decide a dispute',
  description: 'Nobody who proposed or approved the finding. Upheld in whole or in part, it takes the finding back to review.',
  body: disputeDecision,
  refusals: ['not_found', 'dispute_closed', 'reason_required', 'same_person'],
  success: { status: 200, description: 'The assessment as it now stands.', schema: assessment },
  async handle(request) {
    const row = await runWrite(request, ({ context, body }) => decideDispute(context, idOf(request), body));
    return { body: row, version: row.version };
  },
});

const withdraw = jsonEndpoint({
  method: 'post',
  path: '/disputes/{id}/withdraw',
  tag,
  summary: 'Withdraw a dispute',
  description: 'For whoever made it: what was said stays on record.',
  body: disputeWithdrawal,
  refusals: ['not_found', 'dispute_closed', 'reason_required'],
  success: { status: 200, description: 'The assessment as it now stands.', schema: assessment },
  async handle(request) {
    const row = await runWrite(request, ({ context, body }) => withdrawDispute(context, idOf(request), body));
    return { body: row, version: row.version };
  },
});

export const disputeEndpoints: readonly Endpoint[] = [open, decide, withdraw];
