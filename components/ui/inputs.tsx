import type { ComponentProps } from 'react';
import { classNames } from './class-names.ts';

export interface Option {
  value: string;
  label: string;
}

export function TextInput({ className, type = 'text', ...rest }: ComponentProps<'input'>) {
  return <input className={classNames('input', className)} type={type} {...rest} />;
}

export function TextArea({ className, rows = 3, ...rest }: ComponentProps<'textarea'>) {
  return <textarea className={classNames('input', className)} rows={rows} {...rest} />;
}

/** A day without a time, as `YYYY-MM-DD`. It starts empty unless a value is given: a guessed date is a false record. */
export function DateInput({ className, ...rest }: Omit<ComponentProps<'input'>, 'type'>) {
  return <input className={classNames('input input-date', className)} type="date" {...rest} />;
}

export interface SelectProps extends ComponentProps<'select'> {
  options: readonly Option[];
  /** The first, empty choice, such as "Choose a city"; left out when absent. */
  placeholder?: string | undefined;
}

export function Select({ className, options, placeholder, ...rest }: SelectProps) {
  return (
    <select className={classNames('input input-select', className)} {...rest}>
      {placeholder !== undefined && <option value="">{placeholder}</option>}
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
