import type { ReactNode } from 'react';
import { Account, type AccountProps } from './account.tsx';
import { Brand } from './brand.tsx';
import { DemoBar, type DemoBarProps } from './demo-bar.tsx';

export interface PlainShellProps {
  user: AccountProps['user'];
  /** The demonstration's accounts are offered on every page. */
  demo: boolean;
  signInAction: DemoBarProps['signInAction'];
  signOutAction: AccountProps['signOutAction'];
  returnTo: string;
  children: ReactNode;
}

/** What surrounds a page that belongs to no program, such as one's own account. */
export function PlainShell({ user, demo, signInAction, signOutAction, returnTo, children }: PlainShellProps) {
  return (
    <div className="plain-app">
      <a className="skip-link" href="#content">
        Skip to the content
      </a>
      <header>
        {demo && <DemoBar user={user} signInAction={signInAction} returnTo={returnTo} />}
        <div className="bar">
          <Brand href="/" />
          <span className="bar-space" />
          <Account user={user} signOutAction={signOutAction} returnTo={returnTo} />
        </div>
      </header>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
