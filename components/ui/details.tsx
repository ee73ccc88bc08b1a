import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';

export interface DetailsProps {
  summary: ReactNode;
  open?: boolean | undefined;
  /** `link` looks like a link in a sentence. */
  look?: 'link' | 'row' | undefined;
  children: ReactNode;
}

/** Something more, on demand, without JavaScript. Open on paper. */
export function Details({ summary, open = false, look = 'link', children }: DetailsProps) {
  return (
    <details className={classNames('details', `details-${look}`)} open={open}>
      <summary>
        <Icon name="right" size={13} />
        {summary}
      </summary>
      <div className="details-body">{children}</div>
    </details>
  );
}
