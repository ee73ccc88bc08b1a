'use server';

import type { FormState } from '#components/ui/form-state.ts';
import { AppError } from '#lib/domain/errors.ts';
import { isStatus, statusRules } from '#lib/domain/status.ts';
import { detailFields } from '#lib/domain/status-details.ts';
import { TRANSITIONS } from '#lib/domain/transition.ts';
import { approveFinding } from '#lib/operations/approve-finding.ts';
import type { Context } from '#lib/operations/context.ts';
import { correctStatus } from '#lib/operations/correct-status.ts';
import { proposeFinding } from '#lib/operations/propose-finding.ts';
import { recordStatus } from '#lib/operations/record-status.ts';
import { returnProposal } from '#lib/operations/return-proposal.ts';
import { conflictOf } from './conflict.ts';
import { newEvidenceFrom } from './files.ts';
import { field, fields, present, refusal, versionOf } from './refusal.ts';
import { runAct } from './run-act.ts';

const pageOf = (id: string): string => `/assessments/${id}`;

/** Runs a change; a refusal comes back to the form, a conflict with both versions. On success the page is shown anew. */
async function change(
  data: FormData,
  mine: { title: string; lines: { term: string; detail: string }[] },
  act: (context: Context, id: string) => Promise<unknown>,
): Promise<FormState | null> {
  const id = field(data, 'assessmentId') ?? '';
  const changed = async (context: Context): Promise<string> => {
    await act(context, id);
    return `${pageOf(id)}?done=1`;
  };
  return runAct(data, changed, async (error, context) => {
    const state = refusal(error, data, pageOf(id));
    const stale = error instanceof AppError && error.code === 'stale_version';
    return stale ? { ...state, conflict: await conflictOf(context, id, mine) } : state;
  });
}

function changeBody(data: FormData, to: string, newEvidence: Record<string, unknown> | undefined): Record<string, unknown> {
  const known = isStatus(to) ? (detailFields[to] ?? []) : [];
  const details = present(Object.fromEntries(known.map(({ name }) => [name, field(data, `details.${to}.${name}`)])));
  return present({
    to,
    reason: field(data, 'reason'),
    effectiveOn: field(data, 'effectiveOn'),
    evidenceIds: fields(data, 'evidenceIds'),
    details: Object.keys(details).length > 0 ? details : undefined,
    newEvidence,
  });
}

const mineOf = (data: FormData, to: string) => ({
  title: isStatus(to) ? statusRules[to].label : 'Your change',
  lines: [
    { term: 'Reason', detail: field(data, 'reason') ?? 'none given' },
    { term: 'Effective', detail: field(data, 'effectiveOn') ?? 'when recorded' },
  ],
});

/** Records an open status, or proposes a conclusion: which of the two follows from the chosen status. */
export async function nextStepAction(_state: FormState | null, data: FormData): Promise<FormState | null> {
  const to = field(data, 'to') ?? '';
  const proposes = isStatus(to) && TRANSITIONS.some((rule) => rule.to === to && rule.approvedBy !== null);
  const operation = proposes ? proposeFinding : recordStatus;
  return change(data, mineOf(data, to), async (context, id) => {
    const newEvidence = await newEvidenceFrom(context, field(data, 'program') ?? '', data);
    return operation(context, id, versionOf(data), changeBody(data, to, newEvidence));
  });
}

/** Takes back or corrects the last step. */
export async function correctionAction(_state: FormState | null, data: FormData): Promise<FormState | null> {
  const to = field(data, 'to') ?? '';
  const body = present({
    corrects: Number(field(data, 'corrects')),
    to,
    reason: field(data, 'reason'),
    effectiveOn: field(data, 'effectiveOn'),
  });
  return change(data, mineOf(data, to), (context, id) => correctStatus(context, id, versionOf(data), body));
}

/** Approves or returns a proposal. */
export async function decisionAction(_state: FormState | null, data: FormData): Promise<FormState | null> {
  const proposalId = field(data, 'proposalId') ?? '';
  const approves = field(data, 'decision') === 'approve';
  const operation = approves ? approveFinding : returnProposal;
  const comment = field(data, 'comment');
  const mine = {
    title: approves ? 'Approve the proposal' : 'Return the proposal',
    lines: [{ term: 'Comment', detail: comment ?? 'none given' }],
  };
  const state = await change(data, mine, (context) => operation(context, proposalId, versionOf(data), present({ comment })));
  if (!state?.fieldErrors.reason) return state;
  const missing = 'Say what is missing, so that the proposer can go on.';
  return { ...state, title: missing, fieldErrors: { comment: missing } };
}
