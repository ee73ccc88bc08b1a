'use client';

import type { ReactNode } from 'react';
import { useFormStatus } from 'react-dom';
import { Button, type ButtonProps } from './button.tsx';

export interface SubmitButtonProps extends Omit<ButtonProps, 'type' | 'children'> {
  children: ReactNode;
  /** Shown while the form is on its way; the same words when absent. */
  pendingLabel?: string | undefined;
}

/** Submits its form. While that is on its way a second press is ignored, and the button keeps its focus. */
export function SubmitButton({
  children,
  pendingLabel,
  variant = 'primary',
  onClick,
  'aria-disabled': closed,
  ...rest
}: SubmitButtonProps) {
  const { pending } = useFormStatus();
  return (
    <Button
      {...rest}
      variant={variant}
      type="submit"
      aria-disabled={pending || closed || undefined}
      onClick={(event) => (pending ? event.preventDefault() : onClick?.(event))}
    >
      {pending && pendingLabel ? pendingLabel : children}
    </Button>
  );
}
