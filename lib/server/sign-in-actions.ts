'use server';

import { randomUUID } from 'node:crypto';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { DEMO_ACCOUNTS, demoPassword } from './demo-accounts.ts';
import { runtime } from './runtime.ts';
import { safeReturn } from './safe-return.ts';

const text = (data: FormData, name: string): string => {
  const value = data.get(name);
  return typeof value === 'string' ? value : '';
};

/** Signs in as an example account. Only the demonstration has any; elsewhere this leads to the sign-in page. */
export async function signInAs(data: FormData): Promise<void> {
  const { auth, settings } = runtime();
  const account = settings.demo ? DEMO_ACCOUNTS.find((known) => known.id === text(data, 'account')) : undefined;
  if (!account) redirect('/sign-in');
  await auth.api.signInEmail({
    body: { email: account.email, password: demoPassword(settings.secret, account.email) },
    headers: await headers(),
  });
  redirect(safeReturn(text(data, 'returnTo')));
}

export async function signOut(data: FormData): Promise<void> {
  await runtime().auth.api.signOut({ headers: await headers() });
  redirect(`/sign-in?returnTo=${encodeURIComponent(safeReturn(text(data, 'returnTo')))}`);
}

/** What the sign-in form shows again after a refusal. */
interface Refusal {
  attempt: string;
  outcome: 'refused';
  title: string;
  detail: string;
  fieldErrors: Record<string, string>;
  values: Record<string, string[]>;
}

/** E-mail and password. The same answer for an unknown address and a wrong password. */
export async function signInWithPassword(_state: unknown, data: FormData): Promise<Refusal | null> {
  const email = text(data, 'email');
  try {
    await runtime().auth.api.signInEmail({ body: { email, password: text(data, 'password') }, headers: await headers() });
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === undefined) throw error;
    return {
      attempt: randomUUID(),
      outcome: 'refused',
      title: 'You are not signed in.',
      detail: 'The address or the password is wrong.',
      fieldErrors: {},
      values: { email: [email] },
    };
  }
  redirect(safeReturn(text(data, 'returnTo')));
}
