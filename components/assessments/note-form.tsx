'use client';

import { useActionState, useRef } from 'react';
import { Button } from '#components/ui/button.tsx';
import { SelectField, TextAreaField, TextField } from '#components/ui/form-fields.tsx';
import { FormProblems } from '#components/ui/form-problems.tsx';
import { type FormAction, fieldOf, typed } from '#components/ui/form-state.ts';
import { SubmitButton } from '#components/ui/submit-button.tsx';

/** Fields sent: `assessmentId`, `idempotencyKey`, `body`, `visibility`, `mention`. */
export interface NoteFormProps {
  assessmentId: string;
  idempotencyKey: string;
  /** Who may read the note, as value and words; the first is the usual one. */
  readers: readonly { value: string; label: string }[];
  /** The people who can be mentioned. */
  people: readonly string[];
  action: FormAction;
}

const PEOPLE_LIST = 'note-people';

/**
 * A name is chosen from a list of suggestions beside the text. With a script it is put where the text ends; without one it is
 * sent along, and the note mentions it all the same.
 */
export function NoteForm({ assessmentId, idempotencyKey, readers, people, action }: NoteFormProps) {
  const [state, dispatch] = useActionState(action, null);
  const form = useRef<HTMLFormElement>(null);
  const addMention = () => {
    const body = form.current?.elements.namedItem('body');
    const mention = form.current?.elements.namedItem('mention');
    if (!(body instanceof HTMLTextAreaElement) || !(mention instanceof HTMLInputElement)) return;
    const name = mention.value.trim();
    if (name === '') return mention.focus();
    body.value = `${body.value}${body.value === '' || /\s$/.test(body.value) ? '' : ' '}@[${name}] `;
    mention.value = '';
    body.focus();
  };
  return (
    <form action={dispatch} key={state?.attempt ?? 'first'} ref={form} className="note-form">
      <FormProblems state={state} />
      <input type="hidden" name="assessmentId" value={assessmentId} />
      <input type="hidden" name="idempotencyKey" value={state?.idempotencyKey ?? idempotencyKey} />
      <TextAreaField
        {...fieldOf(state, 'body')}
        label="Add a note"
        rows={3}
        hint="Markdown: **bold**, lists with -, links as [text](https://…)."
      />
      <div className="note-choices">
        <SelectField
          {...fieldOf(state, 'visibility', readers[0]?.value)}
          label="Who may read it"
          options={readers.map((reader) => ({ ...reader }))}
        />
        <TextField
          name="mention"
          label="Mention somebody"
          optional
          list={PEOPLE_LIST}
          autoComplete="off"
          placeholder="Begin with the name"
          defaultValue={typed(state, 'mention')}
        />
        <datalist id={PEOPLE_LIST}>
          {people.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <Button small variant="quiet" onClick={addMention}>
          Put into the text
        </Button>
      </div>
      <div className="row form-end">
        <SubmitButton variant="secondary" small pendingLabel="Saving…">
          Save the note
        </SubmitButton>
      </div>
    </form>
  );
}
