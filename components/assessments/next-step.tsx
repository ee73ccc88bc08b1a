'use client';

import { useActionState, useState } from 'react';
import { DateField, TextAreaField } from '#components/ui/form-fields.tsx';
import { FormProblems } from '#components/ui/form-problems.tsx';
import { type FormState, fieldOf, typed } from '#components/ui/form-state.ts';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { ConflictNotice } from './conflict-notice.tsx';
import { EvidencePicker } from './evidence-picker.tsx';
import { NeedsSomeoneElse } from './needs-someone-else.tsx';
import { StepCards } from './next-step-cards.tsx';
import type { NextStepProps } from './next-step-types.ts';

const labels = { to: 'Next step', reason: 'Reason', effectiveOn: 'Effective date', evidenceIds: 'Evidence' };

/** Errors of `details.x` belong to the fields of the move that was chosen. */
function placeErrors(state: FormState | null): FormState | null {
  const to = typed(state, 'to');
  if (!state || !to) return state;
  const entries = Object.entries(state.fieldErrors).map(([name, message]) => {
    const [head, ...rest] = name.split('.');
    return head === 'details' && rest.length === 1 ? [`details.${to}.${rest[0]}`, message] : [name, message];
  });
  return { ...state, fieldErrors: Object.fromEntries(entries) };
}

/** The next legal step of an assessment: what, why, since when, on what proof. Works without JavaScript. */
export function NextStep(props: NextStepProps) {
  const [answer, dispatch] = useActionState(props.action, null);
  const state = placeErrors(answer);
  if (props.offReason || props.options.length === 0) {
    return (
      <section className="panel panel-padded" id="next-step" aria-label="Next step">
        <h2>Next step</h2>
        <p className="muted">{props.offReason ?? 'No step is open to you here.'}</p>
        <NeedsSomeoneElse items={props.needsSomeoneElse} />
      </section>
    );
  }
  return (
    <section className="panel panel-padded" id="next-step" aria-label="Next step">
      <h2>Next step</h2>
      <form action={dispatch}>
        <FormProblems state={state} labels={labels} />
        <NextStepFields key={state?.attempt ?? 'first'} {...props} state={state} />
      </form>
    </section>
  );
}

function NextStepFields({ state, ...props }: NextStepProps & { state: FormState | null }) {
  const only = props.options.length === 1 ? props.options[0]?.to : undefined;
  const [to, setTo] = useState(typed(state, 'to', only));
  const chosen = props.options.find((option) => option.to === to);
  return (
    <>
      <input type="hidden" name="assessmentId" value={props.assessmentId} />
      <input type="hidden" name="version" value={state?.conflict?.currentVersion ?? props.version} />
      <input type="hidden" name="idempotencyKey" value={state?.idempotencyKey ?? props.idempotencyKey} />
      {state?.conflict && <ConflictNotice conflict={state.conflict} keepHref={props.keepHref} />}
      <StepCards options={props.options} chosen={to} onChoose={setTo} state={state} />
      <NeedsSomeoneElse items={props.needsSomeoneElse} />
      <TextAreaField {...fieldOf(state, 'reason')} label="Reason" />
      <div className="form-grid">
        <DateField
          {...fieldOf(state, 'effectiveOn')}
          label="Effective date"
          hint="The day it became so, for example the date on the letter"
          max={props.today}
        />
        <EvidencePicker
          evidence={props.evidence}
          state={state}
          hint={chosen?.evidenceHint}
          missing={chosen?.missing}
          upload={{ program: props.program, uploaded: props.uploaded, returnTo: props.keepHref }}
        />
      </div>
      {!state?.conflict && (
        <div className="row form-end">
          <SubmitButton pendingLabel="Recording…">{chosen?.submitLabel ?? 'Record'}</SubmitButton>
          <span className="muted small">Recorded with your name, now. It can be corrected, never erased.</span>
        </div>
      )}
    </>
  );
}
