import { FoldedSources } from '#components/assessments/source-list.tsx';
import { DescriptionList } from '#components/ui/description-list.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { formatDate } from '#lib/domain/time.ts';
import type { PublicRecord } from '#lib/operations/get-public-record.ts';
import { cited } from './cited.ts';

const listed = (texts: readonly string[]) => (texts.length > 0 ? texts.join('; ') : null);

/** What the program is, as its sources describe it. */
export function FactsPanel({ record }: { record: PublicRecord }) {
  const { facts, program } = record;
  const rows = [
    { term: 'Agency', detail: [program.agency, program.office].filter(Boolean).join(', ') },
    { term: 'Purpose', detail: facts.purpose },
    { term: 'Origin', detail: facts.origin },
    { term: 'Launched', detail: facts.launched && formatDate(facts.launched, 'long') },
    { term: 'Money', detail: facts.fundingNote },
    { term: 'Selection', detail: listed(facts.selectionCriteria) },
    { term: 'Tracks', detail: listed(facts.tracks) },
    ...facts.otherDeadlines.map((deadline) => ({
      term: 'Other date',
      detail: [deadline.what, formatDate(deadline.date, 'long'), deadline.basis].filter(Boolean).join(' · '),
    })),
  ];
  const sources = [facts, ...facts.otherDeadlines].flatMap((part) => part.sources);
  return (
    <Panel title="The program" id="facts">
      <DescriptionList items={rows.flatMap(({ term, detail }) => (detail ? [{ term, detail }] : []))} />
      <FoldedSources sources={cited(record.sources, sources)} grade={facts.grade ?? undefined} />
    </Panel>
  );
}
