import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

export type NoticeKind = 'info' | 'attention' | 'error';

export interface NoticeProps {
  kind?: NoticeKind | undefined;
  title: ReactNode;
  /** `alert` is for what appears after an act; a notice that is there from the start needs no role. */
  role?: 'alert' | 'status' | undefined;
  id?: string | undefined;
  children?: ReactNode;
}

/** Says what happened, what was kept, and what to do. */
export function Notice({ kind = 'info', title, role, id, children }: NoticeProps) {
  return (
    <div className={`notice notice-${kind}`} role={role} id={id} tabIndex={role === 'alert' ? -1 : undefined}>
      <Icon name={kind === 'info' ? 'info' : 'attention'} />
      <div>
        <p className="notice-title">{title}</p>
        {children}
      </div>
    </div>
  );
}
