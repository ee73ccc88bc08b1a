import { FoldedSources } from '#components/assessments/source-list.tsx';
import { AppLink } from '#components/ui/app-link.tsx';
import { Tag } from '#components/ui/tag.tsx';
import type { RecordEntryView } from '#lib/domain/record.ts';
import { formatDate } from '#lib/domain/time.ts';

/** Kinds of facts, in words; a kind without a row is shown as it is. */
const kindLabels: Record<string, string> = {
  control: 'who runs it',
  law: 'law',
  policy: 'policy',
  statement: 'statement',
  outcome: 'outcome',
  programme: 'program',
  program: 'program',
  request: 'request',
  response: 'response',
  deadline: 'deadline',
  legal_opinion: 'legal opinion',
  later_report: 'later report',
  position: 'position',
};

export interface RecordEntryListProps {
  entries: readonly RecordEntryView[];
  /** Where the page of an application is; without it the places are plain text. */
  applicationHref?: ((applicationId: string) => string) | undefined;
  emptyText?: string | undefined;
}

/** Public facts by date, attributed and cited. */
export function RecordEntryList({ entries, applicationHref, emptyText = 'Nothing is on record.' }: RecordEntryListProps) {
  if (entries.length === 0) return <p className="muted">{emptyText}</p>;
  return (
    <ol className="entries">
      {entries.map((entry) => (
        <li key={entry.id} id={entry.ref}>
          <time dateTime={entry.date}>{formatDate(entry.date, 'short')}</time>
          <div>
            <p>
              {entry.attributedTo && <b>{entry.attributedTo}: </b>}
              {entry.paraphrase}
            </p>
            {entry.note && <p className="muted small">{entry.note}</p>}
            <div className="entry-about">
              <Tag>{kindLabels[entry.kind] ?? entry.kind.replaceAll('_', ' ')}</Tag>
              <EntrySubjects entry={entry} applicationHref={applicationHref} />
              <FoldedSources sources={entry.sources} grade={entry.grade} />
            </div>
          </div>
        </li>
      ))}
    </ol>
  );
}

function EntrySubjects({ entry, applicationHref }: { entry: RecordEntryView; applicationHref: RecordEntryListProps['applicationHref'] }) {
  const applications = new Map(entry.subjects.map((subject) => [subject.applicationId, subject.applicantName]));
  if (applications.size === 0) return <span className="muted">the program</span>;
  return (
    <span className="entry-subjects">
      {[...applications].map(([id, name]) =>
        applicationHref ? (
          <AppLink key={id} href={applicationHref(id)}>
            {name}
          </AppLink>
        ) : (
          <span key={id}>{name}</span>
        ),
      )}
    </span>
  );
}
