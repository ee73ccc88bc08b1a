import { EmptyState } from '#components/ui/empty-state.tsx';
import { Cell, ColumnHead, Table } from '#components/ui/table.tsx';

export interface OutboxRow {
  id: string;
  subject: string;
  to: string;
  /** The address; null when there is none. */
  recipient: string | null;
  createdText: string;
  /** For example "Sent November 24, 2026, 8:00 AM Eastern". */
  stateText: string;
  /** What the mail server answered last. */
  errorText: string | null;
}

/** Messages, the newest first, with what became of each. */
export function OutboxTable({ rows }: { rows: readonly OutboxRow[] }) {
  if (rows.length === 0)
    return <EmptyState title="No message">Digests come here in the morning of each person who has something new.</EmptyState>;
  return (
    <Table caption="Messages">
      <thead>
        <tr>
          <ColumnHead>Message</ColumnHead>
          <ColumnHead>To</ColumnHead>
          <ColumnHead>State</ColumnHead>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <th scope="row">
              {row.subject}
              <span className="sub-line">{row.createdText}</span>
            </th>
            <Cell label="To">
              {row.to}
              <span className="sub-line">{row.recipient ?? 'No address'}</span>
            </Cell>
            <Cell label="State">
              {row.stateText}
              {row.errorText && <span className="sub-line">{row.errorText}</span>}
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
