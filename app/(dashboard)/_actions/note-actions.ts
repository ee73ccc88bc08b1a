'use server';

import type { FormState } from '#components/ui/form-state.ts';
import { addNote } from '#lib/operations/add-note.ts';
import type { Context } from '#lib/operations/context.ts';
import { field, present, refusal } from './refusal.ts';
import { runAct } from './run-act.ts';

/** Somebody chosen beside the text and not in it is mentioned at its end: so it works without a script too. */
function bodyOf(data: FormData): string {
  const text = field(data, 'body') ?? '';
  const mention = field(data, 'mention');
  return mention === undefined || text === '' ? text : `${text}\n\n@[${mention}]`;
}

export async function noteAction(_state: FormState | null, data: FormData): Promise<FormState | null> {
  const id = field(data, 'assessmentId') ?? '';
  const path = `/assessments/${id}`;
  const add = async (context: Context): Promise<string> => {
    await addNote(context, id, present({ body: bodyOf(data), visibility: field(data, 'visibility') }));
    return `${path}?done=1#notes`;
  };
  return runAct(data, add, (error) => refusal(error, data, path));
}
