import type { ReactNode } from 'react';
import { FoldedSources } from '#components/assessments/source-list.tsx';
import { AppLink, ExternalLink } from '#components/ui/app-link.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Cell, ColumnHead, Table } from '#components/ui/table.tsx';
import { Tag } from '#components/ui/tag.tsx';
import { evidenceClassLabels } from '#lib/domain/evidence-class.ts';
import type { EvidenceView } from '#lib/domain/record.ts';
import { formatDate } from '#lib/domain/time.ts';

const acceptanceLabels = { pending: 'not yet accepted or rejected', accepted: 'accepted', rejected: 'rejected' } as const;

export interface EvidenceTableProps {
  evidence: readonly EvidenceView[];
  /** Assessments each item is linked to, by its id. */
  links?: Readonly<Record<string, readonly { label: string; href: string }[]>> | undefined;
  /** Above the table: filters by class. */
  tools?: ReactNode;
  footer?: ReactNode;
  caption?: string | undefined;
}

/** Items of evidence: what, of which class, from when, accepted or not, and where it counts. */
export function EvidenceTable({ evidence, links, tools, footer, caption = 'Evidence' }: EvidenceTableProps) {
  return (
    <section className="panel" aria-label={caption}>
      {tools && <div className="tools">{tools}</div>}
      {evidence.length === 0 ? (
        <EmptyState title="No evidence here">Letters and links that are recorded appear here.</EmptyState>
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
              <EvidenceRow key={item.id} item={item} links={links && (links[item.id] ?? [])} />
            ))}
          </tbody>
        </Table>
      )}
      {footer && <div className="panel-foot">{footer}</div>}
    </section>
  );
}

function EvidenceRow({ item, links }: { item: EvidenceView; links: readonly { label: string; href: string }[] | undefined }) {
  const dated = item.datedOn ?? item.dated;
  return (
    <tr id={`evidence-${item.id}`}>
      <Cell label="Class">
        <span className="evidence-class">
          <b>{item.class}</b> <span className="muted">{evidenceClassLabels[item.class]}</span>
        </span>
      </Cell>
      <Cell label="Item">
        <p className="evidence-title">
          <ExternalLink href={item.url}>{item.title}</ExternalLink>{' '}
          {item.acceptance && (
            <Tag variant={item.acceptance === 'accepted' ? 'accent' : 'default'}>{acceptanceLabels[item.acceptance]}</Tag>
          )}
        </p>
        {item.issuingBody && <p className="muted small">{item.issuingBody}</p>}
        {item.excerpt && <p className="excerpt">{item.excerpt}</p>}
        {item.sha256 && (
          <p className="muted small">
            SHA-256 <code title={item.sha256}>{item.sha256.slice(0, 12)}…</code>
          </p>
        )}
        <FoldedSources sources={item.sources} grade={item.grade ?? undefined} />
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
