import type { ReactNode } from 'react';
import { AppLink } from '#components/ui/app-link.tsx';
import { Panel } from '#components/ui/panel.tsx';

export interface AttentionItem {
  id: string;
  /** The sentence, which is the link when there is one. */
  text: string;
  href: string | null;
  /** For example "2 assessments" or "since yesterday". */
  detail: string | null;
}

/** What somebody should look at next. */
export function AttentionList({ items, title = 'Needs attention' }: { items: readonly AttentionItem[]; title?: string | undefined }) {
  return (
    <Panel title={title}>
      {items.length === 0 ? (
        <p className="muted side-list-empty">Nothing waits.</p>
      ) : (
        <ol className="side-list">
          {items.map((item) => (
            <li key={item.id}>
              {item.href ? <AppLink href={item.href}>{item.text}</AppLink> : item.text}
              {item.detail && <small>{item.detail}</small>}
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}

export interface LatestItem {
  id: string;
  text: string;
  href: string | null;
  /** For example "Aug 14, 2017 · secondary, 3 sources". */
  detail: string;
}

/** The latest changes or facts, newest first. */
export function LatestList({
  items,
  title = 'Latest',
  more,
}: {
  items: readonly LatestItem[];
  title?: string | undefined;
  more?: ReactNode;
}) {
  return (
    <Panel title={title} actions={more}>
      {items.length === 0 ? (
        <p className="muted side-list-empty">Nothing yet.</p>
      ) : (
        <ol className="side-list">
          {items.map((item) => (
            <li key={item.id}>
              {item.href ? <AppLink href={item.href}>{item.text}</AppLink> : item.text}
              <small>{item.detail}</small>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
