'use server';

import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import type { FormState } from '#components/ui/form-state.ts';
import { addNote } from '#lib/operations/add-note.ts';
import { requestContext } from '#lib/server/session.ts';
import { field, present, refusal } from './refusal.ts';

/** Somebody chosen beside the text and not in it is mentioned at its end: so it works without a script too. */
function bodyOf(data: FormData): string {
  const text = field(data, 'body') ?? '';
  const mention = field(data, 'mention');
  return mention === undefined || text === '' ? text : `${text}\n\n@[${mention}]`;
}

export async function noteAction(_state: FormState | null, data: FormData): Promise<FormState | null> {
  const id = field(data, 'assessmentId') ?? '';
  const path = `/assessments/${id}`;
  const context = await requestContext(field(data, 'idempotencyKey') ?? null);
  try {
    await addNote(context, id, present({ body: bodyOf(data), visibility: field(data, 'visibility') }));
  } catch (error) {
    return refusal(error, data, path);
  }
  revalidatePath('/', 'layout');
  redirect(`${path}?done=1#notes`);
}
