'use client';

import { CheckBox } from '#components/ui/choices.tsx';
import { SelectField, TextField } from '#components/ui/form-fields.tsx';
import { fieldOf, ticked } from '#components/ui/form-state.ts';
import type { Option } from '#components/ui/inputs.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import type { Role } from '#lib/domain/permission.ts';
import { ActForm, type ActFormProps } from './act-form.tsx';
import { RoleBoxes } from './role-boxes.tsx';

export interface InviteFormProps extends Omit<ActFormProps, 'label'> {
  roles: readonly Role[];
  /** For contributors. */
  organizations: readonly Option[];
  /** Whether the roles may hold in every program. */
  canEverywhere: boolean;
  /** Somebody who answers for this organization is to be invited: the form opens with it chosen. */
  forOrganization?: string | undefined;
}

const DAYS = [1, 3, 7, 14, 30].map((days) => ({ value: String(days), label: days === 1 ? '1 day' : `${days} days` }));
const labels = { roles: 'Roles', email: 'E-mail', organizationId: 'Organization', days: 'Works for' };

/** Invites a person by a link that is used once. Fields sent: `roles`, `email`, `organizationId`, `days`, `everywhere`. */
export function InviteForm({ roles, organizations, canEverywhere, forOrganization, ...form }: InviteFormProps) {
  return (
    <ActForm {...form} label="Invite a person" fold="Invite a person" open={forOrganization !== undefined} labels={labels}>
      {(state) => (
        <>
          <RoleBoxes roles={roles} state={state} legend="Roles" first={forOrganization === undefined ? undefined : 'contributor'} />
          {canEverywhere && (
            <CheckBox name="everywhere" defaultChecked={ticked(state, 'everywhere', 'on')}>
              In every program, not in this one alone
            </CheckBox>
          )}
          <div className="form-grid">
            <TextField
              {...fieldOf(state, 'email')}
              type="email"
              label="E-mail"
              optional
              hint="Only this address can accept then"
              autoComplete="off"
            />
            <SelectField {...fieldOf(state, 'days', '7')} label="Works for" hint="Then the link stops" options={DAYS} />
            <SelectField
              {...fieldOf(state, 'organizationId', forOrganization)}
              label="Organization"
              hint="For contributors: the one they answer for"
              optional
              options={organizations}
              placeholder="None"
              fieldClassName="field-wide"
            />
          </div>
          <div className="row form-end">
            <SubmitButton pendingLabel="Making the link…">Make the link</SubmitButton>
            <span className="muted small">You pass the link on yourself. It is shown once and works once.</span>
          </div>
        </>
      )}
    </ActForm>
  );
}
