import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { demoAccounts } from '#components/navigation/demo-accounts.ts';
import { SignInPanel } from '#components/sign-in/sign-in-panel.tsx';
import { param, type SearchParams } from '#lib/server/page.ts';
import { runtime } from '#lib/server/runtime.ts';
import { safeReturn } from '#lib/server/safe-return.ts';
import { currentActor } from '#lib/server/session.ts';
import { signInAs, signInWithPassword } from '#lib/server/sign-in-actions.ts';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const returnTo = safeReturn(param(await searchParams, 'returnTo'));
  if (await currentActor()) redirect(returnTo);
  const { demo } = runtime().settings;
  return (
    <main className="sign-in-page">
      <h1>Sign in to Proviso</h1>
      <p className="muted">
        {demo
          ? 'This is the demonstration on this computer. Choose an example account; you can change it on every page.'
          : 'Use the address that your administrator invited.'}
      </p>
      <SignInPanel
        accounts={demo ? demoAccounts : []}
        accountAction={signInAs}
        passwordAction={demo ? null : signInWithPassword}
        returnTo={returnTo}
      />
    </main>
  );
}
