'use client';

import { ActForm, type ActFormProps } from '#components/settings/act-form.tsx';
import { DateField, SelectField, TextAreaField } from '#components/ui/form-fields.tsx';
import { fieldOf } from '#components/ui/form-state.ts';
import { SubmitButton } from '#components/ui/submit-button.tsx';

export interface MoreTimeFormProps extends ActFormProps {
  deadlines: readonly { id: string; label: string }[];
}

/** "Ask for more time". Fields sent: `deadlineId`, `wantedOn`, `reason`. The date stays until it is decided. */
export function MoreTimeForm({ deadlines, ...form }: MoreTimeFormProps) {
  const only = deadlines.length === 1 ? deadlines[0] : undefined;
  return (
    <ActForm {...form} label="Ask for more time" fold="Ask for more time" labels={{ wantedOn: 'Until when', reason: 'Why' }}>
      {(state) => (
        <>
          <div className="form-grid">
            {only ? (
              <input type="hidden" name="deadlineId" value={only.id} />
            ) : (
              <SelectField
                {...fieldOf(state, 'deadlineId')}
                label="Which deadline"
                options={deadlines.map(({ id, label }) => ({ value: id, label }))}
              />
            )}
            <DateField {...fieldOf(state, 'wantedOn')} label="Until when" />
            <TextAreaField {...fieldOf(state, 'reason')} id="extension-reason" label="Why" rows={3} fieldClassName="field-wide" />
          </div>
          <div className="row form-end">
            <SubmitButton variant="secondary" pendingLabel="Asking…">
              Ask for more time
            </SubmitButton>
            <span className="muted small">The date stays as it is until the funder decides.</span>
          </div>
        </>
      )}
    </ActForm>
  );
}
