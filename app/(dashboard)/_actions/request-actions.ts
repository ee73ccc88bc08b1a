'use server';

import { randomUUID } from 'node:crypto';
import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import type { RequestPreviewView, RequestState } from '#components/letters/request-form-types.ts';
import { type FormState, valuesOf } from '#components/ui/form-state.ts';
import { statusRules } from '#lib/domain/status.ts';
import { changeCounting } from '#lib/operations/change-counting.ts';
import { previewRequest, type RequestPreview } from '#lib/operations/preview-request.ts';
import { reissueRequest } from '#lib/operations/reissue-request.ts';
import { rescindRequest } from '#lib/operations/rescind-request.ts';
import { saveTemplate } from '#lib/operations/save-template.ts';
import { sendRequest } from '#lib/operations/send-request.ts';
import { requestContext } from '#lib/server/session.ts';
import { previewDueNotes } from './preview-due-notes.ts';
import { field, fields, present, refusal } from './refusal.ts';
import { perform } from './settings-refusal.ts';

const requestsPath = (slug: string): string => `/programs/${encodeURIComponent(slug)}/requests`;

/** A page that showed a thousand letters would be read by nobody. */
const SHOWN = 20;

function requestBody(data: FormData): Record<string, unknown> {
  const deadlineId = field(data, 'deadlineId');
  return present({
    title: field(data, 'title') ?? '',
    sentOn: field(data, 'sentOn') ?? '',
    signer: field(data, 'signer'),
    note: field(data, 'note'),
    recipients: fields(data, 'recipients').map((organizationId) => ({ organizationId })),
    questions: fields(data, 'ask').map((condition) => ({ condition, text: field(data, `question.${condition}`) ?? '' })),
    deadlineId,
    dueOn: field(data, 'dueOn'),
    // A basis without a date is left over from a date that was taken out again.
    dueBasis: deadlineId === undefined ? field(data, 'dueBasis') : undefined,
    templateId: field(data, 'templateId'),
  });
}

function previewView(preview: RequestPreview): RequestPreviewView {
  return {
    letters: preview.letters.slice(0, SHOWN).map((letter) => ({
      id: letter.organization.id,
      name: letter.organization.name,
      addressee: letter.addressee,
      subject: letter.subject,
      blocks: letter.blocks,
      moves: letter.moves.map(
        ({ condition, from, to }) =>
          `${condition}: ${to ? `${statusRules[from].label} → ${statusRules[to].label}` : `${statusRules[from].label}; the letter is only recorded`}`,
      ),
    })),
    total: preview.letters.length,
    moving: preview.moving,
    dueText: preview.due.explained.replace(/^That is: /, '').replace(/\.$/, ''),
    dueNotes: previewDueNotes(preview),
  };
}

/** Fields of the form whose name differs from that of the request. */
function requestRefusal(error: unknown, data: FormData, returnTo: string): RequestState {
  const state = refusal(error, data, returnTo);
  const entries = Object.entries(state.fieldErrors).map(([name, message]): [string, string] => {
    const [part = name] = name.split('.');
    if (part === 'subject' || part === 'body' || part === 'letter') return ['templateId', message];
    return [part === 'questions' || part === 'recipients' ? part : name, message];
  });
  return { ...state, fieldErrors: Object.fromEntries(entries) };
}

/** Shows a letter, records it as sent, or records it in place of a former one. The program's slug is bound by the page. */
export async function sendRequestAction(slug: string, _state: RequestState | null, data: FormData): Promise<RequestState | null> {
  const context = await requestContext(field(data, 'idempotencyKey') ?? null);
  const body = requestBody(data);
  const replaces = field(data, 'replaces');
  const returnTo = `${requestsPath(slug)}/new${replaces ? `?replaces=${encodeURIComponent(replaces)}` : ''}`;
  let requestId: string;
  try {
    if (field(data, 'intent') !== 'send') {
      const preview = previewView(await previewRequest(context, slug, body));
      const title = 'This is what would be recorded. Nothing is recorded yet.';
      return { attempt: randomUUID(), outcome: 'done', title, fieldErrors: {}, values: valuesOf(data), preview };
    }
    const sent = replaces ? await reissueRequest(context, replaces, body) : await sendRequest(context, slug, body);
    requestId = sent.requestId;
  } catch (error) {
    return requestRefusal(error, data, returnTo);
  }
  revalidatePath('/', 'layout');
  redirect(`${requestsPath(slug)}/${requestId}?done=sent`);
}

export async function rescindRequestAction(
  slug: string,
  requestId: string,
  _state: FormState | null,
  data: FormData,
): Promise<FormState | null> {
  const body = present({ rescindedOn: field(data, 'rescindedOn') ?? '', reason: field(data, 'reason'), source: field(data, 'source') });
  const act = {
    data,
    path: `${requestsPath(slug)}/${encodeURIComponent(requestId)}`,
    slug,
    mine: { title: 'Rescinded' },
    done: 'rescinded',
  };
  return perform(act, (context) => rescindRequest(context, requestId, body));
}

export async function saveTemplateAction(slug: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  const body = {
    name: field(data, 'name') ?? '',
    subject: field(data, 'subject') ?? '',
    body: field(data, 'body') ?? '',
    version: Number(field(data, 'version') ?? 0),
  };
  const act = { data, path: `${requestsPath(slug)}/templates`, slug, mine: { title: body.name }, done: 'saved' };
  return perform(act, (context) => saveTemplate(context, slug, body));
}

export async function countingAction(slug: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  const body = present({ counts: field(data, 'counts'), reason: field(data, 'reason') });
  const act = { data, path: `${requestsPath(slug)}/received`, slug, mine: { title: 'Whether it counts' }, done: 'counted' };
  return perform(act, (context) => changeCounting(context, field(data, 'responseId') ?? '', body));
}
