import { FoldedSources } from '#components/assessments/source-list.tsx';
import { Tag } from '#components/ui/tag.tsx';
import { answeredByLabels, answerLabels, countsLabels } from '#lib/domain/answer.ts';
import type { ResponseView } from '#lib/domain/record.ts';
import { formatDate } from '#lib/domain/time.ts';

export interface ResponseListProps {
  responses: readonly ResponseView[];
  /** Titles of conditions by their reference. */
  conditionTitles: Readonly<Record<string, string>>;
}

/** Letters that came in: who wrote, when, what each says on each condition, and whether it counts. */
export function ResponseList({ responses, conditionTitles }: ResponseListProps) {
  if (responses.length === 0) return <p className="muted">No letter from the applicant is on record here.</p>;
  return (
    <ul className="facilities">
      {responses.map((response) => (
        <li key={response.id} id={`response-${response.id}`}>
          <h3>
            {response.authorName ?? answeredByLabels[response.answeredBy]}
            <span className="muted"> · {response.datedOn ? formatDate(response.datedOn, 'long') : 'undated'}</span>
          </h3>
          <p className="muted small">
            {answeredByLabels[response.answeredBy]} ·{' '}
            {response.receivedOn ? `received ${formatDate(response.receivedOn, 'long')}` : 'receipt not on record'}
          </p>
          {response.summary && <p>{response.summary}</p>}
          <ul className="answers">
            {response.answers.map((answer) => (
              <li key={answer.conditionRef}>
                <b>{conditionTitles[answer.conditionRef] ?? answer.conditionRef}:</b>{' '}
                {answer.answer ? answerLabels[answer.answer] : 'no answer is read into it'}
                {answer.note && <span className="muted">; {answer.note}</span>}
              </li>
            ))}
          </ul>
          <div className="entry-about">
            <Tag variant={response.counts === 'undecided' ? 'due' : 'default'}>{countsLabels[response.counts]}</Tag>
            <FoldedSources sources={response.sources} grade={response.grade} />
          </div>
        </li>
      ))}
    </ul>
  );
}
