'use client';

import { gradeOptions, levelOptions } from '#components/record/fact-words.ts';
import { ActForm, type ActFormProps } from '#components/settings/act-form.tsx';
import { DateField, SelectField, TextAreaField, TextField } from '#components/ui/form-fields.tsx';
import { type FormState, fieldOf, typed } from '#components/ui/form-state.ts';
import type { Option } from '#components/ui/inputs.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { FACILITY_KINDS, facilityKindLabels } from '#lib/domain/facility.ts';

type Form = Omit<ActFormProps, 'label'>;

const KINDS = FACILITY_KINDS.map((value) => ({ value, label: facilityKindLabels[value] }));
const labels = {
  name: 'Name',
  level: 'Level',
  state: 'State',
  organizationId: 'Who',
  operatorId: 'Who runs it',
  facilityId: 'Place',
  basis: 'On which basis',
  validFrom: 'From',
  source: 'Source',
  'source.title': 'Source',
  'source.url': 'Link to the source',
};

/** The source of a fact, and how well it is known. */
function SourceFields({ state, form }: { state: FormState | null; form: string }) {
  const errors = state?.fieldErrors ?? {};
  return (
    <div className="form-grid">
      <TextField
        name="source.title"
        id={`${form}-source.title`}
        label="Source: title"
        autoComplete="off"
        defaultValue={typed(state, 'source.title')}
        error={errors['source.title'] ?? errors.source}
      />
      <TextField {...fieldOf(state, 'source.url')} id={`${form}-source.url`} label="Source: link" type="url" autoComplete="off" />
      <SelectField {...fieldOf(state, 'grade', 'single')} id={`${form}-grade`} label="How well it is known" options={gradeOptions} />
    </div>
  );
}

const Button = ({ children, note }: { children: string; note?: string }) => (
  <div className="row form-end">
    <SubmitButton variant="secondary" pendingLabel="Recording…">
      {children}
    </SubmitButton>
    {note && <span className="muted small">{note}</span>}
  </div>
);

/** Fields sent: `organizationId`, or `name`, `level`, `state`. */
export function AddOperatorForm({ organizations, ...form }: Form & { organizations: readonly Option[] }) {
  return (
    <ActForm {...form} label="Add an operator" labels={labels} fold="Add an operator">
      {(state) => (
        <>
          <SelectField
            {...fieldOf(state, 'organizationId')}
            label="An organization on record"
            hint="Also a city that runs a place of its own"
            optional
            options={organizations}
            placeholder="None of these"
          />
          <div className="form-grid">
            <TextField {...fieldOf(state, 'name')} label="Or a new one: name" optional autoComplete="off" />
            <SelectField {...fieldOf(state, 'level')} label="Its level" optional options={levelOptions} placeholder="Choose the level" />
            <TextField {...fieldOf(state, 'state')} label="State, two letters" optional autoComplete="off" />
          </div>
          <Button>Add this operator</Button>
        </>
      )}
    </ActForm>
  );
}

/** Fields sent: `name`, `kind`, `address`, `validFrom`, `grade`, `source.*`. */
export function AddFacilityForm({ today, ...form }: Form & { today: string }) {
  return (
    <ActForm {...form} label="Record a facility it runs" labels={labels} fold="Record a facility it runs">
      {(state) => (
        <>
          <div className="form-grid">
            <TextField {...fieldOf(state, 'name')} id="facility-name" label="Name of the place" autoComplete="off" />
            <SelectField {...fieldOf(state, 'kind')} id="facility-kind" label="Kind" options={KINDS} placeholder="Choose the kind" />
            <TextField {...fieldOf(state, 'address')} id="facility-address" label="Address" optional autoComplete="off" />
            <DateField {...fieldOf(state, 'validFrom')} id="facility-validFrom" label="Runs it from" optional max={today} />
          </div>
          <SourceFields state={state} form="facility" />
          <Button>Record the facility</Button>
        </>
      )}
    </ActForm>
  );
}

/** Fields sent: `facility` (with the operation that was seen), `operatorId`, `validFrom`, `grade`, `source.*`. */
export function RecordOperationForm({
  facilities,
  organizations,
  operatorId,
  today,
  ...form
}: Form & { facilities: readonly Option[]; organizations: readonly Option[]; operatorId: string; today: string }) {
  return (
    <ActForm {...form} label="Record a change of operator" labels={labels} fold="Record a change of operator">
      {(state) => (
        <>
          <div className="form-grid">
            <SelectField
              name="facility"
              id="operation-facility"
              label="Place"
              options={facilities}
              placeholder="Choose the place"
              defaultValue={typed(state, 'facility')}
              error={state?.fieldErrors.facilityId}
            />
            <SelectField {...fieldOf(state, 'operatorId', operatorId)} id="operation-operatorId" label="Run by" options={organizations} />
            <DateField {...fieldOf(state, 'validFrom')} id="operation-validFrom" label="From" max={today} />
          </div>
          <SourceFields state={state} form="operation" />
          <Button note="Whoever ran it before stays on record until the day before.">Record who runs it</Button>
        </>
      )}
    </ActForm>
  );
}

/** Fields sent: `organizationId`, `facilityId`, `basis`, `validFrom`, `grade`, `source.*`. */
export function RecordBookingForm({
  applicants,
  facilities,
  today,
  ...form
}: Form & { applicants: readonly Option[]; facilities: readonly Option[]; today: string }) {
  return (
    <ActForm {...form} label="Record who books there" labels={labels} fold="Record who books there">
      {(state) => (
        <>
          <div className="form-grid">
            <SelectField
              {...fieldOf(state, 'organizationId')}
              id="booking-organizationId"
              label="Applicant"
              options={applicants}
              placeholder="Choose the applicant"
            />
            <SelectField
              {...fieldOf(state, 'facilityId')}
              id="booking-facilityId"
              label="Books into"
              options={facilities}
              placeholder="Choose the place"
            />
            <DateField {...fieldOf(state, 'validFrom')} id="booking-validFrom" label="From" optional max={today} />
          </div>
          <TextAreaField
            {...fieldOf(state, 'basis')}
            id="booking-basis"
            label="On which basis"
            hint="For example an agreement, a statute, or practice"
            rows={2}
          />
          <SourceFields state={state} form="booking" />
          <Button>Record the booking</Button>
        </>
      )}
    </ActForm>
  );
}
