'use server';

import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import type { FormState } from '#components/ui/form-state.ts';
import { AppError } from '#lib/domain/errors.ts';
import { acceptInvitation, joinByInvitation } from '#lib/operations/accept-invitation.ts';
import { passwordHasher } from '#lib/server/passwords.ts';
import { runtime } from '#lib/server/runtime.ts';
import { requestContext } from '#lib/server/session.ts';
import { field, present } from '../../(dashboard)/_actions/refusal.ts';
import { perform, plainRefusal } from '../../(dashboard)/_actions/settings-refusal.ts';

const typedText = (data: FormData, name: string): string | undefined => {
  const value = data.get(name);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

/** Makes an account and signs it in. The secret is bound by the page. */
export async function acceptAction(secret: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  const password = typedText(data, 'password');
  let email = '';
  try {
    if (password !== typedText(data, 'again')) throw new AppError('invalid_request', 'The two passwords differ.', { field: 'again' });
    const body = present({ name: field(data, 'name'), email: field(data, 'email'), password });
    ({ email } = await acceptInvitation(await requestContext(), await passwordHasher(), secret, body));
  } catch (error) {
    return plainRefusal(error, data, '/');
  }
  await signIn(email, password ?? '');
  redirect('/');
}

/** Adds the roles to the account of whoever is signed in. */
export async function joinAction(secret: string, _state: FormState | null, data: FormData): Promise<FormState | null> {
  const act = { data, path: '/', mine: { title: 'Accept the invitation' }, done: 'joined' };
  return perform(act, (context) => joinByInvitation(context, secret));
}

/** The account exists whatever happens here: who cannot be signed in now is sent to the sign-in page. */
async function signIn(email: string, password: string): Promise<void> {
  try {
    await runtime().auth.api.signInEmail({ body: { email, password }, headers: await headers() });
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === undefined) throw error;
    redirect('/sign-in');
  }
}
