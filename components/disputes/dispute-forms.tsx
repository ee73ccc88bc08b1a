'use client';

import { ActForm, type ActFormProps } from '#components/settings/act-form.tsx';
import { CheckBoxes } from '#components/ui/check-boxes.tsx';
import { RadioCards } from '#components/ui/choices.tsx';
import { DateField, SelectField, TextAreaField } from '#components/ui/form-fields.tsx';
import { fieldOf, typed } from '#components/ui/form-state.ts';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { DISPUTE_KINDS, DISPUTE_OUTCOMES, disputeKindLabels, disputeStateLabels } from '#lib/domain/dispute.ts';

type FormProps = Omit<ActFormProps, 'label' | 'hidden'>;

const labels = {
  kind: 'What it is',
  grounds: 'Grounds',
  asked: 'What is asked for',
  openedOn: 'Made on',
  outcome: 'Decision',
  reason: 'Reason',
};

/** Fields sent: `assessmentId`, `kind`, `grounds`, `asked`, `organizationId`, `openedOn`, `evidenceIds` (repeated). */
export interface OpenDisputeFormProps extends FormProps {
  assessmentId: string;
  organizations: readonly { id: string; name: string }[];
  evidence: readonly { id: string; label: string }[];
  /** Only what was found can be reconsidered. */
  canReconsider: boolean;
  today: string;
}

/** Records an objection in the words of whoever makes it. */
export function OpenDisputeForm({ assessmentId, organizations, evidence, canReconsider, today, ...form }: OpenDisputeFormProps) {
  const kinds = DISPUTE_KINDS.filter((kind) => canReconsider || kind === 'objection');
  return (
    <ActForm
      {...form}
      hidden={{ assessmentId }}
      label="Object or ask for reconsideration"
      labels={labels}
      fold="Object or ask for reconsideration"
    >
      {(state) => {
        const field = (name: string, fallback?: string) => fieldOf(state, name, fallback);
        return (
          <>
            <RadioCards
              {...field('kind', 'objection')}
              legend="What it is"
              inline
              options={kinds.map((value) => ({ value, label: disputeKindLabels[value] }))}
            />
            <div className="form-grid">
              <SelectField
                {...field('organizationId', organizations[0]?.id)}
                label="On behalf of"
                options={organizations.map(({ id, name }) => ({ value: id, label: name }))}
              />
              <DateField {...field('openedOn')} label="Made on" optional hint="Empty: today" max={today} />
            </div>
            <TextAreaField {...field('grounds')} label="Grounds" hint="In the words of whoever objects" rows={4} />
            <TextAreaField {...field('asked')} label="What is asked for" rows={2} />
            {evidence.length > 0 && (
              <CheckBoxes
                name="evidenceIds"
                id="dispute-evidenceIds"
                legend="Evidence it names"
                state={state}
                options={evidence.map(({ id, label }) => ({ value: id, label }))}
              />
            )}
            <div className="row form-end">
              <SubmitButton pendingLabel="Recording…">Record it</SubmitButton>
              <span className="muted small">The assessment is marked as disputed. Its status stays.</span>
            </div>
          </>
        );
      }}
    </ActForm>
  );
}

/** Fields sent: `assessmentId`, `disputeId`, `outcome`, `reason`. */
export function DecideDisputeForm({
  assessmentId,
  disputeId,
  reopens,
  ...form
}: FormProps & { assessmentId: string; disputeId: string; reopens: boolean }) {
  return (
    <ActForm {...form} hidden={{ assessmentId, disputeId }} label="Decide the dispute" labels={labels}>
      {(state) => (
        <>
          <RadioCards
            name="outcome"
            legend="Decision"
            inline
            options={DISPUTE_OUTCOMES.map((value) => ({ value, label: disputeStateLabels[value] }))}
            defaultValue={typed(state, 'outcome')}
            error={state?.fieldErrors.outcome}
          />
          <TextAreaField {...fieldOf(state, 'reason')} id={`decision-${disputeId}`} label="Reason of the decision" rows={3} />
          <div className="row form-end">
            <SubmitButton pendingLabel="Recording…">Record the decision</SubmitButton>
            {reopens && <span className="muted small">Upheld, in whole or in part, it takes the finding back to review.</span>}
          </div>
        </>
      )}
    </ActForm>
  );
}

/** Fields sent: `assessmentId`, `disputeId`, `reason`. */
export function WithdrawDisputeForm({ assessmentId, disputeId, ...form }: FormProps & { assessmentId: string; disputeId: string }) {
  return (
    <ActForm {...form} hidden={{ assessmentId, disputeId }} label="Withdraw the dispute" fold="Record that it was withdrawn">
      {(state) => (
        <>
          <TextAreaField {...fieldOf(state, 'reason')} id={`withdrawal-${disputeId}`} label="Why it is withdrawn" rows={2} />
          <div className="row form-end">
            <SubmitButton variant="secondary" small pendingLabel="Recording…">
              Record the withdrawal
            </SubmitButton>
          </div>
        </>
      )}
    </ActForm>
  );
}
