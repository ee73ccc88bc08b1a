import { FoldedSources } from '#components/assessments/source-list.tsx';
import { DescriptionList } from '#components/ui/description-list.tsx';
import { Tag } from '#components/ui/tag.tsx';
import type { ConditionView } from '#lib/domain/record.ts';
import { formatDate } from '#lib/domain/time.ts';

const notStated = <span className="muted">Not stated in what was read</span>;

/** A condition in full: its wording, the five parts that a notice should state, and where it is written. */
export function ConditionCard({ condition }: { condition: ConditionView }) {
  const parts = [
    { term: 'Nature', detail: condition.nature ?? notStated },
    { term: 'Reason', detail: condition.reason ?? notStated },
    { term: 'To remove it', detail: condition.actionRequired ?? notStated },
    { term: 'Time allowed', detail: condition.timeAllowed ?? notStated },
    { term: 'Reconsideration', detail: condition.reconsideration ?? notStated },
  ];
  const cited = [condition.citation, condition.citedOn && formatDate(condition.citedOn, 'long')].filter(Boolean).join(' · ');
  return (
    <article className="panel panel-padded condition-card" id={condition.ref}>
      <div className="panel-head">
        <h2>{condition.title}</h2>
        <span>
          <Tag>{condition.ref}</Tag>{' '}
          <Tag variant={condition.tracked ? 'accent' : 'default'}>{condition.tracked ? 'tracked' : 'recorded, not tracked'}</Tag>
        </span>
      </div>
      <p className="condition-wording">{condition.wording}</p>
      {cited && <p className="muted small">{cited}</p>}
      <DescriptionList items={parts} />
      {condition.note && <p className="muted small">{condition.note}</p>}
      <FoldedSources sources={condition.sources} grade={condition.grade} />
    </article>
  );
}
