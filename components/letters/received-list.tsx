import type { ReactNode } from 'react';
import { AppLink, ExternalLink } from '#components/ui/app-link.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Tag } from '#components/ui/tag.tsx';
import { answeredByLabels, answerLabels, countsLabels } from '#lib/domain/answer.ts';
import type { ReceivedLetter } from '#lib/domain/letter.ts';
import { formatDate } from '#lib/domain/time.ts';

export interface ReceivedRow extends Omit<ReceivedLetter, 'decisions'> {
  fromHref: string;
  decisions: readonly { text: string; reason: string }[];
  /** The form to decide whether it counts; null where this person may not. */
  form: ReactNode;
}

/** Letters that came in: from whom, what each says on each question, and whether it counts. */
export function ReceivedList({ rows, momentQuery }: { rows: readonly ReceivedRow[]; momentQuery: string }) {
  return rows.map((row) => (
    <Panel key={row.id} id={`response-${row.id}`} label={`Letter from ${row.from.name}, ${dateOf(row)}`}>
      <div className="panel-head">
        <h2>
          <AppLink href={row.fromHref}>{row.from.name}</AppLink> <span className="muted">· {dateOf(row)}</span>
        </h2>
        <Tag variant={row.counts === 'undecided' ? 'due' : 'default'}>{countsLabels[row.counts]}</Tag>
      </div>
      <p className="muted small">{factsOf(row)}</p>
      {row.summary && <p>{row.summary}</p>}
      <ul className="answers">
        {row.answers.map((item) => (
          <li key={item.conditionRef}>
            {item.assessmentId ? (
              <AppLink href={`/assessments/${item.assessmentId}${momentQuery}`}>{item.conditionTitle}</AppLink>
            ) : (
              <b>{item.conditionTitle}</b>
            )}
            : {item.answer ? answerLabels[item.answer] : 'no answer is read into it'}
            {item.note && <span className="muted">; {item.note}</span>}
          </li>
        ))}
      </ul>
      {row.evidence && (
        <p className="small">
          Evidence: <ExternalLink href={row.evidence.url}>{row.evidence.title}</ExternalLink>
        </p>
      )}
      {row.decisions.length > 0 && (
        <ul className="bullets small">
          {row.decisions.map(({ text, reason }) => (
            <li key={text}>
              {text}: {reason}
            </li>
          ))}
        </ul>
      )}
      {row.form}
    </Panel>
  ));
}

const dateOf = ({ datedOn }: Pick<ReceivedRow, 'datedOn'>): string => (datedOn ? formatDate(datedOn, 'long') : 'undated');

function factsOf(row: ReceivedRow): string {
  return [
    row.authorName,
    answeredByLabels[row.answeredBy],
    row.receivedOn ? `received ${formatDate(row.receivedOn, 'long')}` : 'receipt not on record',
    row.supplementary ? 'adds to an earlier letter' : null,
    row.afterDue ? `${row.receivedOn ? 'received' : 'dated'} after the due date` : null,
  ]
    .filter((part) => part !== null)
    .join(' · ');
}
