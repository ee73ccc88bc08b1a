import type { ReactNode } from 'react';
import { AppLink } from './app-link.tsx';

export interface ChipProps {
  href: string;
  /** This filter is the one in force. */
  current?: boolean | undefined;
  children: ReactNode;
}

/** A filter as a link: the choice lives in the address. */
export function Chip({ href, current = false, children }: ChipProps) {
  return (
    <AppLink className="chip" href={href} aria-current={current ? 'true' : undefined}>
      {children}
    </AppLink>
  );
}
