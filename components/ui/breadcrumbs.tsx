import { AppLink } from './app-link.tsx';

export interface Crumb {
  label: string;
  href: string;
}

/** The way up from this page; the page itself is its heading and not repeated here. */
export function Breadcrumbs({ items }: { items: readonly Crumb[] }) {
  return (
    <nav className="crumbs" aria-label="Breadcrumb">
      <ol>
        {items.map((item) => (
          <li key={item.href}>
            <AppLink href={item.href}>{item.label}</AppLink>
          </li>
        ))}
      </ol>
    </nav>
  );
}
