'use client';

import { ActForm, type ActFormProps } from '#components/settings/act-form.tsx';
import { TextField } from '#components/ui/form-fields.tsx';
import { fieldOf, typed } from '#components/ui/form-state.ts';
import { SubmitButton } from '#components/ui/submit-button.tsx';

const labels = { name: 'Your name', email: 'E-mail', password: 'Password', again: 'Password, again' };

/** Makes an account from an invitation. Fields sent: `name`, `email`, `password`, `again`. */
export function AcceptForm({ email, ...form }: Omit<ActFormProps, 'label' | 'hidden'> & { email: string | null }) {
  return (
    <ActForm {...form} label="Make your account" labels={labels}>
      {(state) => (
        <>
          <TextField {...fieldOf(state, 'name')} label={labels.name} hint="It stands beside everything you record" autoComplete="name" />
          <TextField
            name="email"
            type="email"
            label={labels.email}
            hint={email === null ? 'You sign in with it' : 'The invitation is for this address'}
            autoComplete="username"
            readOnly={email !== null}
            defaultValue={email ?? typed(state, 'email')}
            error={state?.fieldErrors.email}
          />
          <TextField
            name="password"
            type="password"
            label={labels.password}
            hint="At least 12 characters"
            autoComplete="new-password"
            error={state?.fieldErrors.password}
          />
          <TextField name="again" type="password" label={labels.again} autoComplete="new-password" error={state?.fieldErrors.again} />
          <div className="row form-end">
            <SubmitButton pendingLabel="Making your account…">Make my account</SubmitButton>
          </div>
        </>
      )}
    </ActForm>
  );
}
