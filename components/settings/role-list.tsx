import type { FormAction } from '#components/ui/form-state.ts';
import { ActButton } from './act-form.tsx';
import type { MemberRole } from './member-table.tsx';

export interface RoleListProps {
  person: string;
  /** `idempotencyKey` is null for a role that the reader may not take back. */
  roles: readonly (MemberRole & { idempotencyKey: string | null })[];
  /** Receives `membershipId`. */
  action: FormAction;
  keepHref: string;
}

/** The roles that somebody holds, each with the way to take it back. */
export function RoleList({ person, roles, action, keepHref }: RoleListProps) {
  if (roles.length === 0) return <p className="muted">None in this program.</p>;
  return (
    <ul className="act-list">
      {roles.map((role) => (
        <li key={role.id}>
          <div>
            <b>{role.label}</b>
            {role.where && ` ${role.where}`}
            <span className="sub-line">{role.sinceText}</span>
          </div>
          {role.idempotencyKey !== null && (
            <ActButton
              action={action}
              idempotencyKey={role.idempotencyKey}
              hidden={{ membershipId: role.id }}
              keepHref={keepHref}
              says={`Take back ${role.label} from ${person}`}
            >
              Take back
            </ActButton>
          )}
        </li>
      ))}
    </ul>
  );
}
