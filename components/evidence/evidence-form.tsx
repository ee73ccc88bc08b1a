'use client';

import { useActionState } from 'react';
import { AppLink } from '#components/ui/app-link.tsx';
import { CheckBoxes } from '#components/ui/check-boxes.tsx';
import { CheckBox } from '#components/ui/choices.tsx';
import { DateField, SelectField, TextAreaField, TextField } from '#components/ui/form-fields.tsx';
import { FormProblems } from '#components/ui/form-problems.tsx';
import { type FormAction, type FormState, fieldOf, ticked, typed } from '#components/ui/form-state.ts';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { SENSITIVITIES, sensitivityLabels } from '#lib/domain/evidence.ts';
import { evidenceClassOptions, issuerOptions } from './evidence-options.ts';
import { FileField } from './file-field.tsx';
import type { Uploaded } from './file-ticket.ts';

export interface EvidenceFormProps {
  action: FormAction;
  idempotencyKey: string;
  program: string;
  /** Assessments that it can be put on. */
  assessments: readonly { id: string; label: string; checked: boolean }[];
  today: string;
  mayMarkPrivileged: boolean;
  cancelHref: string;
  /** This page, for an upload without JavaScript, and what it came back with. */
  returnTo: string;
  uploaded: Uploaded;
}

const labels = {
  assessmentIds: 'What it is about',
  title: 'Title',
  class: 'Class',
  files: 'Files',
  url: 'Link',
  citation: 'Citation',
  issuer: 'Whose it is',
  datedOn: 'Dated',
  receivedOn: 'Received',
  inForceFrom: 'In force from',
  inForceTo: 'In force to',
};

/** Evidence that came in: what, from whom, since when, and what it is about. Works without JavaScript. */
export function EvidenceForm(props: EvidenceFormProps) {
  const [state, dispatch] = useActionState(props.action, null);
  return (
    <form action={dispatch} className="evidence-form" aria-label="Add evidence">
      <FormProblems state={state} labels={labels} />
      <div className="letter-columns" key={state?.attempt ?? 'first'}>
        <section className="panel panel-padded" aria-label="The item">
          <h2>The item</h2>
          <input type="hidden" name="idempotencyKey" value={state?.idempotencyKey ?? props.idempotencyKey} />
          <ItemFields {...props} state={state} />
        </section>
        <section className="panel panel-padded" aria-label="What it is about">
          <h2>What it is about</h2>
          <PlaceFields {...props} state={state} />
        </section>
      </div>
    </form>
  );
}

type Fields = EvidenceFormProps & { state: FormState | null };

function ItemFields({ state, ...props }: Fields) {
  const text = (name: string) => fieldOf(state, name);
  return (
    <>
      <FileField program={props.program} state={state} returnTo={props.returnTo} uploaded={props.uploaded} optional />
      <TextField {...text('url')} type="url" label="Link" hint="Where it was published. When it was read is recorded." optional />
      <TextField {...text('citation')} label="Citation" hint="For example a section of a code, or a docket and its entry" optional />
      <TextField {...text('title')} label="Title" hint="Left empty, a file keeps its name" />
      <SelectField {...text('class')} label="Class" options={evidenceClassOptions} placeholder="Choose" />
      <div className="form-grid">
        <TextField {...text('issuingBody')} label="Issued by" optional />
        <SelectField {...text('issuer')} label="Whose it is" placeholder="Somebody else's" options={issuerOptions} />
        <DateField {...text('datedOn')} label="Dated" max={props.today} optional />
        <DateField {...text('receivedOn')} label="Received" max={props.today} optional />
        <DateField {...text('inForceFrom')} label="In force from" optional />
        <DateField {...text('inForceTo')} label="In force to" optional />
      </div>
      <TextAreaField {...text('text')} label="Text" hint="Pasted, where there is no file" rows={3} optional />
    </>
  );
}

function PlaceFields({ state, ...props }: Fields) {
  return (
    <>
      <CheckBoxes
        name="assessmentIds"
        legend="Assessments"
        state={state}
        options={props.assessments.map(({ id, label, checked }) => ({ value: id, label, checked }))}
        listClassName="check-list"
      />
      <TextField
        name="pageReference"
        label="Pages that count"
        hint="For example pages 3 and 4"
        optional
        defaultValue={typed(state, 'pageReference')}
      />
      <SelectField
        name="sensitivity"
        label="Sensitivity"
        hint="Restricted: the content only for those who decide, counsel and auditors"
        options={SENSITIVITIES.map((value) => ({ value, label: sensitivityLabels[value] }))}
        defaultValue={typed(state, 'sensitivity', 'internal')}
      />
      {props.mayMarkPrivileged && (
        <CheckBox name="privileged" defaultChecked={ticked(state, 'privileged', 'on')}>
          Privileged: for counsel and auditors alone. Counsel can take this back.
        </CheckBox>
      )}
      <TextAreaField name="note" label="Note" hint="Can be searched" rows={2} optional defaultValue={typed(state, 'note')} />
      <div className="row form-end">
        <SubmitButton pendingLabel="Adding…">Add evidence</SubmitButton>
        <AppLink className="btn btn-quiet" href={props.cancelHref}>
          Cancel
        </AppLink>
        <span className="muted small">Recorded with your name, now. It can be superseded, never erased.</span>
      </div>
    </>
  );
}
