'use client';

import { useActionState } from 'react';
import { ConflictNotice } from '#components/assessments/conflict-notice.tsx';
import { evidenceClassOptions } from '#components/evidence/evidence-options.ts';
import { FileField } from '#components/evidence/file-field.tsx';
import type { Uploaded } from '#components/evidence/file-ticket.ts';
import { AppLink } from '#components/ui/app-link.tsx';
import { CheckBox } from '#components/ui/choices.tsx';
import { SelectField, TextAreaField, TextField } from '#components/ui/form-fields.tsx';
import { FormProblems } from '#components/ui/form-problems.tsx';
import { type FormAction, type FormState, fieldOf, ticked, typed } from '#components/ui/form-state.ts';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { ANSWERS, answerLabels } from '#lib/domain/answer.ts';
import type { DraftForm as Draft } from './organization-types.ts';
import { DRAFT_FORM_ID, unsavedMark } from './use-unsaved.ts';

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const answerOptions = ANSWERS.map((value) => ({ value, label: sentence(answerLabels[value]) }));

export interface DraftFormProps {
  action: FormAction;
  draft: Draft;
  /** With the words that each letter asks. */
  questions: readonly { ref: string; title: string; text: string; tracked: boolean }[];
  idempotencyKey: string;
  /** The program's slug, for uploads; and what one without JavaScript came back with. */
  program: string;
  uploaded: Uploaded;
  /** This page as it stands now. */
  keepHref: string;
  backHref: string;
}

/**
 * What an organization prepares. Fields sent: `subjectId`, `version`, `answers.<condition>.answer`, `answers.<condition>.words`,
 * `authorName`, `summary`, `needsSignOff`, `removeItems`, `files`, `item.title`, `item.class`, `item.url`, `item.text`. Works without JavaScript.
 */
export function DraftForm(props: DraftFormProps) {
  const [state, dispatch] = useActionState(props.action, null);
  const labels = Object.fromEntries(props.questions.map(({ ref, title }) => [`answers.${ref}.answer`, title]));
  return (
    <form id={DRAFT_FORM_ID} {...unsavedMark(state !== null)} action={dispatch} aria-label="Your answers" className="draft-form">
      <FormProblems state={state} labels={{ ...labels, 'item.title': 'Title', 'item.url': 'Link', authorName: 'Who answers' }} />
      <DraftFields key={state?.attempt ?? 'first'} {...props} state={state} />
    </form>
  );
}

function DraftFields({ state, draft, questions, ...props }: DraftFormProps & { state: FormState | null }) {
  return (
    <>
      {state?.conflict && <ConflictNotice conflict={state.conflict} keepHref={props.keepHref} />}
      <input type="hidden" name="subjectId" value={draft.subjectId} />
      <input type="hidden" name="version" value={state?.conflict?.currentVersion ?? draft.version} />
      <input type="hidden" name="idempotencyKey" value={state?.idempotencyKey ?? props.idempotencyKey} />
      {questions.map((question) => (
        <AnswerFields key={question.ref} question={question} draft={draft} state={state} />
      ))}
      <Enclosures draft={draft} state={state} program={props.program} uploaded={props.uploaded} returnTo={props.keepHref} />
      <section className="panel panel-padded" aria-label="Who answers">
        <h2>Who answers</h2>
        <TextField
          {...fieldOf(state, 'authorName', draft.authorName)}
          label="Name and role"
          optional
          hint="As it should stand on the record, for example Jane Roe, chief of staff"
          autoComplete="off"
        />
        <TextAreaField {...fieldOf(state, 'summary', draft.summary)} label="In short" optional rows={2} />
        <CheckBox name="needsSignOff" defaultChecked={ticked(state, 'needsSignOff', 'on', draft.needsSignOff)}>
          Another person of your organization, such as counsel, signs this off before it is submitted
        </CheckBox>
        <div className="row form-end">
          <SubmitButton pendingLabel="Saving…">Save the draft</SubmitButton>
          <AppLink className="btn btn-quiet" href={props.backHref}>
            Back
          </AppLink>
          <span className="muted small">Only your organization sees a draft. Nothing is sent yet.</span>
        </div>
      </section>
    </>
  );
}

function AnswerFields({
  question,
  draft,
  state,
}: {
  question: DraftFormProps['questions'][number];
  draft: Draft;
  state: FormState | null;
}) {
  const said = draft.answers.find(({ ref }) => ref === question.ref);
  const [answer, words] = [`answers.${question.ref}.answer`, `answers.${question.ref}.words`];
  return (
    <fieldset className="panel panel-padded draft-answer">
      <legend>
        {question.title}
        {!question.tracked && <span className="field-optional"> asked, not tracked</span>}
      </legend>
      <p className="letter-wording">{question.text}</p>
      <SelectField
        name={answer}
        label="Answer"
        placeholder="Not answered"
        optional
        options={answerOptions}
        defaultValue={typed(state, answer, said?.answer ?? '')}
        error={state?.fieldErrors[answer]}
      />
      <TextAreaField
        name={words}
        label="In your words"
        optional
        rows={4}
        hint="Kept and shown word for word"
        defaultValue={typed(state, words, said?.words ?? '')}
        error={state?.fieldErrors[words]}
      />
    </fieldset>
  );
}

function Enclosures({
  draft,
  state,
  ...upload
}: {
  draft: Draft;
  state: FormState | null;
  program: string;
  uploaded: Uploaded;
  returnTo: string;
}) {
  const field = (name: string, fallback?: string) => fieldOf(state, name, fallback);
  return (
    <section className="panel panel-padded" aria-label="What you enclose">
      <h2>What you enclose</h2>
      {draft.items.length === 0 && <p className="muted">Nothing yet.</p>}
      {draft.items.length > 0 && (
        <ul className="draft-items">
          {draft.items.map((item) => (
            <li key={item.id}>
              <span>
                <b>{item.title}</b> <span className="muted small">{item.what}</span>
              </span>
              <CheckBox name="removeItems" value={item.id} defaultChecked={ticked(state, 'removeItems', item.id)}>
                Take out <span className="visually-hidden">{item.title}</span>
              </CheckBox>
            </li>
          ))}
        </ul>
      )}
      <h3>Add one</h3>
      <FileField {...upload} state={state} optional />
      <div className="form-grid">
        <TextField {...field('item.title')} label="Title" optional autoComplete="off" hint="A file is named after itself" />
        <SelectField {...field('item.class', 'B')} label="Kind" options={evidenceClassOptions} />
        <TextField
          {...field('item.url')}
          label="Link"
          type="url"
          inputMode="url"
          optional
          hint="Instead of a file: where it can be read"
          fieldClassName="field-wide"
        />
        <TextAreaField
          {...field('item.text')}
          label="Text"
          optional
          rows={3}
          hint="Or its text, kept word for word with its SHA-256"
          fieldClassName="field-wide"
        />
      </div>
    </section>
  );
}
