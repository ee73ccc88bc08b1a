import { CheckBoxes } from '#components/ui/check-boxes.tsx';
import type { FormState } from '#components/ui/form-state.ts';
import { type Role, roleLabels } from '#lib/domain/permission.ts';
import { roleHints } from './role-words.ts';

/** Roles to tick, each with what it may do. Sent as `roles`. */
export function RoleBoxes({
  roles,
  state,
  legend,
  first,
}: {
  roles: readonly Role[];
  state: FormState | null;
  legend: string;
  /** Ticked before anything was sent. */
  first?: Role | undefined;
}) {
  return (
    <CheckBoxes
      name="roles"
      legend={legend}
      state={state}
      options={roles.map((role) => ({
        value: role,
        label: (
          <>
            <b>{roleLabels[role]}</b> <span className="muted small">{roleHints[role]}</span>
          </>
        ),
        checked: roles.length === 1 || role === first,
      }))}
      listClassName="role-boxes"
    />
  );
}
