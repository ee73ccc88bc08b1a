'use server';

import { randomUUID } from 'node:crypto';
import type { FormState } from '#components/ui/form-state.ts';
import { answerClarification } from '#lib/operations/answer-clarification.ts';
import { askClarification } from '#lib/operations/ask-clarification.ts';
import { checkReceipt, type ReceiptCheck } from '#lib/operations/check-receipt.ts';
import type { Context } from '#lib/operations/context.ts';
import { nameBody } from '#lib/operations/name-body.ts';
import { openDispute } from '#lib/operations/open-dispute.ts';
import { passOnReferral } from '#lib/operations/pass-on-referral.ts';
import { recallResponse } from '#lib/operations/recall-response.ts';
import { requestExtension } from '#lib/operations/request-extension.ts';
import { requestContext } from '#lib/server/session.ts';
import { organizationPath, receiptPath } from './organization-paths.ts';
import { field, fields, present, refusal } from './refusal.ts';
import { runAct } from './run-act.ts';

/** Runs an act and goes on to a page; a refusal comes back to the form with what was typed. */
const send = (data: FormData, path: string, act: (context: Context) => Promise<string>): Promise<FormState> =>
  runAct(data, act, (error) => ({ ...refusal(error, data, path), outcome: 'refused' }));

/** "Ask what is meant", from the organization's page. `id` names the assessment. */
export async function askClarificationAction(slug: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  return send(data, organizationPath(slug), async (context) => {
    await askClarification(context, field(data, 'id') ?? '', present({ question: field(data, 'question') }));
    return `${organizationPath(slug)}?done=asked`;
  });
}

/** From the assessment's page, where the question stands. */
export async function answerClarificationAction(_state: FormState | null, data: FormData): Promise<FormState | null> {
  const path = `/assessments/${encodeURIComponent(field(data, 'assessmentId') ?? '')}`;
  return send(data, path, async (context) => {
    await answerClarification(context, field(data, 'id') ?? '', present({ answer: field(data, 'answer') }));
    return `${path}?done=1`;
  });
}

/** "The jail is run by …". A chosen body outranks a name that was typed. */
export async function nameBodyAction(slug: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  const chosen = field(data, 'operatorId');
  const known = chosen !== undefined && chosen !== 'other';
  const body = present({
    subjectId: field(data, 'subjectId') ?? '',
    conditions: fields(data, 'conditions'),
    operatorId: known ? chosen : undefined,
    bodyName: known ? undefined : field(data, 'bodyName'),
    words: field(data, 'words'),
  });
  return send(data, organizationPath(slug), async (context) => {
    const { responseId } = await nameBody(context, slug, body);
    return `${receiptPath(slug, responseId)}?done=submitted`;
  });
}

/** "Object or ask for reconsideration", from the organization's page. `id` names the assessment. */
export async function objectAction(slug: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  const body = present({ kind: field(data, 'kind'), grounds: field(data, 'grounds'), asked: field(data, 'asked') });
  return send(data, organizationPath(slug), async (context) => {
    await openDispute(context, field(data, 'id') ?? '', body);
    return `${organizationPath(slug)}?done=objected`;
  });
}

/** From the assessment's page: the question goes to the body that was named. */
export async function passOnAction(_state: FormState | null, data: FormData): Promise<FormState | null> {
  const path = `/assessments/${encodeURIComponent(field(data, 'assessmentId') ?? '')}`;
  const body = present({ operatorId: field(data, 'operatorId'), dueOn: field(data, 'dueOn'), signer: field(data, 'signer') });
  return send(data, path, async (context) => {
    await passOnReferral(context, field(data, 'id') ?? '', body);
    return `${path}?done=1`;
  });
}

/** "Ask for more time", for one applicant. */
export async function askTimeAction(slug: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  const body = present({
    scope: 'application',
    applicationIds: fields(data, 'subjectId'),
    deadlineId: field(data, 'deadlineId'),
    wantedOn: field(data, 'wantedOn'),
    reason: field(data, 'reason'),
  });
  return send(data, organizationPath(slug), async (context) => {
    await requestExtension(context, slug, body);
    return `${organizationPath(slug)}?done=time`;
  });
}

/** "Recall: sent in error", from the receipt's page. */
export async function recallResponseAction(slug: string, id: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  return send(data, receiptPath(slug, id), async (context) => {
    await recallResponse(context, slug, id, present({ reason: field(data, 'reason') }));
    return `${receiptPath(slug, id)}?done=recalled`;
  });
}

function said(check: ReceiptCheck): Pick<FormState, 'title' | 'detail'> {
  if (check.matches && check.erased) return { title: 'The hash matches. What was said was erased as personal data since.' };
  if (check.matches) return { title: 'This receipt matches the record.' };
  const { difference, problems } = check;
  const line = difference && `Line ${difference.line} says “${difference.given}”; the record says “${difference.onRecord}”.`;
  return { title: 'This receipt does not match the record.', detail: [line, ...problems].filter(Boolean).join(' ') };
}

/** Writes nothing: it compares what was pasted with the record. */
export async function checkReceiptAction(slug: string, id: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  const context = await requestContext();
  try {
    const text = data.get('text');
    const check = await checkReceipt(context, slug, id, typeof text === 'string' && text.trim() !== '' ? { text } : {});
    const outcome = check.matches ? ('done' as const) : ('refused' as const);
    const values = typeof text === 'string' ? { text: [text] } : {};
    return { attempt: randomUUID(), outcome, fieldErrors: {}, values, ...said(check) };
  } catch (error) {
    return { ...refusal(error, data, receiptPath(slug, id)), outcome: 'refused' };
  }
}
