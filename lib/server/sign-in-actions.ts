'use server';

import { randomUUID } from 'node:crypto';
import type { Route } from 'next';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { findPrincipalOfUser, isDisabledAddress } from '#lib/data/principals.ts';
import { translated } from '#lib/data/transaction.ts';
import { AppError } from '#lib/domain/errors.ts';
import { forgiveSignInTry, takeSignInTry } from '#lib/operations/limit-attempts.ts';
import { OIDC_PROVIDER } from './auth.ts';
import { DEMO_ACCOUNTS, demoPassword } from './demo-accounts.ts';
import { addressOf, PEER_HEADER } from './peer.ts';
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

const WRONG = 'The address or the password is wrong.';

const refuse = (email: string, detail: string): Refusal => ({
  attempt: randomUUID(),
  outcome: 'refused',
  title: 'You are not signed in.',
  detail,
  fieldErrors: {},
  values: { email: [email] },
});

/**
 * E-mail and password. The same answer, in the same time, for an unknown address, a wrong password and a disabled account;
 * tries are counted alike for all of them.
 */
export async function signInWithPassword(_state: unknown, data: FormData): Promise<Refusal | null> {
  const { db, settings } = runtime();
  const email = text(data, 'email').slice(0, 320);
  const password = text(data, 'password').slice(0, 200);
  const asked = new Headers(await headers());
  const address = addressOf(asked, settings.trustedProxies);
  // The session keeps the client's address, not that of a proxy.
  asked.set(PEER_HEADER, address ?? '');
  try {
    const counted = await takeSignInTry(db, { email, address });
    await signIn(email, password, asked);
    await forgiveSignInTry(db, counted);
  } catch (error) {
    if (error instanceof AppError && error.code === 'too_many_requests') return refuse(email, error.message);
    if ((error as { statusCode?: number }).statusCode === undefined) throw error;
    return refuse(email, WRONG);
  }
  redirect(safeReturn(text(data, 'returnTo')));
}

/** @throws the library's error with a `statusCode` when refused; a disabled account is refused like a wrong password */
async function signIn(email: string, password: string, asked: Headers): Promise<void> {
  const { auth, db } = runtime();
  // Beforehand, so that the right password of a disabled account gives no cookie and costs the time of a wrong one.
  const tried = (await translated(isDisabledAddress(db.pool, email))) ? randomUUID() : password;
  const { token, user } = await auth.api.signInEmail({ body: { email, password: tried }, headers: asked });
  if (await translated(findPrincipalOfUser(db.pool, user.id))) return;
  await (await auth.$context).internalAdapter.deleteSession(token);
  throw Object.assign(new Error('The account is disabled.'), { statusCode: 401 });
}

/** Goes to the identity provider, which comes back to /api/auth/callback/oidc. */
export async function signInWithProvider(data: FormData): Promise<void> {
  const { auth, settings } = runtime();
  if (!settings.oidc) redirect('/sign-in');
  const { url } = await auth.api.signInSocial({
    body: {
      provider: OIDC_PROVIDER,
      callbackURL: safeReturn(text(data, 'returnTo')),
      errorCallbackURL: '/sign-in?problem=provider',
      disableRedirect: true,
    },
    headers: await headers(),
  });
  redirect(url ? (url as Route) : '/sign-in?problem=provider');
}
