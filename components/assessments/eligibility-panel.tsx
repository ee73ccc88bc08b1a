import { AppLink } from '#components/ui/app-link.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { NOT_A_DECISION, type Verdict, verdictLabels } from '#lib/domain/eligibility.ts';
import type { Status } from '#lib/domain/status.ts';
import { StatusLabel } from './status-label.tsx';

export interface EligibilityPanelProps {
  verdict: Verdict;
  /** What led to it: each tracked condition, where it stands, and why it counts as it does. */
  basis: readonly { conditionRef: string; title: string; status: Status; href: string; note?: string | null | undefined }[];
}

/** What the tracked conditions add up to, and from what; never the funder's decision. */
export function EligibilityPanel({ verdict, basis }: EligibilityPanelProps) {
  return (
    <Panel title="Where it stands" label="Eligibility">
      <p className="verdict">{verdictLabels[verdict]}</p>
      <p className="muted small">{NOT_A_DECISION}</p>
      <ul className="basis">
        {basis.map((item) => (
          <li key={item.conditionRef}>
            <AppLink href={item.href}>{item.title}</AppLink>
            <StatusLabel status={item.status} />
            {item.note && <span className="muted small">{item.note}</span>}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
