'use client';

import { ActForm, type ActFormProps } from '#components/settings/act-form.tsx';
import { DateField, TextAreaField, TextField } from '#components/ui/form-fields.tsx';
import { fieldOf } from '#components/ui/form-state.ts';
import { SubmitButton } from '#components/ui/submit-button.tsx';

/** Records that a letter was taken back. Fields sent: `rescindedOn`, `reason`, `source`. */
export function RescindForm({ today, ...form }: Omit<ActFormProps, 'label'> & { today: string }) {
  return (
    <ActForm {...form} label="Record that the letter was rescinded" fold="Record that it was rescinded">
      {(state) => (
        <>
          <p className="muted small">A fact of the letter. No status moves by it, and the letter stays readable.</p>
          <div className="form-grid">
            <DateField {...fieldOf(state, 'rescindedOn')} label="Rescinded on" max={today} />
            <TextField {...fieldOf(state, 'source')} label="Source" optional hint="For example the letter that says so" />
          </div>
          <TextAreaField {...fieldOf(state, 'reason')} label="Reason" rows={2} />
          <div className="row form-end">
            <SubmitButton variant="secondary" pendingLabel="Recording…">
              Record it
            </SubmitButton>
          </div>
        </>
      )}
    </ActForm>
  );
}
