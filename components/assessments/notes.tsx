'use client';

import { useActionState } from 'react';
import { TextAreaField } from '#components/ui/form-fields.tsx';
import { FormProblems } from '#components/ui/form-problems.tsx';
import { type FormAction, typed } from '#components/ui/form-state.ts';
import { SubmitButton } from '#components/ui/submit-button.tsx';

export interface NoteItem {
  id: string;
  author: string;
  /** For example "today, 3:10 PM". */
  atText: string;
  at: string;
  body: string;
}

/** Fields sent: `assessmentId`, `idempotencyKey`, `body`. */
export interface NotesProps {
  notes: readonly NoteItem[];
  assessmentId: string;
  idempotencyKey: string;
  /** Null: this person may not write notes, or writing is off. */
  action: FormAction | null;
}

const refuse: FormAction = async (state) => state;

/** Working notes of those who may see this assessment. They prove nothing and change nothing. */
export function Notes({ notes, assessmentId, idempotencyKey, action }: NotesProps) {
  const [state, dispatch] = useActionState(action ?? refuse, null);
  return (
    <section className="panel panel-padded" id="notes" aria-label="Notes">
      <h2>Notes</h2>
      {notes.length === 0 && <p className="muted">None yet.</p>}
      <ol className="notes">
        {notes.map((note) => (
          <li key={note.id}>
            <p className="note-body">{note.body}</p>
            <p className="muted small">
              {note.author}, <time dateTime={note.at}>{note.atText}</time>
            </p>
          </li>
        ))}
      </ol>
      {action && (
        <form action={dispatch} key={state?.attempt ?? 'first'}>
          <FormProblems state={state} />
          <input type="hidden" name="assessmentId" value={assessmentId} />
          <input type="hidden" name="idempotencyKey" value={state?.idempotencyKey ?? idempotencyKey} />
          <TextAreaField name="body" label="Add a note" rows={2} defaultValue={typed(state, 'body')} error={state?.fieldErrors.body} />
          <div className="row form-end">
            <SubmitButton variant="secondary" small pendingLabel="Saving…">
              Save the note
            </SubmitButton>
          </div>
        </form>
      )}
    </section>
  );
}
