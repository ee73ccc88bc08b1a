'use client';

import { ActForm, type ActFormProps } from '#components/settings/act-form.tsx';
import { CheckBoxes } from '#components/ui/check-boxes.tsx';
import { RadioCards } from '#components/ui/choices.tsx';
import { DateField, SelectField, TextAreaField } from '#components/ui/form-fields.tsx';
import { type FormState, fieldOf, typed } from '#components/ui/form-state.ts';
import type { Option } from '#components/ui/inputs.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { LetterFields, letterLabels, type UploadPlace } from './letter-fields.tsx';

type Given = Omit<ActFormProps, 'label' | 'hidden'>;

const SCOPES = [
  { value: 'application', label: 'One applicant' },
  { value: 'group', label: 'A group' },
  { value: 'program', label: 'Every applicant of the program', hint: 'One decision, however many there are' },
];

const askLabels = {
  scope: 'For whom',
  applicationIds: 'Applicants',
  deadlineId: 'Deadline',
  wantedOn: 'Until when',
  askedOn: 'Asked on',
  reason: 'Reason',
  ...letterLabels,
};

export interface AskExtensionFormProps extends Given {
  deadlines: readonly Option[];
  applicants: readonly { id: string; name: string }[];
  /** Chosen beforehand, where the form was opened from an assessment. */
  deadlineId?: string | undefined;
  applicationId?: string | undefined;
  /** Only for the organization of the reader. */
  ownOnly?: boolean | undefined;
  today: string;
  upload: UploadPlace;
}

/** Asks for more time. Fields sent: `scope`, `applicationIds` (none or many), `deadlineId`, `wantedOn`, `askedOn`, `reason` and the letter's. */
export function AskExtensionForm({
  deadlines,
  applicants,
  deadlineId,
  applicationId,
  ownOnly = false,
  today,
  upload,
  ...form
}: AskExtensionFormProps) {
  const only = ownOnly ? applicants[0]?.id : undefined;
  return (
    <ActForm {...form} hidden={only ? { scope: 'application', applicationIds: only } : {}} label="Ask for more time" labels={askLabels}>
      {(state) => (
        <>
          {!only && (
            <>
              <RadioCards name="scope" legend="For whom" inline options={SCOPES} defaultValue={typed(state, 'scope', 'application')} />
              <ApplicantBoxes state={state} applicants={applicants} chosen={applicationId} />
            </>
          )}
          <div className="form-grid">
            <SelectField
              {...fieldOf(state, 'deadlineId', deadlineId ?? (deadlines.length === 1 ? deadlines[0]?.value : ''))}
              label="Deadline"
              options={deadlines}
              placeholder="Choose the deadline"
            />
            <DateField {...fieldOf(state, 'wantedOn')} label="Until when" hint="A day after the one that counts now" />
            <DateField {...fieldOf(state, 'askedOn')} label="Asked on" hint="Empty: today" optional max={today} />
          </div>
          <TextAreaField {...fieldOf(state, 'reason')} label="Reason" />
          <LetterFields state={state} legend="The letter that asks for it" upload={upload} />
          <div className="row form-end">
            <SubmitButton pendingLabel="Recording…">Record the request</SubmitButton>
            <span className="muted small">The date moves only once it is granted.</span>
          </div>
        </>
      )}
    </ActForm>
  );
}

/** Whose names a form ticks: for one applicant the only box ticked, for a group several. */
export function ApplicantBoxes({
  state,
  applicants,
  chosen,
  legend = 'Applicants',
  hint = 'One for one applicant, several for a group, none for the whole program',
}: {
  state: FormState | null;
  applicants: readonly { id: string; name: string }[];
  chosen?: string | undefined;
  legend?: string | undefined;
  hint?: string | undefined;
}) {
  return (
    <CheckBoxes
      name="applicationIds"
      legend={legend}
      hint={hint}
      state={state}
      options={applicants.map(({ id, name }) => ({ value: id, label: name, checked: id === chosen }))}
      className="form-group"
      listClassName="party-boxes"
    />
  );
}

/** Takes a request back. Fields sent: `extensionId`, `reason`. */
export function WithdrawExtensionForm({ extensionId, ...form }: Given & { extensionId: string }) {
  return (
    <ActForm {...form} hidden={{ extensionId }} label="Take back the request" labels={{ reason: 'Reason' }}>
      {(state) => (
        <>
          <TextAreaField {...fieldOf(state, 'reason')} label="Reason" />
          <div className="row form-end">
            <SubmitButton pendingLabel="Recording…">Take back the request</SubmitButton>
            <span className="muted small">It stays on record as withdrawn.</span>
          </div>
        </>
      )}
    </ActForm>
  );
}

const decideLabels = { decision: 'Decision', grantedOn: 'New date', decidedOn: 'Decided on', reason: 'Reason', ...letterLabels };

export interface DecideExtensionFormProps extends Given {
  extensionId: string;
  wantedOn: string;
  today: string;
  upload: UploadPlace;
}

/** Grants or refuses. Fields sent: `extensionId`, `decision`, `grantedOn`, `decidedOn`, `reason` and the letter's. */
export function DecideExtensionForm({ extensionId, wantedOn, today, upload, ...form }: DecideExtensionFormProps) {
  return (
    <ActForm {...form} hidden={{ extensionId }} label="Decide on more time" labels={decideLabels}>
      {(state) => (
        <>
          <RadioCards
            name="decision"
            legend="Decision"
            inline
            options={[
              { value: 'grant', label: 'Grant it' },
              { value: 'refuse', label: 'Refuse it', hint: 'The date stays as it is' },
            ]}
            defaultValue={typed(state, 'decision')}
            error={state?.fieldErrors.decision}
          />
          <div className="form-grid">
            <DateField {...fieldOf(state, 'grantedOn', wantedOn)} label="New date" hint="To grant; as asked unless changed" />
            <DateField
              {...fieldOf(state, 'decidedOn')}
              label="Decided on"
              hint="Empty: today. It holds from this day"
              optional
              max={today}
            />
          </div>
          <TextAreaField {...fieldOf(state, 'reason')} label="Reason" />
          <LetterFields state={state} legend="The letter that says so" upload={upload} />
          <div className="row form-end">
            <SubmitButton pendingLabel="Recording…">Record the decision</SubmitButton>
            <span className="muted small">Recorded with your name; decided once.</span>
          </div>
        </>
      )}
    </ActForm>
  );
}
