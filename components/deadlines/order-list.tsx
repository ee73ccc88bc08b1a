import { SourceList } from '#components/assessments/source-list.tsx';
import { AppLink } from '#components/ui/app-link.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Tag } from '#components/ui/tag.tsx';
import type { EvidenceRef } from '#lib/domain/deadline-views.ts';
import type { Source } from '#lib/domain/record.ts';
import { type EvidenceHref, EvidenceRefs } from './extension-list.tsx';

export interface OrderItem {
  id: string;
  /** Court, docket and date. */
  name: string;
  title: string;
  effectText: string;
  /** On the day asked about: "In force", "Stayed pending appeal by …". */
  stateText: string;
  inForce: boolean;
  /** Whom and what it reaches, from when to when, what it acts on. */
  lines: readonly string[];
  summary: string;
  sources: readonly Source[];
  evidence: readonly EvidenceRef[];
  recordedText: string;
  /** Absent: the reader records no orders, or the page is rewound. */
  endHref?: string | undefined;
  amendHref?: string | undefined;
}

/** Legal orders by their first day: the court, the docket, the date, and what each says. */
export function OrderList({ items, evidenceHref }: { items: readonly OrderItem[]; evidenceHref: EvidenceHref }) {
  if (items.length === 0) return <EmptyState title="No legal order on record." />;
  return (
    <ol className="plain date-list">
      {items.map((item) => (
        <li key={item.id} id={`order-${item.id}`}>
          <p>
            <b>{item.name}</b> <Tag variant={item.inForce ? 'accent' : 'default'}>{item.stateText}</Tag>
          </p>
          <p>
            {item.title}. {item.effectText}.
          </p>
          <p className="order-summary">{item.summary}</p>
          {item.lines.map((line) => (
            <p key={line} className="muted small">
              {line}
            </p>
          ))}
          <EvidenceRefs evidence={item.evidence} href={evidenceHref} />
          {item.sources.length > 0 && <SourceList sources={item.sources} />}
          <p className="muted small">{item.recordedText}</p>
          {(item.endHref || item.amendHref) && (
            <p className="row">
              {item.endHref && (
                <AppLink className="btn btn-small" href={item.endHref} aria-label={`Record the end of ${item.name}`}>
                  Record its end
                </AppLink>
              )}
              {item.amendHref && (
                <AppLink className="btn btn-small" href={item.amendHref} aria-label={`Correct what is recorded of ${item.name}`}>
                  Correct
                </AppLink>
              )}
            </p>
          )}
        </li>
      ))}
    </ol>
  );
}
