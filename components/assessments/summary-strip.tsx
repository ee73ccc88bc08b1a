import { AppLink } from '#components/ui/app-link.tsx';

export interface SummaryItem {
  value: number | string;
  /** What is counted, for example "requested, no answer on record". */
  label: string;
  /** The rows behind the number. */
  href: string;
  /** The rows shown now are these. */
  current?: boolean | undefined;
}

/** The program in four to six numbers, each a link to its rows. */
export function SummaryStrip({ items }: { items: readonly SummaryItem[] }) {
  return (
    <ul className={`strip panel strip-${Math.min(items.length, 6)}`} aria-label="Summary">
      {items.map((item) => (
        <li key={item.label}>
          <AppLink href={item.href} aria-current={item.current ? 'true' : undefined}>
            <b>{typeof item.value === 'number' ? item.value.toLocaleString('en-US') : item.value}</b>
            <span>{item.label}</span>
          </AppLink>
        </li>
      ))}
    </ul>
  );
}
