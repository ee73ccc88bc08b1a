import { SourceList } from '#components/assessments/source-list.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Tag } from '#components/ui/tag.tsx';
import type { Source } from '#lib/domain/record.ts';
import { DueSteps } from './due-steps.tsx';

export interface DeadlineItem {
  id: string;
  label: string;
  /** "Fri, Aug 18, 2017, end of day Eastern (assumed)". */
  dueText: string;
  /** "3 days left · 3 business days". */
  countdownText: string;
  /** For example "30 days after the day the request was sent (Aug 3, 2017)"; null when a source states the date. */
  ruleText: string | null;
  moved: boolean;
  notes: readonly string[];
  steps: readonly string[];
  sources: readonly Source[];
}

/** A program's deadlines with the date that counts, and how each came about. */
export function DeadlineList({ items }: { items: readonly DeadlineItem[] }) {
  if (items.length === 0) return <EmptyState title="No deadline on record." />;
  return (
    <ul className="plain date-list">
      {items.map((item) => (
        <li key={item.id}>
          <p>
            <span className="muted">{item.label}</span> {item.moved && <Tag variant="accent">moved</Tag>}
          </p>
          <p className="date-line">
            <b>{item.dueText}</b> <span className="muted">{item.countdownText}</span>
          </p>
          {item.ruleText && <p className="small">By rule: {item.ruleText}.</p>}
          {item.notes.map((note) => (
            <p key={note} className="deadline-note">
              {note}
            </p>
          ))}
          <DueSteps steps={item.steps}>{item.sources.length > 0 && <SourceList sources={item.sources} />}</DueSteps>
        </li>
      ))}
    </ul>
  );
}
