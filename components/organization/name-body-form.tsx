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
  /** With what stands as the answer to each, in words. */
  questions: readonly { ref: string; title: string; answer: string | null }[];
}

const OTHER = 'other';

const replaced = (answer: string | null): string => (answer ? `replaces “${answer}”` : 'not answered yet');

/** "The jail is run by …". Nothing is chosen beforehand, since one press sends it. Fields sent: `conditions`, `operatorId` (or `other`), `bodyName`, `words`. */
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
            hint="Naming the body is your answer to these questions, in the place of what you answered before."
            options={questions.map(({ ref, title, answer }) => ({ value: ref, label: `${title}, ${replaced(answer)}` }))}
          />
          <RadioCards
            name="operatorId"
            legend="The jail is run by"
            options={options}
            defaultValue={typed(state, 'operatorId')}
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
