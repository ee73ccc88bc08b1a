'use client';

import { ActForm } from '#components/settings/act-form.tsx';
import { Button } from '#components/ui/button.tsx';
import { TextField } from '#components/ui/form-fields.tsx';
import { type FormAction, fieldOf } from '#components/ui/form-state.ts';
import type { Acceptance } from '#lib/domain/evidence.ts';

export interface DecideFormProps {
  action: FormAction;
  idempotencyKey: string;
  assessmentId: string;
  evidenceId: string;
  /** Of the item, for those who listen to the page. */
  title: string;
  acceptance: Acceptance;
  keepHref: string;
}

/** Accepts or rejects an item on this assessment. The button pressed says which; a rejection needs its reason. */
export function DecideForm({ assessmentId, evidenceId, title, acceptance, ...form }: DecideFormProps) {
  const pending = acceptance === 'pending';
  return (
    <ActForm
      {...form}
      hidden={{ assessmentId, evidenceId }}
      label={`Decide on ${title}`}
      fold={pending ? 'Accept or reject' : 'Change the decision'}
    >
      {(state) => (
        <>
          <TextField
            {...fieldOf(state, 'reason')}
            id={`reason-${evidenceId}`}
            label="Reason"
            hint={pending ? 'Needed to reject' : undefined}
            optional={pending}
          />
          <div className="row">
            {acceptance !== 'accepted' && (
              <Button type="submit" small variant="primary" name="decision" value="accepted">
                Accept
              </Button>
            )}
            {acceptance !== 'rejected' && (
              <Button type="submit" small name="decision" value="rejected">
                Reject
              </Button>
            )}
          </div>
        </>
      )}
    </ActForm>
  );
}
