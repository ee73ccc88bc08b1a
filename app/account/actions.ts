'use server';

import type { FormState } from '#components/ui/form-state.ts';
import { AppError } from '#lib/domain/errors.ts';
import { changePassword } from '#lib/operations/change-password.ts';
import { requireActor } from '#lib/operations/context.ts';
import { forgiveSignInTry, takeSignInTry } from '#lib/operations/limit-attempts.ts';
import { revokeSession, revokeSessions } from '#lib/operations/revoke-session.ts';
import { revokeToken } from '#lib/operations/revoke-token.ts';
import { setPreferences } from '#lib/operations/set-preferences.ts';
import { askerAddress, isExampleAccount } from '#lib/server/asker.ts';
import { passwordHasher } from '#lib/server/passwords.ts';
import { currentSession } from '#lib/server/session.ts';
import { field, present } from '../(dashboard)/_actions/refusal.ts';
import { perform } from '../(dashboard)/_actions/settings-refusal.ts';

const PATH = '/account';
/** Exactly as typed: spaces belong to a password. */
const typedText = (data: FormData, name: string): string | undefined => {
  const value = data.get(name);
  return typeof value === 'string' && value !== '' ? value : undefined;
};

export async function changePasswordAction(_state: FormState | null, data: FormData): Promise<FormState | null> {
  const act = { data, path: PATH, mine: { title: 'Change the password' }, done: 'password' };
  return perform(act, async (context) => {
    requireActor(context);
    const session = await currentSession();
    if (isExampleAccount(session?.email)) throw new AppError('forbidden', 'The password of an example account stays as it is.');
    if (typedText(data, 'next') !== typedText(data, 'again'))
      throw new AppError('invalid_request', 'The two new passwords differ.', { field: 'again' });
    const body = present({ current: typedText(data, 'current'), next: typedText(data, 'next') });
    // Guessing the current password here counts like guessing it at sign-in.
    const counted = await takeSignInTry(context.db, { email: session?.email ?? '', address: await askerAddress() });
    await changePassword(context, await passwordHasher(), session?.id ?? null, body);
    return forgiveSignInTry(context.db, counted);
  });
}

export async function endOwnSessionAction(_state: FormState | null, data: FormData): Promise<FormState | null> {
  const act = { data, path: PATH, mine: { title: 'End the session' }, done: 'ended' };
  return perform(act, (context) => revokeSession(context, requireActor(context).principalId, field(data, 'sessionId') ?? ''));
}

export async function endOtherSessionsAction(_state: FormState | null, data: FormData): Promise<FormState | null> {
  const act = { data, path: PATH, mine: { title: 'End all others' }, done: 'ended' };
  return perform(act, async (context) => revokeSessions(context, requireActor(context).principalId, (await currentSession())?.id ?? null));
}

export async function revokeOwnTokenAction(_state: FormState | null, data: FormData): Promise<FormState | null> {
  const act = { data, path: PATH, mine: { title: 'Revoke the token' }, done: 'revoked' };
  return perform(act, (context) => revokeToken(context, field(data, 'tokenId') ?? ''));
}

export async function preferencesAction(_state: FormState | null, data: FormData): Promise<FormState | null> {
  const body = { zone: field(data, 'zone') ?? null, digest: data.get('digest') === 'on', digestHour: Number(field(data, 'digestHour')) };
  return perform({ data, path: PATH, mine: { title: 'Preferences' }, done: 'digest' }, (context) => setPreferences(context, body));
}
