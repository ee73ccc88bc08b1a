import { AppLink, ExternalLink } from '#components/ui/app-link.tsx';
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
export function ExtensionList({ items }: { items: readonly ExtensionItem[] }) {
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
          <EvidenceRefs evidence={item.evidence} />
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

/** Papers by their titles. */
export function EvidenceRefs({ evidence }: { evidence: readonly EvidenceRef[] }) {
  if (evidence.length === 0) return null;
  return (
    <p className="small">
      On record:{' '}
      {evidence.map((item, index) => (
        <span key={item.id}>
          {index > 0 && '; '}
          {item.url ? <ExternalLink href={item.url}>{item.title}</ExternalLink> : item.title}
        </span>
      ))}
    </p>
  );
}
