'use client';

import { ActForm, type ActFormProps } from '#components/settings/act-form.tsx';
import { RadioCards } from '#components/ui/choices.tsx';
import { DateField, SelectField, TextAreaField, TextField } from '#components/ui/form-fields.tsx';
import { fieldOf, typed } from '#components/ui/form-state.ts';
import type { Option } from '#components/ui/inputs.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';

const ACTS = [
  { value: 'close', label: 'Add a day off' },
  { value: 'open', label: 'Add a day on which offices are open' },
  { value: 'remove', label: 'Take back a day that was added' },
];
const labels = { calendar: 'Calendar', day: 'Day', reason: 'Reason', title: 'Title', base: 'Begins with', add: 'Day', remove: 'Day' };

/** Changes one day of a calendar. Fields sent: `calendar`, `act`, `day`, `reason`. */
export function CalendarDayForm({ calendars, ...form }: Omit<ActFormProps, 'label' | 'hidden'> & { calendars: readonly Option[] }) {
  return (
    <ActForm {...form} label="Change a calendar" labels={labels}>
      {(state) => (
        <>
          <div className="form-grid">
            <SelectField {...fieldOf(state, 'calendar')} label="Calendar" options={calendars} />
            <DateField
              name="day"
              label="Day"
              defaultValue={typed(state, 'day')}
              error={state?.fieldErrors.add ?? state?.fieldErrors.remove}
            />
          </div>
          <RadioCards name="act" legend="What changes" inline options={ACTS} defaultValue={typed(state, 'act', 'close')} />
          <TextAreaField {...fieldOf(state, 'reason')} label="Reason" hint="For example who proclaimed the day, and where it can be read" />
          <div className="row form-end">
            <SubmitButton pendingLabel="Recording…">Change the calendar</SubmitButton>
            <span className="muted small">It holds in every program. Open computed deadlines move, those that have passed stay.</span>
          </div>
        </>
      )}
    </ActForm>
  );
}

const BASES = [
  { value: 'us_federal', label: 'Federal holidays and weekends' },
  { value: 'none', label: 'Weekends only' },
];

/** Adds a calendar. Fields sent: `calendar`, `title`, `base`, `reason`. */
export function NewCalendarForm(form: Omit<ActFormProps, 'label' | 'hidden'>) {
  return (
    <ActForm {...form} label="Add a calendar" labels={labels}>
      {(state) => (
        <>
          <div className="form-grid">
            <TextField {...fieldOf(state, 'calendar')} label="Short name" hint="Small letters, such as county_office" />
            <TextField {...fieldOf(state, 'title')} label="Title" />
            <SelectField {...fieldOf(state, 'base', 'us_federal')} label="Begins with" options={BASES} />
          </div>
          <TextAreaField {...fieldOf(state, 'reason')} label="Reason" />
          <div className="row form-end">
            <SubmitButton pendingLabel="Recording…">Add the calendar</SubmitButton>
          </div>
        </>
      )}
    </ActForm>
  );
}
