import { RecordEntryList } from '#components/record/record-entry-list.tsx';
import { AppLink } from '#components/ui/app-link.tsx';
import { Chip } from '#components/ui/chip.tsx';
import { Panel } from '#components/ui/panel.tsx';
import type { PublicRecord } from '#lib/operations/get-public-record.ts';
import { href, type PageView } from '#lib/server/page.ts';
import { kindsInWords, kindWord } from './entry-words.ts';

export interface EntryPanelProps {
  record: PublicRecord;
  /** The kind chosen; empty for all. */
  kind: string;
  path: string;
  view: PageView;
}

/** All dated facts, by kind if one is chosen. */
export function EntryPanel({ record, kind, path, view }: EntryPanelProps) {
  const moment = { asOf: view.asOf, knownAt: view.knownAt };
  const total = record.kinds.reduce((sum, { count }) => sum + count, 0);
  const applicants = `/programs/${view.program.slug}/applicants${view.momentQuery}`;
  return (
    <Panel title="Dated facts" id="entries">
      <p className="muted small">
        Positions on each condition and later reports stand with the <AppLink href={applicants}>applicants</AppLink> they are about.
      </p>
      <nav className="row" aria-label="Kinds of facts">
        <Chip href={`${href(path, moment)}#entries`} current={kind === ''}>
          All {total}
        </Chip>
        {record.kinds.map((item) => (
          <Chip key={item.kind} href={`${href(path, { ...moment, kind: item.kind })}#entries`} current={item.kind === kind}>
            {kindWord(item.kind)} {item.count}
          </Chip>
        ))}
      </nav>
      <RecordEntryList
        entries={kindsInWords(record.entries)}
        applicationHref={(id) => `/programs/${view.program.slug}/applications/${id}${view.momentQuery}`}
        emptyText={kind ? 'No fact of this kind is on record by this day.' : 'No dated fact is on record by this day.'}
      />
    </Panel>
  );
}
