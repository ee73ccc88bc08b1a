import { AppLink } from './app-link.tsx';

export interface PaginationProps {
  /** The next page by its cursor; null on the last. */
  nextHref: string | null;
  /** The first page, once past it. */
  firstHref?: string | null | undefined;
  /** For example "50 rows on this page". There is no exact total: counting a million rows is not free. */
  text: string;
}

export function Pagination({ nextHref, firstHref = null, text }: PaginationProps) {
  return (
    <nav className="pagination" aria-label="Pages">
      <span className="muted">{text}</span>
      {firstHref !== null && <AppLink href={firstHref}>First page</AppLink>}
      {nextHref !== null && (
        <AppLink href={nextHref} rel="next">
          Next page
        </AppLink>
      )}
    </nav>
  );
}
