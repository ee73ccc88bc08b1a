import type { ReactNode } from 'react';
import { AppLink } from '#components/ui/app-link.tsx';
import { Cell, ColumnHead, Table } from '#components/ui/table.tsx';
import { Tag } from '#components/ui/tag.tsx';

export interface AuditEventRow {
  id: string;
  /** What happened, for example "Requested → Answer received". */
  title: string;
  reason: string | null;
  /** What it is about, for example "Baltimore · Jail access". */
  subject: string;
  /** Its history, at this event; null where there is no page of it. */
  href: string | null;
  effectiveText: string;
  effectiveAt: string;
  recordedText: string;
  recordedAt: string;
  /** For example "98 days before". */
  distanceText: string | null;
  actor: string;
  imported: boolean;
  sealText: string;
  proofHref: string;
}

/** Events picked for a closer look, each with its history and its proof. */
export function AuditEventTable({ rows, caption, footer }: { rows: readonly AuditEventRow[]; caption: string; footer?: ReactNode }) {
  return (
    <section className="panel" aria-label={caption}>
      <Table caption={caption} captionVisible className="report audit-events">
        <thead>
          <tr>
            <ColumnHead>Event</ColumnHead>
            <ColumnHead>About</ColumnHead>
            <ColumnHead>Took effect</ColumnHead>
            <ColumnHead>Recorded</ColumnHead>
            <ColumnHead>By</ColumnHead>
            <ColumnHead>Ledger</ColumnHead>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <EventLine key={row.id} row={row} />
          ))}
        </tbody>
      </Table>
      {footer && <div className="panel-foot">{footer}</div>}
    </section>
  );
}

function EventLine({ row }: { row: AuditEventRow }) {
  return (
    <tr>
      <Cell label="Event" className="audit-what">
        <div>
          <b>{row.title}</b>
          {row.reason && <span className="who-note">{row.reason}</span>}
        </div>
      </Cell>
      <Cell label="About">{row.href === null ? row.subject : <AppLink href={row.href}>{row.subject}</AppLink>}</Cell>
      <Cell label="Took effect">
        <div>
          <time className="nowrap" dateTime={row.effectiveAt}>
            {row.effectiveText}
          </time>
          {row.distanceText && <span className="who-note">{row.distanceText}</span>}
        </div>
      </Cell>
      <Cell label="Recorded">
        <time className="nowrap" dateTime={row.recordedAt}>
          {row.recordedText}
        </time>
      </Cell>
      <Cell label="By">
        <div>
          {row.actor} {row.imported && <Tag>import</Tag>}
        </div>
      </Cell>
      <Cell label="Ledger">
        <div>
          <span className="nowrap">{row.sealText}</span>
          <span className="who-note">
            <a href={row.proofHref}>
              Proof
              <span className="visually-hidden">
                {' '}
                of {row.title}, {row.subject}
              </span>
            </a>
          </span>
        </div>
      </Cell>
    </tr>
  );
}
