import type { ReactNode } from 'react';
import { StatusLabel } from '#components/assessments/status-label.tsx';
import { AppLink, ExternalLink } from '#components/ui/app-link.tsx';
import { DescriptionList } from '#components/ui/description-list.tsx';
import { Tag } from '#components/ui/tag.tsx';
import { flagLabels } from '#lib/domain/flag.ts';
import type { Status } from '#lib/domain/status.ts';

export interface RelianceItem {
  id: string;
  holds: boolean;
  /** For example "From January 1, 2017". */
  spanText: string;
  scope: string;
  ruleText: string | null;
  basis: { text: string; href: string | null };
  /** Why it ended. */
  endedText: string | null;
  /** `stale`: its own finding rests on evidence that is no longer in force. */
  relied: readonly { assessmentId: string; operator: string; status: Status; stale: boolean; href: string | null }[];
}

/** What an assessment relies on, each with its agreement; what has ended stays to be seen. */
export function RelianceList({ items, form }: { items: readonly RelianceItem[]; form: (item: RelianceItem) => ReactNode }) {
  return (
    <ul className="reliances">
      {items.map((item) => (
        <li key={item.id} aria-label={`Reliance on ${item.relied.map((one) => one.operator).join(' and ')}`}>
          <ul>
            {item.relied.map((one) => (
              <li key={one.assessmentId} className="row">
                {one.href ? <AppLink href={one.href}>{one.operator}</AppLink> : <b>{one.operator}</b>}
                <StatusLabel status={one.status} />
                {one.stale && <Tag variant="due">Its finding: {flagLabels.relies_on_stale_evidence.toLowerCase()}</Tag>}
              </li>
            ))}
          </ul>
          <p className="operator-tags">
            <Tag variant={item.holds ? 'accent' : 'default'}>{item.holds ? 'In force' : 'Not in force'}</Tag>
            <Tag>{item.spanText}</Tag>
          </p>
          <DescriptionList
            items={[
              { term: 'Covers', detail: item.scope },
              ...(item.ruleText ? [{ term: 'Where they differ', detail: item.ruleText }] : []),
              {
                term: 'Rests on',
                detail: item.basis.href ? <ExternalLink href={item.basis.href}>{item.basis.text}</ExternalLink> : item.basis.text,
              },
              ...(item.endedText ? [{ term: 'Ended', detail: item.endedText }] : []),
            ]}
          />
          {form(item)}
        </li>
      ))}
    </ul>
  );
}
