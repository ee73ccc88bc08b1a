import { stringify } from 'csv-stringify/sync';
import { citationText } from '#lib/domain/audit.ts';
import { type ExportFormat, type ReportMeta, streamText } from './format.ts';
import { type ReportRow, valueText } from './report-row.ts';

const BOM = '\uFEFF';

/** Closing columns, the same in each row: a file keeps saying what it is when rows are copied out of it. */
const closing = (meta: ReportMeta): Record<string, string> => ({
  program: meta.program,
  as_of: meta.asOf,
  known_at: meta.knownAt,
  generated_at: meta.generatedAt,
  filters: Object.entries(meta.filters)
    .map(([name, value]) => `${name}=${value}`)
    .join('; '),
  notice: meta.notice.join(' '),
  ledger: citationText(meta.ledger),
});

/**
 * RFC 4180; a cell that a spreadsheet would run as a formula gets an apostrophe in front. Any break within a cell is
 * quoted: the library itself quotes only the one that ends a line.
 */
const line = (cells: string[]): string =>
  stringify([cells], { record_delimiter: 'windows', escape_formulas: true, quoted_match: /[\r\n]/ });

async function* lines(rows: AsyncIterable<ReportRow>, meta: ReportMeta, start: string): AsyncGenerator<string, void, undefined> {
  const last = closing(meta);
  yield start + line([...meta.columns, ...Object.keys(last)]);
  for await (const row of rows) yield line([...meta.columns.map((column) => valueText(row[column])), ...Object.values(last)]);
}

/** One line of names, then one line per row. GEOIDs and all else are text as it stands. */
export const csv: ExportFormat = {
  label: 'CSV',
  hint: 'for spreadsheets',
  extension: 'csv',
  contentType: 'text/csv; charset=utf-8',
  write: (rows, meta, options) => streamText(lines(rows, meta, options?.bom ? BOM : '')),
};
