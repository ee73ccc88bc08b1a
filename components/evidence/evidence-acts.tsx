'use client';

import { ActForm } from '#components/settings/act-form.tsx';
import { CheckBoxes } from '#components/ui/check-boxes.tsx';
import { CheckBox } from '#components/ui/choices.tsx';
import { SelectField, TextAreaField, TextField } from '#components/ui/form-fields.tsx';
import { type FormAction, type FormState, fieldOf, ticked, typed } from '#components/ui/form-state.ts';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { FileField } from './file-field.tsx';
import type { Uploaded } from './file-ticket.ts';

interface ActProps {
  action: FormAction;
  idempotencyKey: string;
  evidenceId: string;
  /** This page. */
  keepHref: string;
}

const reasonField = (state: FormState | null, id: string, label = 'Reason') => (
  <TextAreaField {...fieldOf(state, 'reason')} id={id} label={label} rows={2} />
);

/** Asked of whoever takes away what others rest on. */
function SeenBox({ state, relied }: { state: FormState | null; relied: number }) {
  if (relied === 0) return null;
  return (
    <div className="field">
      {state?.fieldErrors.seen && <p className="field-error">{state.fieldErrors.seen}</p>}
      <CheckBox name="seen" defaultChecked={ticked(state, 'seen', 'on')}>
        {relied === 1 ? 'One finding, proposal or reliance rests on it' : `${relied} findings, proposals or reliances rest on it`}, listed
        above. I have seen which.
      </CheckBox>
    </div>
  );
}

/** Another item takes its place, or none does. */
export function SupersedeForm({
  evidenceId,
  relied,
  others,
  ...form
}: ActProps & { relied: number; others: readonly { id: string; label: string }[] }) {
  return (
    <ActForm {...form} hidden={{ evidenceId }} label="Supersede" fold="Supersede">
      {(state) => (
        <>
          <p className="muted small">It stays on record. What rests on it is marked as resting on evidence no longer in force.</p>
          <SelectField
            name="supersededById"
            label="By"
            placeholder="By nothing on record"
            options={others.map(({ id, label }) => ({ value: id, label }))}
            defaultValue={typed(state, 'supersededById')}
          />
          {reasonField(state, 'supersede-reason')}
          <SeenBox state={state} relied={relied} />
          <SubmitButton pendingLabel="Recording…">Supersede</SubmitButton>
        </>
      )}
    </ActForm>
  );
}

/** For what was sent in error. */
export function SealForm({ evidenceId, relied, ...form }: ActProps & { relied: number }) {
  return (
    <ActForm {...form} hidden={{ evidenceId }} label="Seal: sent in error" fold="Seal: sent in error">
      {(state) => (
        <>
          <p className="muted small">Its digest stays. Its content can then be read by counsel alone, and a seal is not taken off.</p>
          {reasonField(state, 'seal-reason')}
          <SeenBox state={state} relied={relied} />
          <SubmitButton pendingLabel="Sealing…">Seal</SubmitButton>
        </>
      )}
    </ActForm>
  );
}

/** Counsel's mark, and taking it off. */
export function PrivilegeForm({ evidenceId, privileged, ...form }: ActProps & { privileged: boolean }) {
  const words = privileged ? 'Take the mark of privilege off' : 'Mark as privileged';
  return (
    <ActForm {...form} hidden={{ evidenceId, privileged: privileged ? 'no' : 'yes' }} label={words} fold={words}>
      {(state) => (
        <>
          {reasonField(state, 'privilege-reason')}
          <SubmitButton pendingLabel="Recording…">{words}</SubmitButton>
        </>
      )}
    </ActForm>
  );
}

/** A better scan, a signed copy: the versions before it stay. */
export function VersionForm({ evidenceId, program, uploaded, ...form }: ActProps & { program: string; uploaded: Uploaded }) {
  return (
    <ActForm
      {...form}
      hidden={{ evidenceId }}
      label="Add a version"
      fold="Add a version"
      open={uploaded.tickets.length > 0 || uploaded.problem !== null}
    >
      {(state) => (
        <>
          <FileField program={program} state={state} multiple={false} uploaded={uploaded} returnTo={form.keepHref} />
          {reasonField(state, 'version-reason', 'Why')}
          <SubmitButton pendingLabel="Adding…">Add the version</SubmitButton>
        </>
      )}
    </ActForm>
  );
}

/** More assessments that it counts for. */
export function LinkForm({ evidenceId, assessments, ...form }: ActProps & { assessments: readonly { id: string; label: string }[] }) {
  return (
    <ActForm {...form} hidden={{ evidenceId }} label="Link to more assessments" fold="Link to more assessments">
      {(state) => (
        <>
          <CheckBoxes
            name="assessmentIds"
            legend="Assessments"
            state={state}
            options={assessments.map(({ id, label }) => ({ value: id, label }))}
            listClassName="check-list"
          />
          <TextField name="pageReference" label="Pages that count" optional defaultValue={typed(state, 'pageReference')} />
          <SubmitButton pendingLabel="Linking…">Link</SubmitButton>
        </>
      )}
    </ActForm>
  );
}
