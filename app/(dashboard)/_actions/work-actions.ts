'use server';

import type { FormState } from '#components/ui/form-state.ts';
import { assignAssessment } from '#lib/operations/assign-assessment.ts';
import { readMentions } from '#lib/operations/read-mentions.ts';
import { field, versionOf } from './refusal.ts';
import { perform } from './settings-refusal.ts';

export async function readMentionsAction(_state: FormState | null, data: FormData): Promise<FormState | null> {
  const noteIds = (field(data, 'notes') ?? '').split(' ').filter((id) => id !== '');
  return perform({ data, path: '/work', mine: { title: 'Mark as read' }, done: 'read' }, (context) => readMentions(context, { noteIds }));
}

export async function assignAction(_state: FormState | null, data: FormData): Promise<FormState | null> {
  const id = field(data, 'assessmentId') ?? '';
  const act = { data, path: `/assessments/${id}`, mine: { title: 'Assign it' }, done: '1' };
  return perform(act, (context) => assignAssessment(context, id, versionOf(data), { assigneeId: field(data, 'assigneeId') ?? null }));
}
