'use client';

import { useActionState } from 'react';
import { AppLink } from '#components/ui/app-link.tsx';
import { CheckBox } from '#components/ui/choices.tsx';
import { DateField, SelectField, TextAreaField, TextField } from '#components/ui/form-fields.tsx';
import { FormProblems } from '#components/ui/form-problems.tsx';
import { fieldOf, ticked, typed } from '#components/ui/form-state.ts';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { formatDate } from '#lib/domain/time.ts';
import { RecipientPicker } from './recipient-picker.tsx';
import type { RequestFormProps, RequestState } from './request-form-types.ts';
import { RequestPreview } from './request-preview.tsx';

const labels = {
  title: 'Title',
  sentOn: 'Sent on',
  signer: 'Signed by',
  recipients: 'Recipients',
  questions: 'Questions',
  deadlineId: 'Deadline',
  dueOn: 'Answer due',
  dueBasis: 'Basis of the due date',
  templateId: 'Template',
  note: 'Remark',
};

type FieldsProps = RequestFormProps & { state: RequestState | null };

/** One letter to many: who, what, by when, in which words. It is shown before it is recorded. Works without JavaScript. */
export function RequestForm(props: RequestFormProps) {
  const [state, dispatch] = useActionState(props.action, null);
  return (
    <form action={dispatch} className="letter-form" aria-label={props.replaces ? 'Send a letter again' : 'Send a letter'}>
      <FormProblems state={state} labels={labels} />
      <RequestFields key={state?.attempt ?? 'first'} {...props} state={state} />
    </form>
  );
}

function RequestFields(props: FieldsProps) {
  const { state, replaces } = props;
  return (
    <>
      <input type="hidden" name="idempotencyKey" value={state?.idempotencyKey ?? props.idempotencyKey} />
      {replaces && <input type="hidden" name="replaces" value={replaces.id} />}
      <div className="letter-columns">
        <section className="panel panel-padded" aria-label="Who is asked">
          <h2>Who is asked</h2>
          <RecipientPicker rows={props.recipients} chosen={replaces?.chosen ?? []} state={state} />
        </section>
        <section className="panel panel-padded" aria-label="The letter">
          <h2>The letter</h2>
          <LetterFields {...props} />
          <Questions {...props} />
          <DueFields {...props} />
        </section>
      </div>
      <section className="panel panel-padded letter-send" aria-label="Preview and record">
        {state?.preview && <RequestPreview {...state.preview} />}
        <div className="row form-end">
          <SubmitButton name="intent" value="preview" variant={state?.preview ? 'secondary' : 'primary'} pendingLabel="Looking…">
            {state?.preview ? 'Preview again' : 'Preview'}
          </SubmitButton>
          {state?.preview && (
            <SubmitButton name="intent" value="send" pendingLabel="Recording…">
              Record as sent
            </SubmitButton>
          )}
          <AppLink className="btn btn-quiet" href={props.cancelHref}>
            Cancel
          </AppLink>
          <span className="muted small">Proviso records the letter and makes it to print; it does not mail it.</span>
        </div>
      </section>
    </>
  );
}

function LetterFields({ state, replaces, templates, today, templatesHref }: FieldsProps) {
  const field = (name: string, fallback?: string) => fieldOf(state, name, fallback);
  const options = templates.map(({ id, name, version }) => ({ value: id, label: `${name}, version ${version}` }));
  return (
    <div className="form-grid">
      <TextField
        {...field('title', replaces ? `${replaces.title}, sent again` : '')}
        label="Title"
        hint="How the letter is found again"
        autoComplete="off"
        fieldClassName="field-wide"
      />
      <DateField {...field('sentOn')} label="Sent on" max={today} />
      <TextField {...field('signer', replaces?.signer ?? '')} label="Signed by" optional autoComplete="off" />
      <SelectField
        {...field('templateId')}
        label="Template"
        placeholder="Request for answers (built in)"
        options={options}
        hint={<AppLink href={templatesHref}>Read and change templates</AppLink>}
        fieldClassName="field-wide"
      />
      <TextAreaField
        {...field('note')}
        label="Remark"
        optional
        rows={2}
        hint="For the office; recipients do not see it"
        fieldClassName="field-wide"
      />
    </div>
  );
}

function Questions({ state, questions }: FieldsProps) {
  return (
    <fieldset className="field" id="questions">
      <legend>Questions, word for word</legend>
      {state?.fieldErrors.questions && <p className="field-error">{state.fieldErrors.questions}</p>}
      {questions.map(({ ref, title, tracked, wording }) => (
        <div className="asked-question" key={ref}>
          <CheckBox name="ask" value={ref} defaultChecked={ticked(state, 'ask', ref, tracked)}>
            {title}
            {!tracked && <span className="field-optional"> recorded, not tracked</span>}
          </CheckBox>
          <TextAreaField
            name={`question.${ref}`}
            label="In these words"
            rows={3}
            defaultValue={typed(state, `question.${ref}`, wording)}
            error={state?.fieldErrors[`question.${ref}`]}
          />
        </div>
      ))}
    </fieldset>
  );
}

function DueFields({ state, deadlines }: FieldsProps) {
  const field = (name: string) => fieldOf(state, name);
  return (
    <div className="form-grid">
      <SelectField
        {...field('deadlineId')}
        label="Answer due"
        placeholder="On a date of its own"
        options={deadlines.map(({ id, label, dueOn }) => ({ value: id, label: `${label}: ${formatDate(dueOn, 'long')}` }))}
        hint="A deadline on record, or a date below"
        fieldClassName="field-wide"
      />
      <DateField {...field('dueOn')} label="Date" hint="Needed without a deadline on record" />
      <TextField
        {...field('dueBasis')}
        label="Basis of the date"
        hint="Needed with a date of its own, for example the sentence of the letter"
        autoComplete="off"
      />
    </div>
  );
}
