import type { ComponentProps } from 'react';
import { AppLink, type AppLinkProps } from './app-link.tsx';
import { classNames } from './class-names.ts';

export type ButtonVariant = 'primary' | 'secondary' | 'quiet';

export interface ButtonProps extends ComponentProps<'button'> {
  variant?: ButtonVariant | undefined;
  small?: boolean | undefined;
}

const buttonClass = (variant: ButtonVariant, small: boolean, extra: string | undefined) =>
  classNames('btn', variant !== 'secondary' && `btn-${variant}`, small && 'btn-small', extra);

/** A button; `type` is `button` unless given, so that it never submits by accident. */
export function Button({ variant = 'secondary', small = false, className, type = 'button', ...rest }: ButtonProps) {
  return <button className={buttonClass(variant, small, className)} type={type} {...rest} />;
}

export type ButtonLinkProps = AppLinkProps & {
  variant?: ButtonVariant | undefined;
  small?: boolean | undefined;
};

/** A link that looks like a button: it goes somewhere and changes nothing. */
export function ButtonLink({ variant = 'secondary', small = false, className, ...rest }: ButtonLinkProps) {
  return <AppLink className={buttonClass(variant, small, className)} {...rest} />;
}
