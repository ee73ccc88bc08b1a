'use client';

import { ActForm, type ActFormProps } from '#components/settings/act-form.tsx';
import { TextAreaField } from '#components/ui/form-fields.tsx';
import { typed } from '#components/ui/form-state.ts';
import { SubmitButton } from '#components/ui/submit-button.tsx';

export interface WordFormProps extends ActFormProps {
  /** The one field that is sent, and its label. */
  name: string;
  field: string;
  hint?: string | undefined;
  button: string;
  /** Folds the form away under these words until it is wanted. */
  fold?: string | undefined;
  /** Beside the button: what happens with it. */
  note?: string | undefined;
  rows?: number | undefined;
}

/** A form of one text and one button: asking back, answering that, recalling, checking a receipt. */
export function WordForm({ name, field, hint, button, fold, note, rows = 3, ...form }: WordFormProps) {
  return (
    <ActForm {...form} fold={fold} labels={{ [name]: field }}>
      {(state) => (
        <>
          <TextAreaField
            id={`${name}-${form.hidden?.id ?? 'only'}`}
            name={name}
            label={field}
            hint={hint}
            rows={rows}
            defaultValue={typed(state, name)}
            error={state?.fieldErrors[name]}
          />
          <div className="row form-end">
            <SubmitButton variant="secondary" small pendingLabel="Sending…">
              {button}
            </SubmitButton>
            {note && <span className="muted small">{note}</span>}
          </div>
        </>
      )}
    </ActForm>
  );
}
