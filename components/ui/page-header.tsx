import type { ReactNode } from 'react';

export interface PageHeaderProps {
  /** A line above the title: breadcrumbs or whose page this is. */
  above?: ReactNode | undefined;
  title: ReactNode;
  /** Under the title: a sentence or two, or tags. */
  children?: ReactNode;
  /** The one most important thing, at the right. */
  aside?: ReactNode | undefined;
}

/** A page has one title. */
export function PageHeader({ above, title, children, aside }: PageHeaderProps) {
  return (
    <header className={aside ? 'page-head page-head-split' : 'page-head'}>
      <div>
        {above && <div className="eyebrow">{above}</div>}
        <h1>{title}</h1>
        {children}
      </div>
      {aside && <div>{aside}</div>}
    </header>
  );
}

/** Main column and a narrower one beside it, below it where the page is narrow. */
export function SideColumns({ children, aside, wide = false }: { children: ReactNode; aside: ReactNode; wide?: boolean | undefined }) {
  return (
    <div className={wide ? 'columns columns-wide-aside' : 'columns'}>
      <div className="stack">{children}</div>
      <aside className="stack">{aside}</aside>
    </div>
  );
}
