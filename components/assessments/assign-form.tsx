'use client';

import { ActForm, type ActFormProps } from '#components/settings/act-form.tsx';
import { SelectField } from '#components/ui/form-fields.tsx';
import { fieldOf } from '#components/ui/form-state.ts';
import type { Option } from '#components/ui/inputs.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';

export interface AssignFormProps extends ActFormProps {
  /** Whom it can be given to. */
  people: readonly Option[];
  /** Whose it is now; empty for nobody's. */
  current: string;
}

/** Fields sent: those of `hidden`, and `assigneeId`; empty gives it to nobody. */
export function AssignForm({ people, current, ...form }: AssignFormProps) {
  return (
    <ActForm {...form} label="Assign" fold="Give it to somebody">
      {(state) => (
        <div className="assign-row">
          <SelectField {...fieldOf(state, 'assigneeId', current)} label="Who works on it" options={people} placeholder="Nobody" />
          <SubmitButton variant="secondary" small pendingLabel="Recording…">
            Assign
          </SubmitButton>
        </div>
      )}
    </ActForm>
  );
}
