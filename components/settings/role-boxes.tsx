import { CheckBox } from '#components/ui/choices.tsx';
import { type FormState, ticked } from '#components/ui/form-state.ts';
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
  const error = state?.fieldErrors.roles;
  return (
    <fieldset className="field" id="roles" aria-describedby={error ? 'roles-error' : undefined}>
      <legend>{legend}</legend>
      {error && (
        <p className="field-error" id="roles-error">
          {error}
        </p>
      )}
      <div className="role-boxes">
        {roles.map((role) => (
          <CheckBox
            key={role}
            name="roles"
            value={role}
            defaultChecked={ticked(state, 'roles', role, roles.length === 1 || role === first)}
          >
            <b>{roleLabels[role]}</b> <span className="muted small">{roleHints[role]}</span>
          </CheckBox>
        ))}
      </div>
    </fieldset>
  );
}
