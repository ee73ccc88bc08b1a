'use client';

import { ActForm, type ActFormProps } from '#components/settings/act-form.tsx';
import { RadioCards } from '#components/ui/choices.tsx';
import { TextAreaField } from '#components/ui/form-fields.tsx';
import { fieldOf, typed } from '#components/ui/form-state.ts';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { disputeKindLabels } from '#lib/domain/dispute.ts';

export interface ObjectFormProps extends ActFormProps {
  /** Of the question: it makes the ids of several forms on a page differ. */
  questionRef: string;
  /** Something was concluded, so that it can be looked at again. */
  concluded: boolean;
}

/** "Object or ask for reconsideration". Fields sent: `kind`, `grounds`, `asked`. */
export function ObjectForm({ questionRef, concluded, ...form }: ObjectFormProps) {
  const fold = concluded ? 'Object or ask for reconsideration' : 'Object';
  return (
    <ActForm {...form} fold={fold} labels={{ grounds: 'Why', asked: 'What you ask for', kind: 'What it is' }}>
      {(state) => (
        <>
          {concluded ? (
            <RadioCards
              name="kind"
              legend="What it is"
              options={[
                { value: 'objection', label: disputeKindLabels.objection },
                { value: 'reconsideration', label: disputeKindLabels.reconsideration },
              ]}
              defaultValue={typed(state, 'kind', 'reconsideration')}
              error={state?.fieldErrors.kind}
              inline
            />
          ) : (
            <input type="hidden" name="kind" value="objection" />
          )}
          <TextAreaField {...fieldOf(state, 'grounds')} id={`grounds-${questionRef}`} label="Why" rows={3} />
          <TextAreaField {...fieldOf(state, 'asked')} id={`asked-${questionRef}`} label="What you ask for" rows={2} />
          <div className="row form-end">
            <SubmitButton variant="secondary" small pendingLabel="Sending…">
              Send the objection
            </SubmitButton>
            <span className="muted small">Recorded word for word. Somebody without a part in the finding decides.</span>
          </div>
        </>
      )}
    </ActForm>
  );
}
