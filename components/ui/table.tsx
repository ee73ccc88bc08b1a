import type { ComponentProps, ReactNode } from 'react';
import { AppLink } from './app-link.tsx';
import { classNames } from './class-names.ts';

export interface TableProps {
  /** Read out as the table's name; shown only when `captionVisible`. */
  caption: string;
  captionVisible?: boolean | undefined;
  className?: string | undefined;
  children: ReactNode;
}

/** A table that turns into cards where the page is narrow. */
export function Table({ caption, captionVisible = false, className, children }: TableProps) {
  return (
    <div className="table-scroll">
      <table className={classNames('table', className)}>
        <caption className={captionVisible ? undefined : 'visually-hidden'}>{caption}</caption>
        {children}
      </table>
    </div>
  );
}

export interface ColumnSort {
  /** Where a press leads: the same list, sorted the other way. */
  href: string;
  direction: 'ascending' | 'descending' | null;
}

/** The head of a column; with `sort` it is a link that says which way the list is sorted. */
export function ColumnHead({
  sort,
  children,
  className,
}: {
  sort?: ColumnSort | undefined;
  children: ReactNode;
  className?: string | undefined;
}) {
  if (!sort) {
    return (
      <th scope="col" className={className}>
        {children}
      </th>
    );
  }
  return (
    <th scope="col" className={className} aria-sort={sort.direction ?? undefined}>
      <AppLink className="sort" href={sort.href}>
        {children}
        <span aria-hidden="true">{sort.direction === 'descending' ? ' ↓' : sort.direction === 'ascending' ? ' ↑' : ''}</span>
      </AppLink>
    </th>
  );
}

/** A cell; `label` is the column's name, shown above it once the table is cards. */
export function Cell({ label, children, ...rest }: { label: string } & ComponentProps<'td'>) {
  return (
    <td data-label={label} {...rest}>
      {children}
    </td>
  );
}
