/** E9: for each writer of the API a body that is refused at the very end, so that only the part in question decides what comes before. */
import { openDispute } from '#lib/operations/open-dispute.ts';
import { requestExtension } from '#lib/operations/request-extension.ts';
import { withdrawDispute } from '#lib/operations/withdraw-dispute.ts';
import { withdrawExtension } from '#lib/operations/withdraw-extension.ts';
import type { Stage } from './http/stage.ts';
import { DISPUTE, letterBody } from './letter-writers.ts';

const MISSING = '01900000-0000-7000-8000-00000000dead';
const AHEAD = '2999-01-01';
const ORDER = { court: 'Court', docket: '00-1', title: 'Order', effect: 'bars_enforcement', summary: 'It bars enforcement.' };
const RELIANCE = { rule: 'all', scope: 'Everybody.', validFrom: '2017-01-01' };

/** One's own things with a dispute and a request for more time that are closed: whatever is said of these changes nothing. */
export async function withClosedThings(stage: Stage): Promise<Stage> {
  const { own, people } = stage;
  const analyst = stage.contextOf(people.analyst);
  const { id } = await openDispute(analyst, own.openAssessment, DISPUTE);
  await withdrawDispute(analyst, id, { reason: 'Settled.' });
  const asked = { applicationIds: [own.application], deadlineId: own.deadline, wantedOn: '2040-01-02', reason: 'Late.' };
  const { extensionId } = await requestExtension(analyst, own.slug, asked);
  await withdrawExtension(analyst, extensionId, { reason: 'Not needed.' });
  return { ...stage, own: { ...own, dispute: id, extension: extensionId } };
}

/** By method and path: the body, and who sends it; absent: the analyst. A version that nothing has is sent with each. */
export const bases: Record<string, { body(own: Stage['own']): Record<string, unknown>; as?: 'approver' | 'counsel' }> = {
  'POST /api/v1/assessments/{id}/status': { body: () => ({ to: 'under_review', reason: 'x' }) },
  'POST /api/v1/assessments/{id}/proposals': { body: () => ({ to: 'met', reason: 'x' }) },
  'POST /api/v1/assessments/{id}/corrections': { body: () => ({ corrects: 1, to: 'requested', reason: 'x' }) },
  'POST /api/v1/assessments/{id}/evidence': { body: () => ({ evidenceId: MISSING, decision: 'rejected', reason: 'x' }) },
  'POST /api/v1/assessments/{id}/disputes': { body: () => ({ ...DISPUTE, openedOn: AHEAD }) },
  'POST /api/v1/proposals/{id}/approve': { as: 'approver', body: () => ({ comment: 'x' }) },
  'POST /api/v1/proposals/{id}/return': { as: 'approver', body: () => ({ comment: 'x' }) },
  'POST /api/v1/disputes/{id}/decide': { as: 'approver', body: () => ({ outcome: 'dismissed', reason: 'x' }) },
  'POST /api/v1/disputes/{id}/withdraw': { body: () => ({ reason: 'x' }) },
  'POST /api/v1/programs/{program}/letters': {
    body: (own) => ({
      applicationId: own.application,
      url: 'https://example.gov/x',
      datedOn: AHEAD,
      answers: [{ condition: own.condition, answer: 'yes' }],
    }),
  },
  'POST /api/v1/programs/{program}/evidence': {
    body: () => ({ assessmentIds: [MISSING], class: 'B', title: 'A policy', url: 'https://example.gov/x' }),
  },
  'POST /api/v1/programs/{program}/requests': { body: (own) => ({ ...letterBody(own), sentOn: AHEAD }) },
  'POST /api/v1/requests/{id}/reissue': { body: (own) => ({ ...letterBody(own), sentOn: AHEAD }) },
  'POST /api/v1/requests/{id}/rescind': { body: () => ({ rescindedOn: AHEAD, reason: 'x' }) },
  'POST /api/v1/programs/{program}/extensions': {
    body: (own) => ({ applicationIds: [own.application], deadlineId: own.deadline, wantedOn: '2040-01-02', reason: 'x', askedOn: AHEAD }),
  },
  'POST /api/v1/extensions/{id}/decide': { as: 'approver', body: () => ({ decision: 'refuse', reason: 'x' }) },
  'POST /api/v1/extensions/{id}/withdraw': { body: () => ({ reason: 'x' }) },
  'POST /api/v1/programs/{program}/orders': { as: 'counsel', body: () => ({ ...ORDER, decidedOn: AHEAD }) },
  'POST /api/v1/orders/{id}/amend': { as: 'counsel', body: () => ({ ...ORDER, decidedOn: '2017-01-02', reason: 'x' }) },
  'POST /api/v1/orders/{id}/end': { as: 'counsel', body: () => ({ validTo: '2017-02-01', reason: 'x' }) },
  'POST /api/v1/programs/{program}/operators': { body: () => ({ organizationId: MISSING }) },
  'POST /api/v1/programs/{program}/reliances': {
    body: (own) => ({ ...RELIANCE, assessmentId: own.openAssessment, reliesOn: [own.reliedOn] }),
  },
  'POST /api/v1/reliances/{id}/end': { body: () => ({ endedOn: '2017-06-01', reason: 'x' }) },
};
