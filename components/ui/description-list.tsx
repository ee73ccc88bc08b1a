import type { ReactNode } from 'react';

export interface DescriptionItem {
  term: string;
  detail: ReactNode;
}

/** Terms and what they are, in two columns; items without a detail are the caller's to leave out. */
export function DescriptionList({ items }: { items: readonly DescriptionItem[] }) {
  return (
    <dl className="dl">
      {items.map((item) => (
        <div key={item.term}>
          <dt>{item.term}</dt>
          <dd>{item.detail}</dd>
        </div>
      ))}
    </dl>
  );
}
