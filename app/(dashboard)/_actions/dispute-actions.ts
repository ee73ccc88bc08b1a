'use server';

import type { FormState } from '#components/ui/form-state.ts';
import { decideDispute } from '#lib/operations/decide-dispute.ts';
import { openDispute } from '#lib/operations/open-dispute.ts';
import { withdrawDispute } from '#lib/operations/withdraw-dispute.ts';
import { field, fields, present } from './refusal.ts';
import { type Act, perform } from './settings-refusal.ts';

const actOn = (data: FormData, title: string): Act => ({
  data,
  path: `/assessments/${encodeURIComponent(field(data, 'assessmentId') ?? '')}`,
  mine: { title },
  done: '1',
});

export async function openDisputeAction(_state: FormState | null, data: FormData): Promise<FormState | null> {
  const body = present({
    kind: field(data, 'kind'),
    grounds: field(data, 'grounds'),
    asked: field(data, 'asked'),
    organizationId: field(data, 'organizationId'),
    openedOn: field(data, 'openedOn'),
    evidenceIds: fields(data, 'evidenceIds'),
  });
  return perform(actOn(data, 'Your objection'), (context) => openDispute(context, field(data, 'assessmentId') ?? '', body));
}

export async function decideDisputeAction(_state: FormState | null, data: FormData): Promise<FormState | null> {
  const body = present({ outcome: field(data, 'outcome'), reason: field(data, 'reason') });
  return perform(actOn(data, 'Your decision'), (context) => decideDispute(context, field(data, 'disputeId') ?? '', body));
}

export async function withdrawDisputeAction(_state: FormState | null, data: FormData): Promise<FormState | null> {
  const body = present({ reason: field(data, 'reason') });
  return perform(actOn(data, 'The withdrawal'), (context) => withdrawDispute(context, field(data, 'disputeId') ?? '', body));
}
