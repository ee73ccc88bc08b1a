import { AppLink } from '#components/ui/app-link.tsx';
import { Tag } from '#components/ui/tag.tsx';
import type { EvidenceRef } from '#lib/domain/deadline-views.ts';

export interface ExtensionItem {
  id: string;
  /** For example "Until August 25, 2017, for Baltimore". */
  title: string;
  /** "Asked", "Granted", "Refused", "Withdrawn". */
  stateText: string;
  isOpen: boolean;
  /** Who, when and why, a sentence each. */
  lines: readonly string[];
  evidence: readonly EvidenceRef[];
  /** Where it can be decided; absent: not by the reader, or not any more. */
  decideHref?: string | undefined;
}

/** Requests for more time, the newest first, each with what was decided and on what paper. */
export function ExtensionList({ items, evidenceHref }: { items: readonly ExtensionItem[]; evidenceHref: EvidenceHref }) {
  if (items.length === 0) return <p className="muted">No request for more time on record.</p>;
  return (
    <ul className="plain date-list">
      {items.map((item) => (
        <li key={item.id} id={`extension-${item.id}`}>
          <p>
            <b>{item.title}</b> <Tag variant={item.isOpen ? 'due' : 'default'}>{item.stateText}</Tag>
          </p>
          {item.lines.map((line) => (
            <p key={line} className="muted small">
              {line}
            </p>
          ))}
          <EvidenceRefs evidence={item.evidence} href={evidenceHref} />
          {item.decideHref && (
            <AppLink className="btn btn-small" href={item.decideHref} aria-label={`Decide: ${item.title}`}>
              Decide
            </AppLink>
          )}
        </li>
      ))}
    </ul>
  );
}

/** The page of an item. */
export type EvidenceHref = (id: string) => string;

/** Papers by their titles, each a link to its page. */
export function EvidenceRefs({ evidence, href }: { evidence: readonly EvidenceRef[]; href: EvidenceHref }) {
  if (evidence.length === 0) return null;
  return (
    <p className="small">
      On record:{' '}
      {evidence.map((item, index) => (
        <span key={item.id}>
          {index > 0 && '; '}
          <AppLink href={href(item.id)}>{item.title}</AppLink>
        </span>
      ))}
    </p>
  );
}
