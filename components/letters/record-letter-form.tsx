'use client';

import { useActionState } from 'react';
import { AppLink } from '#components/ui/app-link.tsx';
import { RadioCards } from '#components/ui/choices.tsx';
import { SelectField, TextAreaField } from '#components/ui/form-fields.tsx';
import { FormProblems } from '#components/ui/form-problems.tsx';
import { type FormState, fieldOf, typed } from '#components/ui/form-state.ts';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { COUNTS, countsLabels } from '#lib/domain/answer.ts';
import { LetterAnswers } from './letter-answers.tsx';
import { LetterFacts } from './letter-facts.tsx';
import type { RecordLetterFormProps } from './record-letter-types.ts';

const labels = {
  applicationId: 'City',
  url: 'Link',
  text: 'Text',
  files: 'Files',
  title: 'Title',
  class: 'Class',
  authorName: 'Who wrote it',
  authorRole: 'Role',
  answeredBy: 'On behalf of',
  datedOn: 'Dated',
  receivedOn: 'Received',
  answers: 'What it says',
  counts: 'Whether it counts',
  summary: 'In short',
};

/** One letter, one act: evidence, response, an answer to each condition, statuses and events. Works without JavaScript. */
export function RecordLetterForm(props: RecordLetterFormProps) {
  const [state, dispatch] = useActionState(props.action, null);
  const answers = props.conditions.map((condition) => [`answers.${condition.ref}.answer`, condition.title]);
  return (
    <form action={dispatch} className="letter-form" aria-label="Record a letter">
      <FormProblems state={state} labels={{ ...labels, ...Object.fromEntries(answers) }} />
      <LetterFields key={state?.attempt ?? 'first'} {...props} state={state} />
    </form>
  );
}

const countsOptions = COUNTS.map((value) => ({ value, label: countsLabels[value] }));

function LetterFields({ state, ...props }: RecordLetterFormProps & { state: FormState | null }) {
  const errors = state?.fieldErrors ?? {};
  return (
    <>
      <input type="hidden" name="idempotencyKey" value={state?.idempotencyKey ?? props.idempotencyKey} />
      <div className="letter-columns">
        <section className="panel panel-padded" aria-label="The letter">
          <h2>The letter</h2>
          <SelectField
            {...fieldOf(state, 'applicationId', props.applicationId)}
            label="City"
            placeholder="Choose a city"
            options={props.applications.map((application) => ({ value: application.id, label: application.name }))}
          />
          <LetterFacts state={state} today={props.today} files={props.files} />
        </section>
        <section className="panel panel-padded" aria-label="What it says">
          <h2>What it says</h2>
          <p className="muted small">The answer is the writer’s. It is not a finding.</p>
          <LetterAnswers conditions={props.conditions} state={state} />
          <RadioCards
            name="counts"
            legend="Does it count as an answer to the request?"
            options={countsOptions}
            defaultValue={typed(state, 'counts')}
            error={errors.counts}
            inline
          />
          <TextAreaField {...fieldOf(state, 'summary')} label="In short" hint="Your paraphrase, one or two sentences" optional rows={2} />
          <div className="row form-end">
            <SubmitButton pendingLabel="Recording…">Record the letter</SubmitButton>
            <AppLink className="btn btn-quiet" href={props.cancelHref}>
              Cancel
            </AppLink>
            <span className="muted small">Recorded with your name, now. It can be corrected, never erased.</span>
          </div>
        </section>
      </div>
    </>
  );
}
