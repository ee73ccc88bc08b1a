'use client';

import { useActionState } from 'react';
import { Details } from '#components/ui/details.tsx';
import { DateField, SelectField, TextAreaField } from '#components/ui/form-fields.tsx';
import { FormProblems } from '#components/ui/form-problems.tsx';
import { type FormAction, fieldOf } from '#components/ui/form-state.ts';
import type { Option } from '#components/ui/inputs.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { ConflictNotice } from './conflict-notice.tsx';

/** Fields sent: `assessmentId`, `version`, `idempotencyKey`, `corrects`, `to`, `reason`, `effectiveOn`. */
export interface CorrectionFormProps {
  action: FormAction;
  assessmentId: string;
  version: number;
  idempotencyKey: string;
  /** Sequence of the event that was wrong. */
  corrects: number;
  /** The same in words, for example "Requested → Answer received, recorded today". */
  correctsText: string;
  /** Statuses the assessment has held; the one before is the first. */
  choices: readonly Option[];
  today: string;
  keepHref: string;
}

/** Takes back or corrects the last step. What was recorded stays in the history. */
export function CorrectionForm(props: CorrectionFormProps) {
  const [state, dispatch] = useActionState(props.action, null);
  return (
    <Details look="row" summary="Undo or correct the last step" open={state !== null}>
      <form action={dispatch} key={state?.attempt ?? 'first'} aria-label="Correct the last step">
        <FormProblems state={state} />
        <input type="hidden" name="assessmentId" value={props.assessmentId} />
        <input type="hidden" name="version" value={state?.conflict?.currentVersion ?? props.version} />
        <input type="hidden" name="idempotencyKey" value={state?.idempotencyKey ?? props.idempotencyKey} />
        <input type="hidden" name="corrects" value={props.corrects} />
        {state?.conflict && <ConflictNotice conflict={state.conflict} keepHref={props.keepHref} />}
        <p className="small">
          To correct: <b>{props.correctsText}</b>
        </p>
        <div className="form-grid">
          <SelectField {...fieldOf(state, 'to', props.choices[0]?.value)} id="correct-to" label="It should read" options={props.choices} />
          <DateField
            {...fieldOf(state, 'effectiveOn')}
            id="correct-effectiveOn"
            label="From"
            hint="Empty: from the effective date of the step corrected"
            max={props.today}
          />
        </div>
        <TextAreaField {...fieldOf(state, 'reason')} id="correct-reason" label="Reason" rows={2} />
        {!state?.conflict && (
          <div className="row form-end">
            <SubmitButton variant="secondary" pendingLabel="Recording…">
              Record the correction
            </SubmitButton>
            <span className="muted small">Both stay in the history.</span>
          </div>
        )}
      </form>
    </Details>
  );
}
