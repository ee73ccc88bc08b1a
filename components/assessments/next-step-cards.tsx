import type { KeyboardEvent } from 'react';
import { DateField, SelectField, TextAreaField, TextField } from '#components/ui/form-fields.tsx';
import { type FormState, typed } from '#components/ui/form-state.ts';
import type { DetailField } from '#lib/domain/status-details.ts';
import type { NextStepOption } from './next-step-types.ts';
import { StatusMark } from './status-mark.tsx';

interface StepCardsProps {
  options: readonly NextStepOption[];
  chosen: string;
  onChoose: (to: string) => void;
  state: FormState | null;
}

/** A digit chooses a card, but only while a card has the focus: never while somebody types. */
function chooseByDigit(event: KeyboardEvent<HTMLFieldSetElement>) {
  const target = event.target as HTMLElement;
  if (!(target instanceof HTMLInputElement) || target.type !== 'radio' || !/^[1-9]$/.test(event.key)) return;
  const cards = event.currentTarget.querySelectorAll<HTMLInputElement>('input[name=to]');
  const card = cards[Number(event.key) - 1];
  card?.focus();
  card?.click();
}

/** The moves open to this person, each with the fields that only it needs. */
export function StepCards({ options, chosen, onChoose, state }: StepCardsProps) {
  const error = state?.fieldErrors.to;
  return (
    <fieldset className="field" id="to" onKeyDown={chooseByDigit} aria-describedby={error ? 'to-error' : undefined}>
      <legend className="visually-hidden">Next step</legend>
      {error && (
        <p className="field-error" id="to-error">
          {error}
        </p>
      )}
      <div className="cards">
        {options.map((option, index) => (
          <div className="step" key={option.to}>
            <label className="card">
              <input type="radio" name="to" value={option.to} defaultChecked={option.to === chosen} onChange={() => onChoose(option.to)} />
              <span>
                <b>
                  <StatusMark status={option.to} /> {option.label}
                </b>
                <small>{option.hint}</small>
              </span>
              {index < 9 && (
                <span className="key" aria-hidden="true">
                  {index + 1}
                </span>
              )}
            </label>
            {option.fields.length > 0 && (
              <div className="step-extra">
                {option.fields.map((field) => (
                  <ExtraField key={field.name} field={field} option={option} state={state} />
                ))}
              </div>
            )}
          </div>
        ))}
      </div>
    </fieldset>
  );
}

function ExtraField({ field, option, state }: { field: DetailField; option: NextStepOption; state: FormState | null }) {
  const name = `details.${option.to}.${field.name}`;
  const shared = {
    name,
    label: field.label,
    hint: field.hint,
    optional: !field.required,
    error: state?.fieldErrors[name],
    defaultValue: typed(state, name, option.defaults?.[field.name] ?? ''),
  };
  if (field.kind === 'date') return <DateField {...shared} />;
  if (field.kind === 'select') return <SelectField {...shared} options={field.options ?? []} placeholder="Choose" />;
  if (field.kind === 'textarea') return <TextAreaField {...shared} rows={2} fieldClassName="field-wide" />;
  return <TextField {...shared} />;
}
