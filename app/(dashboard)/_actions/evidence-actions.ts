'use server';

import type { FormState } from '#components/ui/form-state.ts';
import { asSentence, inWords } from '#lib/domain/input.ts';
import { addEvidenceVersion } from '#lib/operations/add-evidence-version.ts';
import type { Context } from '#lib/operations/context.ts';
import { decideEvidence } from '#lib/operations/decide-evidence.ts';
import { linkEvidenceToAssessments } from '#lib/operations/link-evidence-to-assessments.ts';
import { markPrivileged } from '#lib/operations/mark-privileged.ts';
import { evidenceInput, recordEvidence } from '#lib/operations/record-evidence.ts';
import { sealEvidence } from '#lib/operations/seal-evidence.ts';
import { supersedeEvidence } from '#lib/operations/supersede-evidence.ts';
import { sentFiles, ticketsOf } from './files.ts';
import { field, fields, present, refusal } from './refusal.ts';
import { runAct } from './run-act.ts';

const ticked = (data: FormData, name: string): boolean | undefined => (data.has(name) ? true : undefined);

const evidenceBody = (data: FormData, files: string[]): Record<string, unknown> =>
  present({
    assessmentIds: fields(data, 'assessmentIds'),
    title: field(data, 'title'),
    class: field(data, 'class'),
    files: files.length > 0 ? files : undefined,
    text: field(data, 'text'),
    url: field(data, 'url'),
    citation: field(data, 'citation'),
    issuingBody: field(data, 'issuingBody'),
    issuer: field(data, 'issuer'),
    datedOn: field(data, 'datedOn'),
    receivedOn: field(data, 'receivedOn'),
    inForceFrom: field(data, 'inForceFrom'),
    inForceTo: field(data, 'inForceTo'),
    sensitivity: field(data, 'sensitivity'),
    privileged: ticked(data, 'privileged'),
    note: field(data, 'note'),
    pageReference: field(data, 'pageReference'),
  });

/** Everything that is wrong with the form at once. */
function withAllProblems(state: FormState, body: Record<string, unknown>): FormState {
  const parsed = evidenceInput.safeParse(body, { error: inWords });
  if (parsed.success) return state;
  const problems = Object.fromEntries(parsed.error.issues.map((issue) => [String(issue.path[0] ?? 'files'), asSentence(issue.message)]));
  const fieldErrors = { ...problems, ...state.fieldErrors };
  const count = Object.keys(fieldErrors).length;
  return count > 1 ? { ...state, title: `${count} things need a look.`, fieldErrors } : state;
}

/** The program's slug is bound by the page; the operation checks it again. */
export async function recordEvidenceAction(slug: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  // What is wrong with the rest is said too when it is a file that was refused.
  let body = evidenceBody(data, [...fields(data, 'files'), ...sentFiles(data).map((file) => file.name)]);
  const record = async (context: Context): Promise<string> => {
    body = evidenceBody(data, await ticketsOf(context, slug, data));
    const { evidenceIds } = await recordEvidence(context, slug, body);
    return `/programs/${slug}/evidence/${evidenceIds[0]}?done=1`;
  };
  return runAct(data, record, (error) => withAllProblems(refusal(error, data, `/programs/${slug}/evidence/new`), body));
}

/** Runs a change of one item and shows its page anew. */
async function changeItem(
  slug: string,
  data: FormData,
  act: (context: Context, id: string) => Promise<unknown>,
): Promise<FormState | null> {
  const id = field(data, 'evidenceId') ?? '';
  const page = `/programs/${slug}/evidence/${id}`;
  const changed = async (context: Context): Promise<string> => {
    await act(context, id);
    return `${page}?done=1`;
  };
  return runAct(data, changed, (error) => refusal(error, data, page));
}

export async function supersedeEvidenceAction(slug: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  const body = present({ supersededById: field(data, 'supersededById'), reason: field(data, 'reason'), seen: ticked(data, 'seen') });
  return changeItem(slug, data, (context, id) => supersedeEvidence(context, id, body));
}

export async function sealEvidenceAction(slug: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  const body = present({ reason: field(data, 'reason'), seen: ticked(data, 'seen') });
  return changeItem(slug, data, (context, id) => sealEvidence(context, id, body));
}

export async function privilegeEvidenceAction(slug: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  const body = present({ privileged: field(data, 'privileged') === 'yes', reason: field(data, 'reason') });
  return changeItem(slug, data, (context, id) => markPrivileged(context, id, body));
}

export async function versionEvidenceAction(slug: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  return changeItem(slug, data, async (context, id) => {
    const files = await ticketsOf(context, slug, data);
    return addEvidenceVersion(
      context,
      id,
      present({ files: files.length > 0 ? files : undefined, text: field(data, 'text'), reason: field(data, 'reason') }),
    );
  });
}

export async function linkEvidenceAction(slug: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  const body = present({ assessmentIds: fields(data, 'assessmentIds'), pageReference: field(data, 'pageReference') });
  return changeItem(slug, data, (context, id) => linkEvidenceToAssessments(context, id, body));
}

/** Accepts or rejects an item on the assessment whose page this is: the button that was pressed says which. */
export async function decideEvidenceAction(_state: FormState | null, data: FormData): Promise<FormState | null> {
  const id = field(data, 'assessmentId') ?? '';
  const body = present({ evidenceId: field(data, 'evidenceId'), decision: field(data, 'decision'), reason: field(data, 'reason') });
  const decide = async (context: Context): Promise<string> => {
    await decideEvidence(context, id, body);
    return `/assessments/${id}?done=1#evidence`;
  };
  return runAct(data, decide, (error) => refusal(error, data, `/assessments/${id}`));
}
