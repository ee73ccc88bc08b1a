import { Panel } from '#components/ui/panel.tsx';
import type { FunderDecisionView } from '#lib/domain/record.ts';
import { formatDate } from '#lib/domain/time.ts';
import { FoldedSources } from './source-list.tsx';

export interface DecisionPanelProps {
  decisions: readonly FunderDecisionView[];
  /** For example "Department's decision". */
  title: string;
}

/** What the funder itself decided or is reported to have decided, with its sources. Recorded, never computed. */
export function DecisionPanel({ decisions, title }: DecisionPanelProps) {
  return (
    <Panel title={title}>
      {decisions.length === 0 && <p>None found.</p>}
      <ul className="positions">
        {decisions.map((decision) => (
          <li key={decision.id}>
            <p>
              <b>{decision.label}</b>
              <span className="muted">
                {' '}
                · {decision.kind === 'report' ? 'reported ' : ''}
                {formatDate(decision.decidedOn, 'long')}
                {decision.attributedTo && ` · ${decision.attributedTo}`}
              </span>
            </p>
            {decision.note && <p className="muted small">{decision.note}</p>}
            <FoldedSources sources={decision.sources} grade={decision.grade} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
