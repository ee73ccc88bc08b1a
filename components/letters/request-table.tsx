import { AppLink } from '#components/ui/app-link.tsx';
import { Cell, ColumnHead, Table } from '#components/ui/table.tsx';
import { Tag } from '#components/ui/tag.tsx';
import type { ListedDue, ListedRequest } from '#lib/domain/letter.ts';
import { formatDate } from '#lib/domain/time.ts';

export interface RequestRow extends ListedRequest {
  href: string;
  /** The same page with only those of a state. */
  shown: (state: 'answered' | 'partly' | 'unanswered') => string;
}

/** Letters that went out, newest first; each count leads to the addressees behind it. */
export function RequestTable({ rows }: { rows: readonly RequestRow[] }) {
  return (
    <Table caption="Letters sent" className="requests">
      <thead>
        <tr>
          <ColumnHead>Letter</ColumnHead>
          <ColumnHead>Sent</ColumnHead>
          <ColumnHead>Answer due</ColumnHead>
          <ColumnHead className="num">Recipients</ColumnHead>
          <ColumnHead className="num">Answered</ColumnHead>
          <ColumnHead className="num">In part</ColumnHead>
          <ColumnHead className="num">No answer</ColumnHead>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">
              <AppLink href={row.href}>{row.title}</AppLink>
              {row.signer && <span className="sub-line">Signed by {row.signer}</span>}
              {row.rescindedOn && <Tag>Rescinded {formatDate(row.rescindedOn, 'long')}</Tag>}
              {row.replaced > 0 && <span className="sub-line">Replaced by a later letter for {row.replaced}</span>}
            </th>
            <Cell label="Sent">{formatDate(row.sentOn, 'long')}</Cell>
            <Cell label="Answer due">
              {row.due ? <Due due={row.due} statedOn={row.dueOn} /> : <span className="muted">Not on record</span>}
            </Cell>
            <Cell label="Recipients" className="num">
              {row.recipients}
            </Cell>
            <Count label="Answered" count={row.answered} href={row.shown('answered')} />
            <Count label="In part" count={row.partly} href={row.shown('partly')} />
            <Count label="No answer" count={row.unanswered} href={row.shown('unanswered')} />
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

/** The date that counts; where it is not the one that the letter states, or not the same for everybody, it says so. */
function Due({ due: { dueOn, lastOn, moved, paused }, statedOn }: { due: ListedDue; statedOn: string | null }) {
  return (
    <>
      {formatDate(dueOn, 'long')}
      {paused && <span className="sub-line">Stands still while an order holds</span>}
      {lastOn !== dueOn && <span className="sub-line">For some later, until {formatDate(lastOn, 'long')}: see the letter</span>}
      {moved && statedOn && statedOn !== dueOn && <span className="sub-line">The letter states {formatDate(statedOn, 'long')}</span>}
    </>
  );
}

function Count({ label, count, href }: { label: string; count: number; href: string }) {
  return (
    <Cell label={label} className="num">
      {count > 0 ? <AppLink href={href}>{count}</AppLink> : <span className="muted">0</span>}
    </Cell>
  );
}
