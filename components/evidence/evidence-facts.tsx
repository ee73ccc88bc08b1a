import { SourceList } from '#components/assessments/source-list.tsx';
import { AppLink, ExternalLink } from '#components/ui/app-link.tsx';
import { DescriptionList } from '#components/ui/description-list.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { evidenceKindLabels, sensitivityLabels } from '#lib/domain/evidence.ts';
import type { EvidenceView } from '#lib/domain/record.ts';
import { formatDate } from '#lib/domain/time.ts';

export interface EvidenceFactsProps {
  data: {
    evidence: EvidenceView;
    addedBy: string;
    recordedAt: string;
    supersededReason: string | null;
    supersededByTitle: string | null;
    sealedReason: string | null;
    sealedBy: string | null;
  };
  /** An instant in words, in the program's zone. */
  at: (instant: string) => string;
  itemHref: (id: string) => string;
}

const day = (on: string | null, none: string) => (on ? formatDate(on, 'long') : <span className="muted">{none}</span>);

function span({ inForceFrom, inForceTo }: EvidenceView): string | null {
  if (inForceFrom && inForceTo) return `${formatDate(inForceFrom, 'long')} to ${formatDate(inForceTo, 'long')}`;
  if (inForceFrom) return `From ${formatDate(inForceFrom, 'long')}`;
  return inForceTo ? `Until ${formatDate(inForceTo, 'long')}` : null;
}

/** What an item is, from whom and from when, and what became of it. */
export function EvidenceFacts({ data, at, itemHref }: EvidenceFactsProps) {
  const { evidence: item } = data;
  const facts = [
    { term: 'Kind', detail: evidenceKindLabels[item.kind] },
    { term: 'Issued by', detail: item.issuingBody },
    { term: 'Whose it is', detail: item.issuer?.name },
    { term: 'Dated', detail: day(item.datedOn ?? item.dated, 'undated') },
    { term: 'Received', detail: day(item.receivedOn, 'receipt not on record') },
    { term: 'In force', detail: span(item) ?? <span className="muted">no dates stated</span> },
    { term: 'Link', detail: item.url && <ExternalLink href={item.url}>{item.url}</ExternalLink> },
    { term: 'Link read', detail: item.url && item.retrievedAt && at(item.retrievedAt) },
    { term: 'Citation', detail: item.citation },
    { term: 'Sensitivity', detail: sensitivityLabels[item.sensitivity] },
    { term: 'Note', detail: item.note },
    { term: 'Recorded', detail: `${at(data.recordedAt)}, ${data.addedBy}` },
    { term: 'Superseded', detail: item.supersededAt && superseded(data, at, itemHref) },
    { term: 'Sealed', detail: item.sealedAt && [`${at(item.sealedAt)}, ${data.sealedBy}`, data.sealedReason].filter(Boolean).join('. ') },
  ];
  return (
    <Panel title="Facts">
      <DescriptionList items={facts.flatMap(({ term, detail }) => (detail ? [{ term, detail }] : []))} />
      {item.sources.length > 0 && <SourceList sources={item.sources} />}
    </Panel>
  );
}

function superseded(
  { evidence: item, ...data }: EvidenceFactsProps['data'],
  at: EvidenceFactsProps['at'],
  itemHref: EvidenceFactsProps['itemHref'],
) {
  return (
    <>
      {item.supersededAt && at(item.supersededAt)}
      {item.supersededById && (
        <>
          , by <AppLink href={itemHref(item.supersededById)}>{data.supersededByTitle ?? 'another item'}</AppLink>
        </>
      )}
      {data.supersededReason && <p className="muted small">{data.supersededReason}</p>}
    </>
  );
}
