import type { ReactNode } from 'react';

export interface RadioCardOption {
  value: string;
  label: string;
  hint?: ReactNode | undefined;
}

export interface RadioCardsProps {
  name: string;
  legend: ReactNode;
  options: readonly RadioCardOption[];
  defaultValue?: string | undefined;
  hint?: ReactNode | undefined;
  error?: string | undefined;
  /** Side by side where there is room. */
  inline?: boolean | undefined;
}

/** One choice among a few, each on a card that can be pressed anywhere. */
export function RadioCards({ name, legend, options, defaultValue, hint, error, inline = false }: RadioCardsProps) {
  return (
    <fieldset className="field" id={name} aria-describedby={error ? `${name}-error` : undefined}>
      <legend>{legend}</legend>
      {hint && <p className="field-hint">{hint}</p>}
      {error && (
        <p className="field-error" id={`${name}-error`}>
          {error}
        </p>
      )}
      <div className={inline ? 'cards cards-inline' : 'cards'}>
        {options.map((option) => (
          <label className="card" key={option.value}>
            <input type="radio" name={name} value={option.value} defaultChecked={option.value === defaultValue} />
            <span>
              <b>{option.label}</b>
              {option.hint && <small>{option.hint}</small>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export interface CheckBoxProps {
  name: string;
  value?: string | undefined;
  defaultChecked?: boolean | undefined;
  children: ReactNode;
}

/** A box to tick, with its words beside it. */
export function CheckBox({ name, value = 'on', defaultChecked = false, children }: CheckBoxProps) {
  return (
    <label className="check">
      <input type="checkbox" name={name} value={value} defaultChecked={defaultChecked} />
      <span>{children}</span>
    </label>
  );
}
