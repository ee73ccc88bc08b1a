'use client';

import { ActForm, type ActFormProps } from '#components/settings/act-form.tsx';
import { RadioCards } from '#components/ui/choices.tsx';
import { DateField, SelectField, TextAreaField, TextField } from '#components/ui/form-fields.tsx';
import { type FormState, fieldOf, typed } from '#components/ui/form-state.ts';
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
  /** The program's, chosen beforehand. */
  calendar: string;
  zoneName: string;
}

/**
 * Adds a deadline: a date, or a rule that gives one. Fields sent: `label`, `kind`, `dueOn`, `rule.anchorOn`, `rule.requestId`, `rule.deadlineId`,
 * `rule.offset`, `rule.unit`, `rule.calendar`, `rule.roll`, `cutOff`, `zone`, `basis`, `replaces`.
 */
export function DeadlineForm({ deadlines, requests, calendars, calendar, zoneName, ...form }: DeadlineFormProps) {
  return (
    <ActForm {...form} label="Add a deadline" labels={labels}>
      {(state) => (
        <>
          <div className="form-grid">
            <TextField {...fieldOf(state, 'label')} label="Name" hint="For example “Answers due”" />
            <SelectField
              {...fieldOf(state, 'replaces')}
              label="In place of"
              hint="Open assessments with this deadline get the new one"
              optional
              options={deadlines}
              placeholder="None"
            />
          </div>
          <RadioCards name="kind" legend="How the date is given" inline options={KINDS} defaultValue={typed(state, 'kind', 'stated')} />
          <RuleFields state={state} deadlines={deadlines} requests={requests} calendars={calendars} calendar={calendar} />
          <div className="form-grid">
            <TextField {...fieldOf(state, 'cutOff')} type="time" label="Time of day" hint="Empty: the end of the day" optional />
            <TextField
              {...fieldOf(state, 'zone')}
              label="Time zone"
              hint={`As stated, such as America/Chicago. Empty: ${zoneName} is assumed`}
              optional
            />
          </div>
          <TextAreaField {...fieldOf(state, 'basis')} label="What it rests on" hint="The letter, rule or decision that sets it" />
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
  calendar,
}: { state: FormState | null } & Pick<DeadlineFormProps, 'deadlines' | 'requests' | 'calendars' | 'calendar'>) {
  const errors = state?.fieldErrors ?? {};
  const anchorError = errors['rule.anchorId'];
  return (
    <>
      <div className="form-grid">
        <DateField {...fieldOf(state, 'dueOn')} fieldClassName="for-stated" label="Date" hint="Where it is stated" optional />
        <DateField {...fieldOf(state, 'rule.anchorOn')} fieldClassName="for-fixed" label="Counts from this date" optional />
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
        <TextField {...fieldOf(state, 'rule.offset')} type="number" label="How many" hint="Below zero: before it" optional />
        <SelectField {...fieldOf(state, 'rule.unit', 'days')} label="Of what" options={UNITS} />
        <SelectField {...fieldOf(state, 'rule.calendar', calendar)} label="By which calendar" options={calendars} />
        <SelectField {...fieldOf(state, 'rule.roll', 'next')} label="On a day off" options={ROLLS} />
      </div>
    </>
  );
}
