'use client';

import { SelectField, TextField } from '#components/ui/form-fields.tsx';
import { fieldOf } from '#components/ui/form-state.ts';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import type { Role } from '#lib/domain/permission.ts';
import { ActForm, type ActFormProps } from './act-form.tsx';
import { RoleBoxes } from './role-boxes.tsx';

const DAYS = [1, 7, 30, 90].map((days) => ({ value: String(days), label: days === 1 ? '1 day' : `${days} days` }));
const labels = { name: 'Name', roles: 'Roles', days: 'Works for' };

/** Makes an API token in one's own name. Fields sent: `name`, `roles`, `days`. */
export function TokenForm({ roles, ...form }: Omit<ActFormProps, 'label'> & { roles: readonly Role[] }) {
  return (
    <ActForm {...form} label="Make a token" fold="Make a token" labels={labels}>
      {(state) => (
        <>
          <div className="form-grid">
            <TextField {...fieldOf(state, 'name')} label="Name" hint="What it is for, such as Nightly import" autoComplete="off" />
            <SelectField {...fieldOf(state, 'days', '90')} label="Works for" hint="Then it stops by itself" options={DAYS} />
          </div>
          <RoleBoxes roles={roles} state={state} legend="It may do what these may" />
          <div className="row form-end">
            <SubmitButton pendingLabel="Making the token…">Make the token</SubmitButton>
            <span className="muted small">It stops as soon as you lose the role or your account is disabled.</span>
          </div>
        </>
      )}
    </ActForm>
  );
}
