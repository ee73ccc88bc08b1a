import { AppLink } from './app-link.tsx';

export interface SegmentedItem {
  label: string;
  href: string;
  current?: boolean | undefined;
}

/** Two to five views of one thing, side by side, as links. */
export function Segmented({ label, items }: { label: string; items: SegmentedItem[] }) {
  return (
    <nav className="segmented" aria-label={label}>
      {items.map((item) => (
        <AppLink key={item.label} href={item.href} aria-current={item.current ? 'true' : undefined}>
          {item.label}
        </AppLink>
      ))}
    </nav>
  );
}
