import { StatusLabel } from '#components/assessments/status-label.tsx';
import { DueSteps } from '#components/deadlines/due-steps.tsx';
import { AppLink } from '#components/ui/app-link.tsx';
import { Cell, ColumnHead, Table } from '#components/ui/table.tsx';
import { Tag } from '#components/ui/tag.tsx';
import { answerLabels } from '#lib/domain/answer.ts';
import { type AskedItem, answerStateLabels, type LetterDue, type RecipientView } from '#lib/domain/letter.ts';
import { formatDate } from '#lib/domain/time.ts';

export interface RecipientRow extends RecipientView {
  /** The letter as it went out; null where its text is not on record. */
  letterHref: string | null;
  replacedHref: string | null;
  /** The letter was taken back: nobody has to answer it. */
  rescinded: boolean;
}

/** Everybody a letter went to: what each was asked, what was answered, and what is missing. */
export function RecipientTable({ rows, momentQuery }: { rows: readonly RecipientRow[]; momentQuery: string }) {
  return (
    <Table caption="Recipients" className="recipients">
      <thead>
        <tr>
          <ColumnHead>Recipient</ColumnHead>
          <ColumnHead>Answers</ColumnHead>
          <ColumnHead>Question by question</ColumnHead>
          <ColumnHead>Letter</ColumnHead>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.organization.id}>
            <th scope="row">
              {row.organization.name}
              {row.addressee !== row.organization.name && <span className="sub-line">{row.addressee}</span>}
              {row.due && <OwnDue due={row.due} />}
            </th>
            <Cell label="Answers">
              <StateOf row={row} />
            </Cell>
            <Cell label="Question by question">
              <ul className="plain asked">
                {row.items.map((item) => (
                  <li key={item.assessmentId}>
                    <AppLink href={`/assessments/${item.assessmentId}${momentQuery}`}>{item.conditionTitle}</AppLink>
                    {item.answeredOn && <span className="sub-line">{answerText(item.answer, item.answeredOn)}</span>}
                    <StatusLabel status={item.status} />
                  </li>
                ))}
              </ul>
            </Cell>
            <Cell label="Letter">
              {row.letterHref ? <AppLink href={row.letterHref}>Read</AppLink> : <span className="muted">Text not on record</span>}
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

/** What a reader must not miss of a date: that an order suspends it, and that more time was asked for. */
export function dueNotes({ paused, askedUntil }: LetterDue): string[] {
  const notes = paused ? ['Stands still: an order suspends it.'] : [];
  if (askedUntil) notes.push(`More time asked for, until ${formatDate(askedUntil, 'long')}: not decided.`);
  return notes;
}

/** A date that counts for this addressee alone. */
function OwnDue({ due }: { due: LetterDue }) {
  return (
    <div className="own-due">
      <p className="sub-line">
        Due <b>{formatDate(due.dueOn, 'long')}</b>
      </p>
      {dueNotes(due).map((note) => (
        <p key={note} className="sub-line">
          {note}
        </p>
      ))}
      <DueSteps steps={due.steps} />
    </div>
  );
}

function StateOf({ row }: { row: RecipientRow }) {
  if (row.replacedBy) {
    return (
      <span>
        Replaced by <AppLink href={row.replacedHref ?? ''}>{row.replacedBy.title}</AppLink>
      </span>
    );
  }
  if (row.rescinded && row.state === 'unanswered') return <span className="muted">The letter was rescinded. No answer is asked for.</span>;
  const missing = row.items.filter(({ answeredOn }) => answeredOn === null).map(({ conditionTitle }) => conditionTitle);
  return (
    <>
      <Tag variant={row.state === 'answered' ? 'default' : 'due'}>{answerStateLabels[row.state]}</Tag>
      {row.state === 'partly' && <span className="sub-line">Missing: {missing.join('; ')}</span>}
    </>
  );
}

function answerText(answer: AskedItem['answer'], answeredOn: string): string {
  const says = answer ? answerLabels[answer] : 'received; no answer is read into it';
  return `${says}, ${formatDate(answeredOn, 'long')}`;
}
