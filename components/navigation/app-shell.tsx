import type { ReactNode } from 'react';
import { AppLink } from '#components/ui/app-link.tsx';
import type { Action } from '#lib/domain/permission.ts';
import { Account, type AccountProps } from './account.tsx';
import { DemoBar, type DemoBarProps } from './demo-bar.tsx';
import { type NavKey, programPath } from './nav-items.ts';
import { SideNav } from './side-nav.tsx';
import { StandingLines } from './standing-lines.tsx';

export interface AppShellProps {
  programSlug: string;
  programName: string;
  /** The page this is, by its key in `nav-items.ts`; null on a page outside the list. */
  current: NavKey | null;
  /** Appended to every link of the navigation, such as `?asOf=2017-08-10`; empty for now. */
  momentQuery: string;
  user: AccountProps['user'];
  /** What the reader may do in this program: decides which pages are offered. */
  actions: readonly Action[];
  /** `AsOfBanner`, `PracticeBanner`: shown above the page. */
  banners?: ReactNode;
  /** An `AsOfControl`; null on a page that always shows now. */
  asOfControl: ReactNode;
  search?: ReactNode;
  /** Lines that every page and export of the program says. */
  standingLines: readonly string[];
  /** The demonstration's accounts are offered on every page. */
  demo: boolean;
  signInAction: DemoBarProps['signInAction'];
  signOutAction: AccountProps['signOutAction'];
  /** Where signing in or out leads back to; sent as `returnTo`. */
  returnTo?: string | undefined;
  children: ReactNode;
}

/** What surrounds every page of a program: navigation, moment, account, standing lines. */
export function AppShell(props: AppShellProps) {
  const { programSlug, current, momentQuery, user, returnTo } = props;
  return (
    <div className="app">
      <a className="skip-link" href="#content">
        Skip to the content
      </a>
      <SideNav programSlug={programSlug} current={current} momentQuery={momentQuery} actions={props.actions} />
      <div className="app-main">
        <header className="app-head">
          {props.demo && <DemoBar user={user} signInAction={props.signInAction} returnTo={returnTo} />}
          <div className="bar">
            {current !== 'dashboard' && <ProgramLink {...props} />}
            {props.search}
            <span className="bar-space" />
            {props.asOfControl}
            <Account user={user} signOutAction={props.signOutAction} returnTo={returnTo} />
          </div>
          {props.banners}
        </header>
        <main id="content" tabIndex={-1}>
          {props.children}
        </main>
        <StandingLines lines={props.standingLines} />
      </div>
    </div>
  );
}

/** On the dashboard the program's name is the title; elsewhere it leads there. */
function ProgramLink({ programSlug, programName, momentQuery }: Pick<AppShellProps, 'programSlug' | 'programName' | 'momentQuery'>) {
  return (
    <AppLink className="bar-program plain-link" href={programPath(programSlug) + momentQuery}>
      {programName}
    </AppLink>
  );
}
