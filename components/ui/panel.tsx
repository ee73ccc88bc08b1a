import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';

export interface PanelProps {
  /** Names the section. Without a title give `label`. */
  title?: ReactNode | undefined;
  label?: string | undefined;
  /** For links to this section. */
  id?: string | undefined;
  /** Controls at the right of the title. */
  actions?: ReactNode | undefined;
  /** `flush` leaves the padding to what is inside, such as a table. */
  flush?: boolean | undefined;
  className?: string | undefined;
  children: ReactNode;
}

/** A named section of a page, on a sheet of its own. */
export function Panel({ title, label, id, actions, flush = false, className, children }: PanelProps) {
  return (
    <section
      className={classNames('panel', !flush && 'panel-padded', className)}
      aria-label={label ?? (typeof title === 'string' ? title : undefined)}
      id={id}
    >
      {title !== undefined && (
        <div className="panel-head">
          <h2>{title}</h2>
          {actions}
        </div>
      )}
      {children}
    </section>
  );
}
