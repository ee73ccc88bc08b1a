import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

/** `due` asks for attention to a date, `other` points to another body, `accent` marks what is chosen. */
export type TagVariant = 'default' | 'due' | 'other' | 'accent';

/** A short remark beside a status or a name. Long ones wrap. */
export function Tag({ variant = 'default', children }: { variant?: TagVariant | undefined; children: ReactNode }) {
  return <span className={classNames('tag', variant !== 'default' && `tag-${variant}`)}>{children}</span>;
}
