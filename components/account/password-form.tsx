'use client';

import { ActForm, type ActFormProps } from '#components/settings/act-form.tsx';
import { TextField } from '#components/ui/form-fields.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';

const labels = { current: 'Current password', next: 'New password', again: 'New password, again' };

/** Changes one's own password. What was typed in a password field is never shown again. Fields sent: `current`, `next`, `again`. */
export function PasswordForm(form: Omit<ActFormProps, 'label' | 'hidden'>) {
  return (
    <ActForm {...form} label="Change the password" labels={labels}>
      {(state) => (
        <>
          <TextField
            name="current"
            type="password"
            label={labels.current}
            autoComplete="current-password"
            error={state?.fieldErrors.current}
          />
          <div className="form-grid">
            <TextField
              name="next"
              type="password"
              label={labels.next}
              hint="At least 12 characters"
              autoComplete="new-password"
              error={state?.fieldErrors.next}
            />
            <TextField
              name="again"
              type="password"
              label={labels.again}
              hint="So that a slip does not lock you out"
              autoComplete="new-password"
              error={state?.fieldErrors.again}
            />
          </div>
          <div className="row form-end">
            <SubmitButton pendingLabel="Changing…">Change the password</SubmitButton>
            <span className="muted small">Your other sessions end.</span>
          </div>
        </>
      )}
    </ActForm>
  );
}
