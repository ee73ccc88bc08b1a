import { AppLink } from '#components/ui/app-link.tsx';
import { ConflictSides } from '#components/ui/conflict-sides.tsx';
import type { Conflict } from '#components/ui/form-state.ts';
import { SubmitButton } from '#components/ui/submit-button.tsx';

export interface ConflictNoticeProps {
  conflict: Conflict;
  /** This page as it stands now. */
  keepHref: string;
}

/** Inside a form whose subject somebody else changed meanwhile. Its button sends the same form again, on theirs. */
export function ConflictNotice({ conflict, keepHref }: ConflictNoticeProps) {
  return (
    <div className="conflict" role="alert">
      <h3>Somebody else changed this while you wrote</h3>
      <p>Nothing of yours was recorded. Both are shown; choose.</p>
      <ConflictSides conflict={conflict} />
      <div className="row">
        <SubmitButton pendingLabel="Recording…">Record mine on top</SubmitButton>
        <AppLink className="btn" href={keepHref}>
          Keep theirs
        </AppLink>
      </div>
    </div>
  );
}
