'use client';

import { evidenceClassOptions } from '#components/evidence/evidence-options.ts';
import { ActForm, type ActFormProps } from '#components/settings/act-form.tsx';
import { CheckBoxes } from '#components/ui/check-boxes.tsx';
import { DateField, SelectField, TextAreaField, TextField } from '#components/ui/form-fields.tsx';
import { type FormState, fieldOf, typed } from '#components/ui/form-state.ts';
import type { Option } from '#components/ui/inputs.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { RELIANCE_RULES, relianceRuleLabels } from '#lib/domain/reliance.ts';

const RULES = RELIANCE_RULES.map((value) => ({ value, label: relianceRuleLabels[value] }));
const labels = { reliesOn: 'Relies on', scope: 'What it covers', validFrom: 'From', validTo: 'Last day', evidenceId: 'Agreement' };

type Form = Omit<ActFormProps, 'label' | 'hidden'> & { hidden: Readonly<Record<string, string>>; today: string };

export interface RelianceFormProps extends Form {
  /** Operators' assessments on this condition. */
  choices: readonly Option[];
  /** Items on this assessment. */
  evidence: readonly Option[];
  /** Bookings of this applicant that are on record. */
  bookings: readonly Option[];
}

function Agreement({ state, evidence, bookings }: Pick<RelianceFormProps, 'evidence' | 'bookings'> & { state: FormState | null }) {
  const errors = state?.fieldErrors ?? {};
  return (
    <fieldset className="field">
      <legend>What it rests on: the agreement, or a booking with its source</legend>
      <div className="form-grid">
        {evidence.length > 0 && (
          <SelectField
            {...fieldOf(state, 'evidenceId')}
            label="Agreement on record here"
            optional
            options={evidence}
            placeholder="None of these"
          />
        )}
        {bookings.length > 0 && (
          <SelectField {...fieldOf(state, 'bookingId')} label="Booking" optional options={bookings} placeholder="None of these" />
        )}
        <TextField
          name="newEvidence.title"
          id={evidence.length > 0 ? 'reliance-newEvidence.title' : 'evidenceId'}
          label="Or a new item: title"
          optional
          autoComplete="off"
          defaultValue={typed(state, 'newEvidence.title')}
          error={errors['newEvidence.title'] ?? (evidence.length > 0 ? undefined : errors.evidenceId)}
        />
        <SelectField
          {...fieldOf(state, 'newEvidence.class', 'C')}
          id="reliance-newEvidence.class"
          label="Its class"
          options={evidenceClassOptions}
        />
        <TextField
          {...fieldOf(state, 'newEvidence.url')}
          id="reliance-newEvidence.url"
          label="Its link"
          optional
          type="url"
          autoComplete="off"
        />
      </div>
    </fieldset>
  );
}

/** Fields sent: `reliesOn`, `rule`, `scope`, `validFrom`, `validTo`, `evidenceId`, `bookingId`, `newEvidence.*`. */
export function RelianceForm({ choices, evidence, bookings, today, ...form }: RelianceFormProps) {
  return (
    <ActForm {...form} label="Record a reliance" labels={labels} fold="Record a reliance">
      {(state) => (
        <>
          <CheckBoxes name="reliesOn" legend="Takes the finding for" state={state} options={choices} />
          <SelectField {...fieldOf(state, 'rule', 'all')} label="Where they differ" options={RULES} />
          <TextAreaField
            {...fieldOf(state, 'scope')}
            label="What it covers"
            hint="For example: everybody whom the city police arrest"
            rows={2}
          />
          <div className="form-grid">
            <DateField {...fieldOf(state, 'validFrom')} label="From" max={today} />
            <DateField {...fieldOf(state, 'validTo')} label="Last day" optional />
          </div>
          <Agreement state={state} evidence={evidence} bookings={bookings} />
          <div className="row form-end">
            <SubmitButton pendingLabel="Recording…">Record the reliance</SubmitButton>
            <span className="muted small">A finding that is there is taken at once, from the later of the two dates.</span>
          </div>
        </>
      )}
    </ActForm>
  );
}

/** Fields sent: `endedOn`, `reason`. */
export function EndRelianceForm({ today, id, ...form }: Form & { id: string }) {
  return (
    <ActForm {...form} label="End this reliance" labels={{ endedOn: 'No longer from', reason: 'Reason' }} fold="End it">
      {(state) => (
        <>
          <DateField {...fieldOf(state, 'endedOn')} id={`endedOn-${id}`} label="No longer holds from" max={today} />
          <TextAreaField {...fieldOf(state, 'reason')} id={`reason-${id}`} label="Reason" rows={2} />
          <div className="row form-end">
            <SubmitButton variant="secondary" pendingLabel="Recording…">
              End the reliance
            </SubmitButton>
            <span className="muted small">What was taken goes back to review from that day. It stays in the history.</span>
          </div>
        </>
      )}
    </ActForm>
  );
}
