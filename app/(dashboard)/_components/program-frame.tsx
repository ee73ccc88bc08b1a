import type { ReactNode } from 'react';
import { AppShell } from '#components/navigation/app-shell.tsx';
import { AsOfControl } from '#components/navigation/as-of-control.tsx';
import { AsOfBanner, PracticeBanner } from '#components/navigation/banners.tsx';
import type { NavKey } from '#components/navigation/nav-items.ts';
import { SessionWarning } from '#components/navigation/session-warning.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { ACTIONS, roleLabels, rolesIn } from '#lib/domain/permission.ts';
import { DEMO_ACCOUNTS } from '#lib/server/demo-accounts.ts';
import { href, mayDo, momentText, type PageView } from '#lib/server/page.ts';
import { runtime } from '#lib/server/runtime.ts';
import { currentEmail, currentSession } from '#lib/server/session.ts';
import { WARNING_SECONDS } from '#lib/server/session-limits.ts';
import { signInAs, signOut } from '#lib/server/sign-in-actions.ts';
import { LiveChanges } from './live-changes.tsx';

export interface ProgramFrameProps {
  view: PageView;
  current: NavKey | null;
  /** The page's own address, without search parameters. */
  path: string;
  /** Search parameters to keep when the moment changes. */
  params?: Record<string, string>;
  /** The page shows what stands now and has no other day, as settings do. */
  timeless?: boolean;
  children: ReactNode;
}

/** What every page of a program stands in: navigation, moment, account, banners and the program's standing lines. */
export async function ProgramFrame({ view, current, path, params = {}, timeless = false, children }: ProgramFrameProps) {
  const { program } = view;
  const resetHref = href(path, params);
  const text = momentText(view);
  const session = await currentSession();
  return (
    <AppShell
      programSlug={program.slug}
      programName={program.name}
      current={current}
      momentQuery={view.momentQuery}
      user={await shellUser(view)}
      actions={ACTIONS.filter((action) => mayDo(view, action))}
      banners={
        <>
          {program.kind === 'practice' && <PracticeBanner recordHref={program.copyOf ? `/programs/${program.copyOf}` : undefined} />}
          {text && <AsOfBanner text={text} resetHref={resetHref} />}
          {view.problem && (
            <Notice kind="error" title={view.problem}>
              The page shows today.
            </Notice>
          )}
        </>
      }
      asOfControl={
        timeless ? null : (
          <AsOfControl
            action={path}
            params={params}
            asOf={view.asOf || null}
            knownAt={view.knownAt || null}
            today={view.today}
            jumps={jumps(view, path, params)}
          />
        )
      }
      standingLines={program.standingLines}
      demo={runtime().settings.demo}
      signInAction={signInAs}
      signOutAction={signOut}
      returnTo={href(path, { ...params, asOf: view.asOf, knownAt: view.knownAt })}
    >
      {session && <SessionWarning {...session.left} warningSeconds={WARNING_SECONDS} returnTo={path} />}
      {view.moment.live && !timeless && <LiveChanges program={program.slug} />}
      {children}
    </AppShell>
  );
}

async function shellUser({ context, program }: PageView) {
  if (!context.actor) return null;
  const email = await currentEmail();
  const account = runtime().settings.demo ? DEMO_ACCOUNTS.find((demo) => demo.email === email)?.id : undefined;
  return { name: context.actor.name, roles: rolesIn(context.actor.grants, program.id).map((role) => roleLabels[role]), account };
}

const JUMPS = [
  { label: 'Aug 10', day: '2017-08-10' },
  { label: 'Aug 18', day: '2017-08-18' },
];

/** Days worth a look in the built-in program and its copies; other programs offer today alone. */
function jumps({ program, knownAt }: PageView, path: string, params: Record<string, string>) {
  const days = (program.copyOf ?? program.slug) === 'psp-2017' ? JUMPS : [];
  return [
    ...days.map(({ label, day }) => ({ label, href: href(path, { ...params, asOf: day, knownAt }) })),
    { label: 'Today', href: href(path, params) },
  ];
}
