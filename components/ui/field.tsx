import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export interface FieldProps {
  /** The id of the control inside; also the target of links from an error summary. */
  id: string;
  label: ReactNode;
  hint?: ReactNode | undefined;
  error?: string | undefined;
  /** Says "optional" after the label. What is not marked so is needed. */
  optional?: boolean | undefined;
  className?: string | undefined;
  children: ReactNode;
}

/** A label, one control, its hint and what is wrong with it. */
export function Field({ id, label, hint, error, optional = false, className, children }: FieldProps) {
  return (
    <div className={classNames('field', error && 'field-wrong', className)}>
      <label htmlFor={id}>
        {label}
        {optional && <span className="field-optional"> optional</span>}
      </label>
      {hint && (
        <p className="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p className="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
      {children}
    </div>
  );
}

/** The attributes that tie a control to the hint and the error of its `Field`. */
export function describedBy(id: string, hint: unknown, error: string | undefined) {
  const ids = classNames(hint ? `${id}-hint` : null, error ? `${id}-error` : null);
  return { 'aria-describedby': ids || undefined, 'aria-invalid': error ? true : undefined } as const;
}
