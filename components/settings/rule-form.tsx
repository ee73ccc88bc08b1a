'use client';

import { levelOptions } from '#components/record/fact-words.ts';
import { SelectField, TextAreaField, TextField } from '#components/ui/form-fields.tsx';
import { type FormState, fieldOf } from '#components/ui/form-state.ts';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { ActForm, type ActFormProps } from './act-form.tsx';

function ReasonAndButton({ state, button }: { state: FormState | null; button: string }) {
  return (
    <>
      <TextAreaField {...fieldOf(state, 'reason')} label="Reason" />
      <div className="row form-end">
        <SubmitButton pendingLabel="Recording…">{button}</SubmitButton>
        <span className="muted small">Nothing changes until another person approves.</span>
      </div>
    </>
  );
}

/** Proposes to switch the two-person rule. Fields sent: `value`, `reason`. */
export function RuleForm({ value, ...form }: Omit<ActFormProps, 'label' | 'hidden'> & { value: 'on' | 'off' }) {
  return (
    <ActForm {...form} hidden={{ value }} label={`Propose to switch the rule ${value}`} labels={{ reason: 'Reason' }}>
      {(state) => <ReasonAndButton state={state} button={`Propose to switch it ${value}`} />}
    </ActForm>
  );
}

const labels = { name: 'Organization', level: 'Level', reason: 'Reason' };

/** Proposes who the assessor is. Fields sent: `name`, `level`, `reason`. */
export function AssessorForm(form: Omit<ActFormProps, 'label' | 'hidden'>) {
  return (
    <ActForm {...form} label="Propose an assessor" labels={labels}>
      {(state) => (
        <>
          <div className="form-grid">
            <TextField {...fieldOf(state, 'name')} label="Organization" hint="Whose findings these are" autoComplete="off" />
            <SelectField
              {...fieldOf(state, 'level')}
              label="Level"
              hint="Of government"
              options={levelOptions}
              placeholder="Choose the level"
            />
          </div>
          <ReasonAndButton state={state} button="Propose this assessor" />
        </>
      )}
    </ActForm>
  );
}
