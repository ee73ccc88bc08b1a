import type { ReactNode } from 'react';
import { CheckBox } from './choices.tsx';
import { classNames } from './class-names.ts';
import { type FormState, ticked } from './form-state.ts';

export interface CheckBoxesProps {
  /** Sent once for each box that is ticked. */
  name: string;
  /** Where links from an error summary lead; the name unless the page has another such group. */
  id?: string | undefined;
  legend: ReactNode;
  hint?: ReactNode | undefined;
  options: readonly { value: string; label: ReactNode; checked?: boolean | undefined }[];
  state: FormState | null;
  className?: string | undefined;
  /** Of the list that holds the boxes. */
  listClassName?: string | undefined;
}

/** Any number of choices. What was ticked when a form came back stays so. */
export function CheckBoxes({ name, id = name, legend, hint, options, state, className, listClassName }: CheckBoxesProps) {
  const error = state?.fieldErrors[name];
  return (
    <fieldset className={classNames('field', className)} id={id} aria-describedby={error ? `${id}-error` : undefined}>
      <legend>{legend}</legend>
      {hint && <p className="field-hint">{hint}</p>}
      {error && (
        <p className="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
      <div className={listClassName}>
        {options.map(({ value, label, checked }) => (
          <CheckBox key={value} name={name} value={value} defaultChecked={ticked(state, name, value, checked)}>
            {label}
          </CheckBox>
        ))}
      </div>
    </fieldset>
  );
}
