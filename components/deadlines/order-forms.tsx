'use client';

import { ActForm, type ActFormProps } from '#components/settings/act-form.tsx';
import { CheckBoxes } from '#components/ui/check-boxes.tsx';
import { RadioCards } from '#components/ui/choices.tsx';
import { DateField, SelectField, TextAreaField, TextField } from '#components/ui/form-fields.tsx';
import { type FormState, fieldOf, typed } from '#components/ui/form-state.ts';
import type { Option } from '#components/ui/inputs.tsx';
import { SubmitButton } from '#components/ui/submit-button.tsx';
import { ORDER_EFFECTS, orderEffectLabels } from '#lib/domain/legal-order.ts';
import { ApplicantBoxes } from './extension-forms.tsx';
import { LetterFields, letterLabels, type UploadPlace } from './letter-fields.tsx';

const EFFECTS = ORDER_EFFECTS.map((value) => ({ value, label: orderEffectLabels[value] }));
const PARTIES = [
  { value: 'all', label: 'Everybody in the program' },
  { value: 'named', label: 'The parties named' },
  { value: 'all_but_named', label: 'Everybody but those named' },
];
const labels = {
  court: 'Court',
  docket: 'Docket',
  title: 'Title',
  decidedOn: 'Decided on',
  effect: 'What it does',
  parties: 'Whom it reaches',
  applicationIds: 'Parties',
  conditions: 'Conditions',
  validFrom: 'In force from',
  validTo: 'No longer in force from',
  actsOnId: 'Acts on',
  summary: 'What it says',
  reason: 'Reason',
  ...letterLabels,
};

/** What is recorded of an order already, to be corrected. */
export interface OrderValues {
  orderId: string;
  version: number;
  court: string;
  docket: string;
  title: string;
  decidedOn: string;
  effect: string;
  parties: string;
  applicationIds: readonly string[];
  conditions: readonly string[];
  validFrom: string;
  validTo: string;
  actsOnId: string;
  summary: string;
}

export interface OrderFormProps extends Omit<ActFormProps, 'label' | 'hidden'> {
  applicants: readonly { id: string; name: string }[];
  conditions: readonly { ref: string; title: string }[];
  orders: readonly Option[];
  values?: OrderValues | undefined;
  today: string;
  upload: UploadPlace;
}

/** Records an order, or corrects what is recorded of it. Fields sent: those of `OrderValues`, `reason` for a correction, and the paper's. */
export function OrderForm({ applicants, conditions, orders, values, today, upload, ...form }: OrderFormProps) {
  const hidden = values ? { orderId: values.orderId, version: String(values.version) } : {};
  return (
    <ActForm {...form} hidden={hidden} label={values ? 'Correct what is recorded of an order' : 'Record a legal order'} labels={labels}>
      {(state) => (
        <>
          <OrderFacts state={state} values={values} today={today} orders={orders} />
          <RadioCards
            name="parties"
            legend="Whom it reaches"
            inline
            options={PARTIES}
            defaultValue={typed(state, 'parties', values?.parties ?? 'all')}
          />
          <PartyBoxes state={state} applicants={applicants} values={values} />
          <ConditionBoxes state={state} conditions={conditions} values={values} />
          <TextAreaField
            {...fieldOf(state, 'summary', values?.summary)}
            label="What it says"
            hint="In plain words, and no more than it says"
          />
          {values && <TextAreaField {...fieldOf(state, 'reason')} label="Why it is corrected" />}
          <LetterFields state={state} legend="The order itself" preset="A" upload={upload} />
          <div className="row form-end">
            <SubmitButton pendingLabel="Recording…">{values ? 'Record the correction' : 'Record the order'}</SubmitButton>
            <span className="muted small">Recorded with your name; it can be corrected, never erased.</span>
          </div>
        </>
      )}
    </ActForm>
  );
}

function OrderFacts({ state, values, today, orders }: Pick<OrderFormProps, 'values' | 'today' | 'orders'> & { state: FormState | null }) {
  return (
    <div className="form-grid">
      <TextField {...fieldOf(state, 'court', values?.court)} label="Court" />
      <TextField {...fieldOf(state, 'docket', values?.docket)} label="Docket" />
      <TextField {...fieldOf(state, 'title', values?.title)} label="Title" hint="As the order calls itself" fieldClassName="field-wide" />
      <SelectField {...fieldOf(state, 'effect', values?.effect)} label="What it does" options={EFFECTS} placeholder="Choose" />
      <SelectField
        {...fieldOf(state, 'actsOnId', values?.actsOnId)}
        label="Acts on this order"
        hint="The order that it replaces. Needed where it stays or vacates another"
        options={orders}
        placeholder="None"
      />
      <DateField {...fieldOf(state, 'decidedOn', values?.decidedOn)} label="Decided on" max={today} />
      <DateField {...fieldOf(state, 'validFrom', values?.validFrom)} label="In force from" hint="Empty: the day it was decided" optional />
      <DateField {...fieldOf(state, 'validTo', values?.validTo)} label="No longer in force from" hint="Empty: no end is known" optional />
    </div>
  );
}

/** After a refusal what was ticked, else what is recorded. */
function PartyBoxes({ state, applicants, values }: Pick<OrderFormProps, 'applicants' | 'values'> & { state: FormState | null }) {
  const recorded = values && values.applicationIds.length > 0 && state === null ? values.applicationIds : [];
  const shown: FormState | null =
    recorded.length > 0
      ? { attempt: '', outcome: 'refused', title: '', fieldErrors: {}, values: { applicationIds: [...recorded] } }
      : state;
  return (
    <ApplicantBoxes state={shown} applicants={applicants} legend="Parties" hint="Only where it reaches those named, or all but those" />
  );
}

function ConditionBoxes({ state, conditions, values }: Pick<OrderFormProps, 'conditions' | 'values'> & { state: FormState | null }) {
  return (
    <CheckBoxes
      name="conditions"
      legend="Conditions"
      hint="None ticked: all of the program"
      state={state}
      options={conditions.map(({ ref, title }) => ({ value: ref, label: title, checked: values?.conditions.includes(ref) }))}
      className="form-group"
      listClassName="party-boxes"
    />
  );
}

export interface OrderEndFormProps extends Omit<ActFormProps, 'label' | 'hidden'> {
  orderId: string;
  version: number;
}

/** From which day an order is no longer in force. Fields sent: `orderId`, `version`, `validTo`, `reason`. */
export function OrderEndForm({ orderId, version, ...form }: OrderEndFormProps) {
  return (
    <ActForm {...form} hidden={{ orderId, version: String(version) }} label="Record the end of an order" labels={labels}>
      {(state) => (
        <>
          <DateField {...fieldOf(state, 'validTo')} label="No longer in force from" hint="The first day on which it has no effect" />
          <TextAreaField {...fieldOf(state, 'reason')} label="Reason" hint="What ended it" />
          <div className="row form-end">
            <SubmitButton pendingLabel="Recording…">Record its end</SubmitButton>
            <span className="muted small">Dates that it suspended move by as long as it was in force.</span>
          </div>
        </>
      )}
    </ActForm>
  );
}
