/** For the test of what a contributor is shown: the reads of notes, work, reminders and messages. */
import type { Context } from './context.ts';
import { getAssignable } from './get-assignable.ts';
import { getNotes } from './get-notes.ts';
import { getPreferences } from './get-preferences.ts';
import { getReminders } from './get-reminders.ts';
import { getWork } from './get-work.ts';
import { listOutbox } from './list-outbox.ts';

/** @param stage asked when a read is run, since it is made before the tests and after this */
export const readsOfWork = (
  stage: () => { slug: string; assessments: readonly string[] },
): Record<string, (context: Context) => Promise<unknown>[]> => ({
  'get-assignable': (context) => stage().assessments.map((id) => getAssignable(context, id)),
  'get-notes': (context) => stage().assessments.map((id) => getNotes(context, id, {})),
  'get-preferences': (context) => [getPreferences(context)],
  'get-reminders': (context) => stage().assessments.map((id) => getReminders(context, id, {})),
  'get-work': (context) => [getWork(context)],
  'list-outbox': (context) => [listOutbox(context, stage().slug)],
});

/** They ask for no program alone. */
export const WORK_OF_NO_PROGRAM = ['get-preferences', 'get-work'];
