'use client';

import { TextAreaField } from '#components/ui/form-fields.tsx';
import { fieldOf } from '#components/ui/form-state.ts';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { ActForm, type ActFormProps } from './act-form.tsx';

export interface OpenChangeProps extends Omit<ActFormProps, 'label' | 'hidden'> {
  changeId: string;
  /** For example "Switch it off". */
  title: string;
  /** Who and when. */
  whoText: string;
  reason: string;
  /** Why the reader cannot approve; null when he can. */
  blocked: string | null;
  mayReturn: boolean;
}

/** A change of a rule that one person proposed and another decides. Fields sent: `changeId`, `decision`, `comment`. */
export function OpenChange({ changeId, title, whoText, reason, blocked, mayReturn, ...form }: OpenChangeProps) {
  return (
    <section className="panel panel-padded panel-accent" aria-label="Open proposal">
      <p className="eyebrow">Proposed, not in effect</p>
      <h2 className="proposal-title">{title}</h2>
      <p className="muted small">{whoText}</p>
      <p className="quote">{reason}</p>
      {blocked && <p className="needs-other">{blocked}</p>}
      {mayReturn && (
        <ActForm {...form} hidden={{ changeId }} label="Decide on the proposal" labels={{ comment: 'Comment' }}>
          {(state) => (
            <>
              <TextAreaField {...fieldOf(state, 'comment')} label="Comment" rows={2} hint="Needed to return it" />
              <div className="row form-end">
                {!blocked && (
                  <SubmitButton name="decision" value="approve" pendingLabel="Recording…">
                    Approve
                  </SubmitButton>
                )}
                <SubmitButton name="decision" value="return" variant="secondary" pendingLabel="Recording…">
                  {blocked ? 'Withdraw it' : 'Return to the proposer'}
                </SubmitButton>
              </div>
            </>
          )}
        </ActForm>
      )}
    </section>
  );
}
