import { AppLink } from '#components/ui/app-link.tsx';

/** The sign of the product, which leads to its first page. */
export function Brand({ href }: { href: string }) {
  return (
    <AppLink className="brand" href={href}>
      <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true">
        <rect className="brand-sheet" x="1" y="1" width="20" height="20" rx="6" />
        <path className="brand-letter" d="M7 17V5.5h4.4a3.4 3.4 0 0 1 0 6.8H7" />
      </svg>
      <span>Proviso</span>
    </AppLink>
  );
}
