'use client';

import { ActForm, type ActFormProps } from '#components/settings/act-form.tsx';
import { CheckBox } from '#components/ui/choices.tsx';
import { SelectField, TextField } from '#components/ui/form-fields.tsx';
import { fieldOf, ticked } from '#components/ui/form-state.ts';
import type { Option } from '#components/ui/inputs.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';

export interface DigestFormProps extends Omit<ActFormProps, 'label' | 'hidden'> {
  digest: boolean;
  /** 0 to 23. */
  hour: number;
  hours: readonly Option[];
  /** As set; empty for that of the program. */
  zone: string;
  /** That of the program, which holds where nothing is set. */
  programZone: string;
  zones: readonly string[];
}

const labels = { zone: 'Your time zone', digestHour: 'Hour' };

/** Whether and when the digest comes. Fields sent: `digest`, `digestHour`, `zone`; an empty zone means that of the program. */
export function DigestForm({ digest, hour, hours, zone, programZone, zones, ...form }: DigestFormProps) {
  return (
    <ActForm {...form} label="Digest" labels={labels}>
      {(state) => (
        <>
          <CheckBox name="digest" defaultChecked={ticked(state, 'digest', 'on', digest)}>
            Write to me once a day, when there is something new
          </CheckBox>
          <div className="form-grid">
            <SelectField {...fieldOf(state, 'digestHour', String(hour))} label={labels.digestHour} options={hours} />
            <TextField
              {...fieldOf(state, 'zone', zone)}
              label={labels.zone}
              optional
              list="zones"
              autoComplete="off"
              placeholder={programZone}
              hint="Empty: the program's, which is written in the field"
            />
            <datalist id="zones">
              {zones.map((name) => (
                <option key={name} value={name} />
              ))}
            </datalist>
          </div>
          <div className="row form-end">
            <SubmitButton variant="secondary" pendingLabel="Saving…">
              Save
            </SubmitButton>
          </div>
        </>
      )}
    </ActForm>
  );
}
