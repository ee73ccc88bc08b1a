/** The session that asks, to mark it among others and to keep it when the others end. */
import { headers } from 'next/headers';
import { cache } from 'react';
import { DEMO_ACCOUNTS } from './demo-accounts.ts';
import { runtime } from './runtime.ts';

export const currentSession = cache(async (): Promise<{ id: string; email: string } | null> => {
  const found = await runtime().auth.api.getSession({ headers: await headers() });
  return found ? { id: found.session.id, email: found.user.email } : null;
});

/** Example accounts are entered with one press, so their passwords are nobody's to change. */
export const isExampleAccount = (email: string | undefined): boolean =>
  runtime().settings.demo && DEMO_ACCOUNTS.some((account) => account.email === email);
