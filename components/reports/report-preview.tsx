import type { ReactNode } from 'react';
import { StatusLabel } from '#components/assessments/status-label.tsx';
import { AppLink } from '#components/ui/app-link.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Cell, ColumnHead, type ColumnSort, Table } from '#components/ui/table.tsx';
import type { Status } from '#lib/domain/status.ts';

const isoDate = /^\d{4}-\d{2}-\d{2}$/;

export interface ReportColumn {
  id: string;
  label: string;
  sort?: ColumnSort | undefined;
}

export interface ReportRow {
  id: string;
  href: string;
  /** Its text in each column, by the column's id; exactly what a download says. */
  values: Readonly<Record<string, string>>;
  /** Draws the mark beside the text of the column `status`. */
  status?: Status | undefined;
}

export interface ReportPreviewProps {
  columns: readonly ReportColumn[];
  rows: readonly ReportRow[];
  /** For example "8 rows, as of today, known today". */
  caption: string;
  /** Below the table: paging, download links. */
  footer?: ReactNode;
}

/** What a download will hold: the same columns, rows and words. */
export function ReportPreview({ columns, rows, caption, footer }: ReportPreviewProps) {
  return (
    <section className="panel" aria-label="Preview">
      {rows.length === 0 ? (
        <EmptyState title="No row fits">Take a filter away, or choose another day.</EmptyState>
      ) : (
        <Table caption={caption} captionVisible className="report">
          <thead>
            <tr>
              {columns.map((column) => (
                <ColumnHead key={column.id} sort={column.sort}>
                  {column.label}
                </ColumnHead>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id}>
                {columns.map((column, index) => (
                  <Cell key={column.id} label={column.label}>
                    <ReportValue row={row} column={column} first={index === 0} />
                  </Cell>
                ))}
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      {footer && <div className="panel-foot">{footer}</div>}
    </section>
  );
}

function ReportValue({ row, column, first }: { row: ReportRow; column: ReportColumn; first: boolean }) {
  const text = row.values[column.id] ?? '';
  if (first) return <AppLink href={row.href}>{text}</AppLink>;
  if (column.id === 'status' && row.status) return <StatusLabel status={row.status} text={text} />;
  if (text === '') return <span className="muted">–</span>;
  return isoDate.test(text) ? <span className="nowrap">{text}</span> : text;
}
