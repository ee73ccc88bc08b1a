import { Panel } from '#components/ui/panel.tsx';
import type { ConditionView } from '#lib/domain/record.ts';
import { formatDate } from '#lib/domain/time.ts';
import { FoldedSources } from './source-list.tsx';

export interface ConditionTextProps {
  condition: ConditionView;
  title?: string | undefined;
}

/** The wording in full. Where it is quoted its words are never shortened: they can be the whole argument. */
export function ConditionText({ condition, title = 'Condition' }: ConditionTextProps) {
  return (
    <Panel title={title} id="condition">
      <p className="condition-wording">{condition.wording}</p>
      <p className="small muted">
        {[condition.citation, condition.citedOn && formatDate(condition.citedOn, 'long'), `version ${condition.version}`]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {condition.note && <p className="small muted">{condition.note}</p>}
      <FoldedSources sources={condition.sources} grade={condition.grade} />
    </Panel>
  );
}
