import { AppLink } from '#components/ui/app-link.tsx';
import { Icon } from '#components/ui/icon.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';

export interface ShellUser {
  name: string;
  /** Labels of the roles held in this program, such as "Analyst". */
  roles: readonly string[];
  /** Id of the example account in use, in the demonstration. */
  account?: string | null | undefined;
}

export interface AccountProps {
  user: ShellUser | null;
  /** Receives `returnTo`. */
  signOutAction: (data: FormData) => Promise<void>;
  returnTo?: string | undefined;
}

/** Who is signed in, as what, and the way out; or the way in. */
export function Account({ user, signOutAction, returnTo = '' }: AccountProps) {
  if (!user) {
    return (
      <AppLink className="btn btn-small" href={returnTo ? `/sign-in?returnTo=${encodeURIComponent(returnTo)}` : '/sign-in'}>
        Sign in
      </AppLink>
    );
  }
  const roles = user.roles.filter((role) => role !== user.name);
  return (
    <form action={signOutAction} className="account">
      <input type="hidden" name="returnTo" value={returnTo} />
      <AppLink href="/work" className="account-link account-work plain-link">
        My work
      </AppLink>
      <AppLink href="/account" className="account-link plain-link" title="Your account">
        <Icon name="person" />
        <span className="account-name">{user.name}</span>
      </AppLink>
      {roles.length > 0 && <span className="account-roles">{roles.join(', ')}</span>}
      <SubmitButton variant="quiet" small>
        Sign out
      </SubmitButton>
    </form>
  );
}
