'use client';

import { useActionState } from 'react';
import type { DemoAccount } from '#components/navigation/demo-accounts.ts';
import { TextField } from '#components/ui/form-fields.tsx';
import { FormProblems } from '#components/ui/form-problems.tsx';
import { type FormAction, typed } from '#components/ui/form-state.ts';
import { SubmitButton } from '#components/ui/submit-button.tsx';

export interface SignInPanelProps {
  /** Example accounts, in the demonstration; empty elsewhere. */
  accounts: readonly DemoAccount[];
  /** Receives `account` and `returnTo`. */
  accountAction: (data: FormData) => Promise<void>;
  /** Receives `email`, `password` and `returnTo`. Null: there are no passwords here. */
  passwordAction: FormAction | null;
  returnTo: string;
}

/** The way in: one press in the demonstration, e-mail and password elsewhere. */
export function SignInPanel({ accounts, accountAction, passwordAction, returnTo }: SignInPanelProps) {
  return (
    <>
      {accounts.length > 0 && (
        <form action={accountAction} className="accounts" aria-label="Example accounts">
          <input type="hidden" name="returnTo" value={returnTo} />
          {accounts.map((account) => (
            <button key={account.id} type="submit" name="account" value={account.id} className="account-card">
              <b>{account.label}</b>
              <small>{account.may}</small>
            </button>
          ))}
        </form>
      )}
      {passwordAction && <PasswordForm action={passwordAction} returnTo={returnTo} />}
    </>
  );
}

function PasswordForm({ action, returnTo }: { action: FormAction; returnTo: string }) {
  const [state, dispatch] = useActionState(action, null);
  return (
    <form action={dispatch} key={state?.attempt ?? 'first'} className="panel panel-padded" aria-label="Sign in">
      <FormProblems state={state} />
      <input type="hidden" name="returnTo" value={returnTo} />
      <TextField
        name="email"
        type="email"
        label="E-mail"
        autoComplete="username"
        defaultValue={typed(state, 'email')}
        error={state?.fieldErrors.email}
      />
      <TextField name="password" type="password" label="Password" autoComplete="current-password" error={state?.fieldErrors.password} />
      <div className="row form-end">
        <SubmitButton pendingLabel="Signing in…">Sign in</SubmitButton>
      </div>
    </form>
  );
}
