'use client';

import { SelectField } from '#components/ui/form-fields.tsx';
import { fieldOf, typed } from '#components/ui/form-state.ts';
import type { Option } from '#components/ui/inputs.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import type { Role } from '#lib/domain/permission.ts';
import { ActForm, type ActFormProps } from './act-form.tsx';
import { roleOptions } from './role-words.ts';

export interface RoleFormProps extends Omit<ActFormProps, 'label'> {
  /** Roles that may be given in this program, and in every program. */
  here: readonly Role[];
  everywhere: readonly Role[];
  organizations: readonly Option[];
}

const labels = { role: 'Role', organizationId: 'Organization' };

/** Gives a person one more role. Fields sent: `principalId`, `role`, `where` (`here` or `everywhere`), `organizationId`. */
export function RoleForm({ here, everywhere, organizations, ...form }: RoleFormProps) {
  const roles = everywhere.length > 0 ? [...new Set([...here, ...everywhere])] : here;
  return (
    <ActForm {...form} label="Give a role" labels={labels}>
      {(state) => (
        <>
          <SelectField {...fieldOf(state, 'role')} label="Role" options={roleOptions(roles)} placeholder="Choose a role" />
          <div className="form-grid">
            {everywhere.length > 0 && (
              <SelectField
                name="where"
                label="Where"
                options={[
                  { value: 'here', label: 'In this program' },
                  { value: 'everywhere', label: 'In every program' },
                ]}
                defaultValue={typed(state, 'where', 'here')}
              />
            )}
            {here.includes('contributor') && (
              <SelectField
                {...fieldOf(state, 'organizationId')}
                label="Organization"
                optional
                options={organizations}
                placeholder="None; contributors need one"
              />
            )}
          </div>
          <div className="row form-end">
            <SubmitButton pendingLabel="Recording…">Give the role</SubmitButton>
            <span className="muted small">It counts from the next thing the person does.</span>
          </div>
        </>
      )}
    </ActForm>
  );
}
