'use client';

import { ActForm, type ActFormProps } from '#components/settings/act-form.tsx';
import { SelectField, TextAreaField } from '#components/ui/form-fields.tsx';
import { fieldOf } from '#components/ui/form-state.ts';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { COUNTS, type Counts, countsLabels } from '#lib/domain/answer.ts';

/** Decides whether a response counts. Fields sent: `responseId`, `counts`, `reason`. */
export function CountingForm({
  responseId,
  from,
  counts,
  ...form
}: Omit<ActFormProps, 'label' | 'hidden'> & { responseId: string; from: string; counts: Counts }) {
  return (
    <ActForm {...form} hidden={{ responseId }} label={`Whether the letter from ${from} counts`} fold="Decide whether it counts">
      {(state) => (
        <>
          <SelectField
            {...fieldOf(state, 'counts')}
            id={`counts-${responseId}`}
            label="Does it count as an answer?"
            placeholder="Choose"
            options={COUNTS.filter((value) => value !== counts).map((value) => ({ value, label: countsLabels[value] }))}
          />
          <TextAreaField {...fieldOf(state, 'reason')} id={`reason-${responseId}`} label="Reason" rows={2} />
          <div className="row form-end">
            <SubmitButton variant="secondary" small pendingLabel="Recording…">
              Record the decision
            </SubmitButton>
            <span className="muted small">What was held before stays on record.</span>
          </div>
        </>
      )}
    </ActForm>
  );
}
