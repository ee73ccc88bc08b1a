'use client';

import { ActForm, type ActFormProps } from '#components/settings/act-form.tsx';
import { CheckBoxes } from '#components/ui/check-boxes.tsx';
import { RadioCards } from '#components/ui/choices.tsx';
import { TextAreaField, TextField } from '#components/ui/form-fields.tsx';
import { fieldOf, typed } from '#components/ui/form-state.ts';
import { SubmitButton } from '#components/ui/submit-button.tsx';

export interface NameBodyFormProps extends ActFormProps {
  /** Known to run a facility that the organization uses. */
  operators: readonly { id: string; name: string }[];
  questions: readonly { ref: string; title: string }[];
}

const OTHER = 'other';

/** "The jail is run by …". Fields sent: `conditions`, `operatorId` (or `other`), `bodyName`, `words`. */
export function NameBodyForm({ operators, questions, ...form }: NameBodyFormProps) {
  const options = [...operators.map(({ id, name }) => ({ value: id, label: name })), { value: OTHER, label: 'Another body' }];
  return (
    <ActForm {...form} label="The jail is run by another body" fold="The jail is run by another body" labels={{ bodyName: 'Its name' }}>
      {(state) => (
        <>
          <CheckBoxes
            name="conditions"
            legend="Which questions can it answer?"
            state={state}
            options={questions.map(({ ref, title }) => ({ value: ref, label: title, checked: true }))}
          />
          <RadioCards
            name="operatorId"
            legend="The jail is run by"
            options={options}
            defaultValue={typed(state, 'operatorId', operators[0]?.id ?? OTHER)}
            error={state?.fieldErrors.operatorId}
            inline
          />
          <div className="form-grid">
            <TextField {...fieldOf(state, 'bodyName')} label="Its name" optional hint="When it is another body" autoComplete="off" />
            <TextAreaField {...fieldOf(state, 'words')} label="What the funder should know" optional rows={2} />
          </div>
          <div className="row form-end">
            <SubmitButton pendingLabel="Sending…">Name this body</SubmitButton>
            <span className="muted small">Sent at once as your answer “referred to another body”, with a receipt.</span>
          </div>
        </>
      )}
    </ActForm>
  );
}
