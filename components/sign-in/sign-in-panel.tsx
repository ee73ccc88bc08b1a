'use client';

import { useActionState } from 'react';
import type { DemoAccount } from '#components/navigation/demo-accounts.ts';
import { Details } from '#components/ui/details.tsx';
import { TextField } from '#components/ui/form-fields.tsx';
import { FormProblems } from '#components/ui/form-problems.tsx';
import { type FormAction, fieldOf } from '#components/ui/form-state.ts';
import { SubmitButton } from '#components/ui/submit-button.tsx';

export interface SignInPanelProps {
  /** Example accounts, in the demonstration; empty elsewhere. */
  accounts: readonly DemoAccount[];
  /** Receives `account` and `returnTo`. */
  accountAction: (data: FormData) => Promise<void>;
  /** Receives `email`, `password` and `returnTo`. */
  passwordAction: FormAction;
  /** The identity provider of the organization; receives `returnTo`. Null: there is none. */
  provider: { name: string; action: (data: FormData) => Promise<void> } | null;
  returnTo: string;
}

/** The way in: one press in the demonstration, e-mail and password elsewhere. */
export function SignInPanel({ accounts, accountAction, passwordAction, provider, returnTo }: SignInPanelProps) {
  const passwordForm = <PasswordForm action={passwordAction} returnTo={returnTo} />;
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
      {provider && (
        <form action={provider.action} className="mt-5" aria-label={`Sign in with ${provider.name}`}>
          <input type="hidden" name="returnTo" value={returnTo} />
          <SubmitButton pendingLabel="Going there…">Sign in with {provider.name}</SubmitButton>
        </form>
      )}
      {accounts.length > 0 ? <Details summary="Sign in with e-mail and password">{passwordForm}</Details> : passwordForm}
    </>
  );
}

function PasswordForm({ action, returnTo }: { action: FormAction; returnTo: string }) {
  const [state, dispatch] = useActionState(action, null);
  return (
    <form action={dispatch} key={state?.attempt ?? 'first'} className="panel panel-padded mt-5" aria-label="Sign in">
      <FormProblems state={state} />
      <input type="hidden" name="returnTo" value={returnTo} />
      <TextField {...fieldOf(state, 'email')} type="email" label="E-mail" autoComplete="username" />
      <TextField name="password" type="password" label="Password" autoComplete="current-password" error={state?.fieldErrors.password} />
      <div className="row form-end">
        <SubmitButton pendingLabel="Signing in…">Sign in</SubmitButton>
      </div>
    </form>
  );
}
