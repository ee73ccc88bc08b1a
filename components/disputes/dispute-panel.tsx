import type { ReactNode } from 'react';
import { DescriptionList } from '#components/ui/description-list.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Tag } from '#components/ui/tag.tsx';
import { type DisputeView, disputeKindLabels, disputeStateLabels } from '#lib/domain/dispute.ts';
import { formatDate } from '#lib/domain/time.ts';

export interface DisputeItem extends DisputeView {
  /** For example "Dana Reviewer, November 24, 2026, 3:10 PM Eastern"; null while open. */
  decidedText: string | null;
  /** Titles of the evidence it names. */
  evidence: readonly string[];
  /** Forms to decide or to withdraw it; null where this person may do neither. */
  acts: ReactNode;
}

/** Objections and requests for reconsideration, each in the words of whoever made it. */
export function DisputePanel({ items, howTo, children }: { items: readonly DisputeItem[]; howTo: string | null; children: ReactNode }) {
  return (
    <Panel title="Objections and reconsideration" id="disputes">
      {howTo && (
        <p>
          <b>How to object:</b> {howTo}
        </p>
      )}
      {items.length === 0 && <p className="muted">None on record.</p>}
      <ul className="facilities">
        {items.map((item) => (
          <li key={item.id} id={`dispute-${item.id}`}>
            <h3>
              {disputeKindLabels[item.kind]} of {item.organization.name}{' '}
              <span className="muted">· {formatDate(item.openedOn, 'long')}</span>
            </h3>
            <p>
              <Tag variant={item.state === 'open' ? 'due' : 'default'}>{disputeStateLabels[item.state]}</Tag>{' '}
              <span className="muted small">Recorded by {item.openedBy}</span>
            </p>
            <DescriptionList
              items={[
                { term: 'Grounds', detail: item.grounds },
                { term: 'Asked for', detail: item.asked },
                ...(item.evidence.length > 0 ? [{ term: 'Evidence', detail: item.evidence.join('; ') }] : []),
                ...(item.decision ? [{ term: item.state === 'withdrawn' ? 'Withdrawn' : 'Decision', detail: item.decision }] : []),
                ...(item.decidedText ? [{ term: 'By', detail: item.decidedText }] : []),
              ]}
            />
            {item.acts}
          </li>
        ))}
      </ul>
      {children}
    </Panel>
  );
}
