'use client';

import { ActForm, type ActFormProps } from '#components/settings/act-form.tsx';
import { DateField, SelectField, TextField } from '#components/ui/form-fields.tsx';
import { fieldOf } from '#components/ui/form-state.ts';
import { SubmitButton } from '#components/ui/submit-button.tsx';

export interface PassOnFormProps extends ActFormProps {
  /** Bodies to choose from when only a name was given; empty when the body is known. */
  bodies: readonly { id: string; name: string }[];
  today: string;
}

/** Sends the question to the body that was named. Fields sent: `operatorId`, `dueOn`, `signer`. */
export function PassOnForm({ bodies, today, ...form }: PassOnFormProps) {
  return (
    <ActForm {...form} fold="Pass the question on" labels={{ operatorId: 'The body', dueOn: 'Answer due', signer: 'Signed by' }}>
      {(state) => (
        <>
          <div className="form-grid">
            {bodies.length > 0 && (
              <SelectField
                {...fieldOf(state, 'operatorId')}
                label="The body"
                placeholder="Choose"
                hint="Not there? Add it under Operators first"
                options={bodies.map(({ id, name }) => ({ value: id, label: name }))}
                fieldClassName="field-wide"
              />
            )}
            <DateField {...fieldOf(state, 'dueOn')} label="Answer due" min={today} />
            <TextField {...fieldOf(state, 'signer')} label="Signed by" optional autoComplete="off" />
          </div>
          <div className="row form-end">
            <SubmitButton variant="secondary" small pendingLabel="Passing on…">
              Pass it on
            </SubmitButton>
            <span className="muted small">Opens the body’s own assessment and records a letter with this question, sent today.</span>
          </div>
        </>
      )}
    </ActForm>
  );
}
