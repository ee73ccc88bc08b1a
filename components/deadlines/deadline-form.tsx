'use client';

import { ActForm, type ActFormProps } from '#components/settings/act-form.tsx';
import { RadioCards } from '#components/ui/choices.tsx';
import { DateField, SelectField, TextAreaField, TextField } from '#components/ui/form-fields.tsx';
import { type FormState, typed } from '#components/ui/form-state.ts';
import type { Option } from '#components/ui/inputs.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';

const labels = {
  label: 'Name',
  dueOn: 'Date',
  'rule.anchorOn': 'Counts from',
  'rule.anchorId': 'Counts from',
  'rule.offset': 'Days',
  'rule.calendar': 'Calendar',
  cutOff: 'Time of day',
  zone: 'Time zone',
  basis: 'What it rests on',
  replaces: 'In place of',
};

const KINDS = [
  { value: 'stated', label: 'A date that is stated' },
  { value: 'fixed_date', label: 'Days from a date' },
  { value: 'request_sent', label: 'Days from a request' },
  { value: 'deadline', label: 'Days from another deadline' },
];
const UNITS = [
  { value: 'days', label: 'Days' },
  { value: 'business_days', label: 'Business days' },
];
const ROLLS = [
  { value: 'next', label: 'The next business day' },
  { value: 'previous', label: 'The business day before' },
  { value: 'none', label: 'It stays' },
];

export interface DeadlineFormProps extends Omit<ActFormProps, 'label' | 'hidden'> {
  deadlines: readonly Option[];
  requests: readonly Option[];
  calendars: readonly Option[];
  zoneName: string;
}

/**
 * Adds a deadline: a date, or a rule that gives one. Fields sent: `label`, `kind`, `dueOn`, `rule.anchorOn`, `rule.requestId`, `rule.deadlineId`,
 * `rule.offset`, `rule.unit`, `rule.calendar`, `rule.roll`, `cutOff`, `zone`, `basis`, `replaces`.
 */
export function DeadlineForm({ deadlines, requests, calendars, zoneName, ...form }: DeadlineFormProps) {
  return (
    <ActForm {...form} label="Add a deadline" labels={labels}>
      {(state) => (
        <>
          <div className="form-grid">
            <TextField
              name="label"
              label="Name"
              hint="For example “Answers due”"
              maxLength={200}
              defaultValue={typed(state, 'label')}
              error={state?.fieldErrors.label}
            />
            <SelectField
              name="replaces"
              label="In place of"
              hint="Open assessments with this deadline get the new one"
              optional
              options={deadlines}
              placeholder="None"
              defaultValue={typed(state, 'replaces')}
              error={state?.fieldErrors.replaces}
            />
          </div>
          <RadioCards name="kind" legend="How the date is given" inline options={KINDS} defaultValue={typed(state, 'kind', 'stated')} />
          <RuleFields state={state} deadlines={deadlines} requests={requests} calendars={calendars} />
          <div className="form-grid">
            <TextField
              name="cutOff"
              type="time"
              label="Time of day"
              hint="Empty: the end of the day"
              optional
              defaultValue={typed(state, 'cutOff')}
              error={state?.fieldErrors.cutOff}
            />
            <TextField
              name="zone"
              label="Time zone"
              hint={`As stated, such as America/Chicago. Empty: ${zoneName} is assumed`}
              optional
              defaultValue={typed(state, 'zone')}
              error={state?.fieldErrors.zone}
            />
          </div>
          <TextAreaField
            name="basis"
            label="What it rests on"
            hint="The letter, rule or decision that sets it"
            defaultValue={typed(state, 'basis')}
            error={state?.fieldErrors.basis}
          />
          <div className="row form-end">
            <SubmitButton pendingLabel="Recording…">Add the deadline</SubmitButton>
          </div>
        </>
      )}
    </ActForm>
  );
}

function RuleFields({
  state,
  deadlines,
  requests,
  calendars,
}: { state: FormState | null } & Pick<DeadlineFormProps, 'deadlines' | 'requests' | 'calendars'>) {
  const errors = state?.fieldErrors ?? {};
  const anchorError = errors['rule.anchorId'];
  return (
    <>
      <div className="form-grid">
        <DateField
          fieldClassName="for-stated"
          name="dueOn"
          label="Date"
          hint="Where it is stated"
          optional
          defaultValue={typed(state, 'dueOn')}
          error={errors.dueOn}
        />
        <DateField
          fieldClassName="for-fixed"
          name="rule.anchorOn"
          label="Counts from this date"
          optional
          defaultValue={typed(state, 'rule.anchorOn')}
          error={errors['rule.anchorOn']}
        />
        <SelectField
          fieldClassName="for-request"
          name="rule.requestId"
          label="Counts from this request"
          optional
          options={requests}
          placeholder="None"
          defaultValue={typed(state, 'rule.requestId')}
          error={anchorError}
        />
        <SelectField
          fieldClassName="for-deadline"
          name="rule.deadlineId"
          label="Counts from this deadline"
          optional
          options={deadlines}
          placeholder="None"
          defaultValue={typed(state, 'rule.deadlineId')}
          error={anchorError}
        />
      </div>
      <div className="form-grid for-rule">
        <TextField
          name="rule.offset"
          type="number"
          label="How many"
          hint="Below zero: before it"
          optional
          defaultValue={typed(state, 'rule.offset')}
          error={errors['rule.offset']}
        />
        <SelectField
          name="rule.unit"
          label="Of what"
          options={UNITS}
          defaultValue={typed(state, 'rule.unit', 'days')}
          error={errors['rule.unit']}
        />
        <SelectField
          name="rule.calendar"
          label="By which calendar"
          options={calendars}
          defaultValue={typed(state, 'rule.calendar', 'us_federal')}
          error={errors['rule.calendar']}
        />
        <SelectField
          name="rule.roll"
          label="On a day off"
          options={ROLLS}
          defaultValue={typed(state, 'rule.roll', 'next')}
          error={errors['rule.roll']}
        />
      </div>
    </>
  );
}
