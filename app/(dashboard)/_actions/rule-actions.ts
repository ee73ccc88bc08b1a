'use server';

import type { FormState } from '#components/ui/form-state.ts';
import { decideSetting } from '#lib/operations/decide-setting.ts';
import { proposeSetting } from '#lib/operations/propose-setting.ts';
import { field, present } from './refusal.ts';
import { perform } from './settings-refusal.ts';

/** The page of a rule: `rules` or `assessor`. */
export type RulePage = 'rules' | 'assessor';

const rulePath = (slug: string, page: RulePage): string =>
  `/programs/${encodeURIComponent(slug)}/settings/${page === 'assessor' ? 'assessor' : 'rules'}`;

export async function proposeRuleAction(slug: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  const body = present({ kind: 'two_person_rule', value: field(data, 'value'), reason: field(data, 'reason') });
  const mine = { title: `Switch it ${body.value}`, lines: [{ term: 'Reason', detail: body.reason ?? 'none given' }] };
  return perform({ data, path: rulePath(slug, 'rules'), slug, mine, done: 'proposed' }, (context) => proposeSetting(context, slug, body));
}

export async function proposeAssessorAction(slug: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  const body = present({ kind: 'assessor', name: field(data, 'name'), level: field(data, 'level'), reason: field(data, 'reason') });
  const mine = { title: body.name ?? 'No name', lines: [{ term: 'Reason', detail: body.reason ?? 'none given' }] };
  return perform({ data, path: rulePath(slug, 'assessor'), slug, mine, done: 'proposed' }, (context) =>
    proposeSetting(context, slug, body),
  );
}

/** Approves or returns a proposed change. */
export async function decideRuleAction(slug: string, page: RulePage, _state: FormState | null, data: FormData): Promise<FormState | null> {
  const body = present({ decision: field(data, 'decision'), comment: field(data, 'comment') });
  const approves = body.decision === 'approve';
  const mine = { title: approves ? 'Approve it' : 'Return it', lines: [{ term: 'Comment', detail: body.comment ?? 'none' }] };
  const done = approves ? 'approved' : 'returned';
  const state = await perform({ data, path: rulePath(slug, page), slug, mine, done }, (context) =>
    decideSetting(context, field(data, 'changeId') ?? '', body),
  );
  return state.fieldErrors.reason ? { ...state, fieldErrors: { comment: 'Say why, so that the proposer can go on.' } } : state;
}
