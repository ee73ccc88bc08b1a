import { SubmitButton } from '#components/ui/submit-button.tsx';
import { VisuallyHidden } from '#components/ui/visually-hidden.tsx';
import type { ShellUser } from './account.tsx';
import { demoAccounts } from './demo-accounts.ts';

export interface DemoBarProps {
  user: ShellUser | null;
  /** Receives `account` (an id of `demoAccounts`) and `returnTo`. */
  signInAction: (data: FormData) => Promise<void>;
  returnTo?: string | undefined;
}

function isCurrent(user: ShellUser | null, id: string): boolean {
  if (!user) return false;
  if (user.account !== undefined) return user.account === id;
  return user.roles.length === 1 && user.roles[0]?.toLowerCase() === id;
}

/** Says on every page that this is a demonstration, and changes the example account with one press. */
export function DemoBar({ user, signInAction, returnTo = '' }: DemoBarProps) {
  return (
    <form action={signInAction} className="demo-bar" aria-label="Example accounts">
      <input type="hidden" name="returnTo" value={returnTo} />
      <span>
        Demonstration on this computer. <span className="demo-bar-lead">Example accounts:</span>
      </span>
      <span className="demo-bar-accounts">
        {demoAccounts.map((account) => {
          const current = isCurrent(user, account.id);
          return (
            <SubmitButton
              key={account.id}
              variant="quiet"
              small
              name="account"
              value={account.id}
              title={account.may}
              aria-current={current ? 'true' : undefined}
            >
              {account.label}
              {current && <VisuallyHidden> (signed in)</VisuallyHidden>}
            </SubmitButton>
          );
        })}
      </span>
    </form>
  );
}
