'use client';

import { ActForm } from '#components/settings/act-form.tsx';
import { TextField } from '#components/ui/form-fields.tsx';
import { type FormAction, fieldOf } from '#components/ui/form-state.ts';
import { SubmitButton, type SubmitButtonProps } from '#components/ui/submit-button.tsx';
import type { DraftState } from './organization-types.ts';
import { holdsUnsaved, useUnsaved } from './use-unsaved.ts';

export interface DraftActsProps {
  draft: DraftState;
  signOff: FormAction;
  submit: FormAction;
  discard: FormAction;
  /** A key for each of the three forms. */
  keys: readonly [string, string, string];
  keepHref: string;
}

/** What can be done with a saved draft: sign it off, submit it, throw it away. Each names the version that was seen. */
export function DraftActs({ draft, keys, keepHref, ...actions }: DraftActsProps) {
  const hidden = { subjectId: draft.subjectId, version: String(draft.version) };
  const unsaved = useUnsaved();
  const blocked = draft.needsSignOff && draft.signedOffText === null;
  return (
    <section className="panel panel-padded draft-acts" aria-label="The draft">
      <h2>The draft</h2>
      <p className="muted small">Saved by {draft.savedText}</p>
      {draft.signedOffText && <p>Signed off by {draft.signedOffText}. A later edit takes this away.</p>}
      {unsaved && (
        <p id={UNSAVED_ID} role="status">
          <b>You changed the answers since the draft was saved.</b> Save the draft first: only what is saved is signed off and submitted.
        </p>
      )}
      {blocked && (
        <p>
          <b>Waits for a sign-off.</b>{' '}
          {draft.isOwn
            ? 'You wrote it last, so another person of your organization gives it.'
            : 'You may give it: you did not write it last.'}
        </p>
      )}
      {!draft.isOwn && draft.signedOffText === null && (
        <ActForm action={actions.signOff} hidden={hidden} idempotencyKey={keys[0]} keepHref={keepHref} label="Sign off">
          {(state) => (
            <div className="draft-sign">
              <TextField
                {...fieldOf(state, 'title')}
                label="You sign off as"
                hint="For example City attorney"
                autoComplete="organization-title"
              />
              <SavedButton variant="secondary" pendingLabel="Signing off…">
                Sign off
              </SavedButton>
            </div>
          )}
        </ActForm>
      )}
      {!blocked && (
        <ActForm action={actions.submit} hidden={hidden} idempotencyKey={keys[1]} keepHref={keepHref} label="Submit">
          {() => (
            <>
              <SavedButton pendingLabel="Submitting…">Submit to the funder</SavedButton>
              <p className="muted small">
                From then on it is said, with your name, and you get a receipt. It can be recalled, never erased.
              </p>
            </>
          )}
        </ActForm>
      )}
      <ActForm
        action={actions.discard}
        hidden={hidden}
        idempotencyKey={keys[2]}
        keepHref={keepHref}
        label="Throw the draft away"
        fold="Throw the draft away"
      >
        {() => (
          <div className="row">
            <SubmitButton variant="secondary" small pendingLabel="Throwing away…">
              Throw it away for good
            </SubmitButton>
            <span className="muted small">Nothing of it is kept.</span>
          </div>
        )}
      </ActForm>
    </section>
  );
}

const UNSAVED_ID = 'draft-unsaved';

/** An act on the saved draft; it does nothing while the form beside it holds what is not saved. */
function SavedButton(props: SubmitButtonProps) {
  const unsaved = useUnsaved();
  return (
    <SubmitButton
      {...props}
      aria-disabled={unsaved}
      aria-describedby={unsaved ? UNSAVED_ID : undefined}
      onClick={(event) => holdsUnsaved() && event.preventDefault()}
    />
  );
}
