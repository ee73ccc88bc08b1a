import type { ReactNode } from 'react';
import { FoldedSources } from '#components/assessments/source-list.tsx';
import { fileSize } from '#components/evidence/file-ticket.ts';
import { AppLink, ExternalLink } from '#components/ui/app-link.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Cell, ColumnHead, Table } from '#components/ui/table.tsx';
import { Tag } from '#components/ui/tag.tsx';
import { acceptanceLabels, evidenceStateLabels, evidenceStateOn } from '#lib/domain/evidence.ts';
import { evidenceClassLabels } from '#lib/domain/evidence-class.ts';
import type { EvidenceView } from '#lib/domain/record.ts';
import { formatDate } from '#lib/domain/time.ts';

export interface EvidenceTableProps {
  evidence: readonly EvidenceView[];
  /** Assessments each item is linked to, by its id. */
  links?: Readonly<Record<string, readonly { label: string; href: string }[]>> | undefined;
  /** The day that is shown, in the program's zone: what is in force on it. */
  today: string;
  /** The page of an item. */
  itemHref: (id: string) => string;
  /** What can be done with an item, under it. */
  act?: ((item: EvidenceView) => ReactNode) | undefined;
  /** Above the table: filters by class. */
  tools?: ReactNode;
  footer?: ReactNode;
  caption?: string | undefined;
}

/** Items of evidence: what, of which class, from when, accepted or not, and where it counts. */
export function EvidenceTable({ evidence, links, tools, footer, caption = 'Evidence', ...row }: EvidenceTableProps) {
  return (
    <section className="panel" aria-label={caption} id="evidence">
      {tools && <div className="tools">{tools}</div>}
      {evidence.length === 0 ? (
        <EmptyState title="No evidence here">Letters, files and links that are recorded appear here.</EmptyState>
      ) : (
        <Table caption={caption} className="evidence">
          <thead>
            <tr>
              <ColumnHead className="col-class">Class</ColumnHead>
              <ColumnHead className="col-wide">Item</ColumnHead>
              <ColumnHead>Dated</ColumnHead>
              <ColumnHead>Received</ColumnHead>
              {links && <ColumnHead>Linked to</ColumnHead>}
            </tr>
          </thead>
          <tbody>
            {evidence.map((item) => (
              <EvidenceRow key={item.id} item={item} links={links && (links[item.id] ?? [])} {...row} />
            ))}
          </tbody>
        </Table>
      )}
      {footer && <div className="panel-foot">{footer}</div>}
    </section>
  );
}

interface RowProps extends Pick<EvidenceTableProps, 'today' | 'itemHref' | 'act'> {
  item: EvidenceView;
  links: readonly { label: string; href: string }[] | undefined;
}

function EvidenceRow({ item, links, act, ...props }: RowProps) {
  const dated = item.datedOn ?? item.dated;
  return (
    <tr id={`evidence-${item.id}`}>
      <Cell label="Class">
        <span className="evidence-class">
          <b>{item.class}</b> <span className="muted">{evidenceClassLabels[item.class]}</span>
        </span>
      </Cell>
      <Cell label="Item">
        <ItemFacts item={item} {...props} />
        {act?.(item)}
      </Cell>
      <Cell label="Dated" className="nowrap">
        {dated ? formatDate(dated, 'short') : <span className="muted">undated</span>}
      </Cell>
      <Cell label="Received" className="nowrap">
        {item.receivedOn ? formatDate(item.receivedOn, 'short') : <span className="muted">receipt not on record</span>}
      </Cell>
      {links && (
        <Cell label="Linked to">
          <ul className="plain">
            {links.map((link) => (
              <li key={link.href}>
                <AppLink href={link.href}>{link.label}</AppLink>
              </li>
            ))}
          </ul>
        </Cell>
      )}
    </tr>
  );
}

/** What an item is, in a few lines; its page says the rest. */
function ItemFacts({ item, today, itemHref }: Pick<RowProps, 'item' | 'today' | 'itemHref'>) {
  const state = evidenceStateOn(item, today);
  const kept = [item.fileName, item.sizeBytes === null || item.fileName === null ? null : fileSize(item.sizeBytes)]
    .filter(Boolean)
    .join(' · ');
  return (
    <>
      <p className="evidence-title">
        <AppLink href={itemHref(item.id)}>{item.title}</AppLink>{' '}
        {item.acceptance && <Tag variant={item.acceptance === 'accepted' ? 'accent' : 'default'}>{acceptanceLabels[item.acceptance]}</Tag>}{' '}
        {item.privileged && <Tag>Privileged</Tag>}
        {state !== 'in_force' && <Tag variant="due">{evidenceStateLabels[state]}</Tag>}
      </p>
      <p className="muted small">{[item.issuer?.name ?? item.issuingBody, item.citation, kept].filter(Boolean).join(' · ')}</p>
      {item.inForceTo && <p className="muted small">In force until {formatDate(item.inForceTo, 'short')}</p>}
      {item.url && (
        <p className="small">
          <ExternalLink href={item.url}>Open the link</ExternalLink>
        </p>
      )}
      {item.excerpt && <p className="excerpt">{item.excerpt}</p>}
      <FoldedSources sources={item.sources} grade={item.grade ?? undefined} />
    </>
  );
}
