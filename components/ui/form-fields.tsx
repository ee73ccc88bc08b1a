import type { ComponentProps, ReactNode } from 'react';
import { describedBy, Field } from './field.tsx';
import { DateInput, Select, type SelectProps, TextArea, TextInput } from './inputs.tsx';

/** What every labelled control takes; `id` is the name unless given. */
interface Labelled {
  name: string;
  id?: string | undefined;
  label: ReactNode;
  hint?: ReactNode | undefined;
  error?: string | undefined;
  optional?: boolean | undefined;
  /** Class of the field around the control, for its place in a grid. */
  fieldClassName?: string | undefined;
}

/** Without a `maxLength`: a browser cuts what is pasted there and says nothing. What is too long is refused, with the length it may have. */
type Uncut<Element extends 'input' | 'textarea'> = Omit<ComponentProps<Element>, 'maxLength'>;

function split<T extends Labelled>(props: T) {
  const { label, hint, error, optional, fieldClassName, id = props.name, ...control } = props;
  return {
    field: { id, label, hint, error, optional, className: fieldClassName },
    control: { ...control, id, ...describedBy(id, hint, error) },
  };
}

export function TextField(props: Labelled & Uncut<'input'>) {
  const { field, control } = split(props);
  return (
    <Field {...field}>
      <TextInput {...control} />
    </Field>
  );
}

export function TextAreaField(props: Labelled & Uncut<'textarea'>) {
  const { field, control } = split(props);
  return (
    <Field {...field}>
      <TextArea {...control} />
    </Field>
  );
}

export function SelectField(props: Labelled & SelectProps) {
  const { field, control } = split(props);
  return (
    <Field {...field}>
      <Select {...control} />
    </Field>
  );
}

export function DateField(props: Labelled & Omit<ComponentProps<'input'>, 'type'>) {
  const { field, control } = split(props);
  return (
    <Field {...field}>
      <DateInput {...control} />
    </Field>
  );
}
