import type { ReactNode } from 'react';
import { PlainShell } from '#components/navigation/plain-shell.tsx';
import { SessionWarning } from '#components/navigation/session-warning.tsx';
import { DEMO_ACCOUNTS } from '#lib/server/demo-accounts.ts';
import { runtime } from '#lib/server/runtime.ts';
import { currentActor, currentSession } from '#lib/server/session.ts';
import { WARNING_SECONDS } from '#lib/server/session-limits.ts';
import { signInAs, signOut } from '#lib/server/sign-in-actions.ts';

/** What a page stands in that belongs to no program, such as one's own work. */
export async function PlainFrame({ path, children }: { path: string; children: ReactNode }) {
  const [actor, session] = await Promise.all([currentActor(), currentSession()]);
  const { demo } = runtime().settings;
  const example = demo ? DEMO_ACCOUNTS.find((known) => known.email === session?.email) : undefined;
  return (
    <PlainShell
      user={actor && { name: actor.name, roles: [], account: example?.id }}
      demo={demo}
      signInAction={signInAs}
      signOutAction={signOut}
      returnTo={path}
    >
      {session && <SessionWarning {...session.left} warningSeconds={WARNING_SECONDS} returnTo={path} />}
      {children}
    </PlainShell>
  );
}
