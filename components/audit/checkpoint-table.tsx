import type { ReactNode } from 'react';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Cell, ColumnHead, Table } from '#components/ui/table.tsx';
import { Hash } from './hash.tsx';

export interface CheckpointRow {
  number: number;
  sealedText: string;
  sealedAt: string;
  /** For example "12 events in 5 histories, 3 of them of this program". */
  coversText: string;
  hash: string;
  keyId: string;
}

/** The checkpoints, newest first. */
export function CheckpointTable({ rows, footer }: { rows: readonly CheckpointRow[]; footer?: ReactNode }) {
  return (
    <Panel title="Checkpoints" flush className="panel-titled">
      {rows.length === 0 ? (
        <EmptyState title="No checkpoint has been made yet">The first one follows within a minute of the first event.</EmptyState>
      ) : (
        <Table caption="Checkpoints, newest first" className="checkpoints">
          <thead>
            <tr>
              <ColumnHead>Number</ColumnHead>
              <ColumnHead>Sealed</ColumnHead>
              <ColumnHead>Covers</ColumnHead>
              <ColumnHead>Hash</ColumnHead>
              <ColumnHead>Key</ColumnHead>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.number}>
                <th scope="row">{row.number}</th>
                <Cell label="Sealed">
                  <time dateTime={row.sealedAt}>{row.sealedText}</time>
                </Cell>
                <Cell label="Covers">{row.coversText}</Cell>
                <Cell label="Hash">
                  <Hash value={row.hash} />
                </Cell>
                <Cell label="Key">
                  <Hash value={row.keyId} />
                </Cell>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      {footer && <div className="panel-foot">{footer}</div>}
    </Panel>
  );
}
