import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { demoAccounts } from '#components/navigation/demo-accounts.ts';
import { SignInPanel } from '#components/sign-in/sign-in-panel.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { param, type SearchParams } from '#lib/server/page.ts';
import { runtime } from '#lib/server/runtime.ts';
import { safeReturn } from '#lib/server/safe-return.ts';
import { currentActor, currentSession } from '#lib/server/session.ts';
import { signInAs, signInWithPassword, signInWithProvider } from '#lib/server/sign-in-actions.ts';

export const metadata: Metadata = { title: 'Sign in' };

/** Why somebody is here again, in one sentence. */
async function problemOf(search: SearchParams): Promise<string | null> {
  if (await currentSession()) return 'You are signed in, but this account has no access here: it was not invited, or it is disabled.';
  if (param(search, 'problem') === 'provider' || param(search, 'error') !== '') {
    return 'Your organization did not sign you in, or nobody here was invited under its e-mail address.';
  }
  return param(search, 'ended') === '1' ? 'Your session has ended. Nothing that was recorded is lost.' : null;
}

export default async function SignInPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const search = await searchParams;
  const returnTo = safeReturn(param(search, 'returnTo'));
  if (await currentActor()) redirect(returnTo);
  const { demo, oidc } = runtime().settings;
  const problem = await problemOf(search);
  return (
    <main className="sign-in-page">
      <h1>Sign in to Proviso</h1>
      <p className="muted">
        {demo
          ? 'This is the demonstration on this computer. Choose an example account; you can change it on every page.'
          : 'Use the address that your administrator invited.'}
      </p>
      {problem && <Notice kind="attention" title={problem} role="alert" />}
      <SignInPanel
        accounts={demo ? demoAccounts : []}
        accountAction={signInAs}
        passwordAction={signInWithPassword}
        provider={oidc ? { name: oidc.name, action: signInWithProvider } : null}
        returnTo={returnTo}
      />
    </main>
  );
}
