import { type ExportFormat, type ReportMeta, streamText } from './format.ts';
import type { ReportRow } from './report-row.ts';

async function* parts(rows: AsyncIterable<ReportRow>, meta: ReportMeta): AsyncGenerator<string, void, undefined> {
  yield `{"meta":${JSON.stringify(meta)},"items":[`;
  let separator = '\n';
  for await (const row of rows) {
    yield separator + JSON.stringify(Object.fromEntries(meta.columns.map((column) => [column, row[column]])));
    separator = ',\n';
  }
  yield '\n]}\n';
}

/** What the report is, then its rows, one a line. */
export const json: ExportFormat = {
  label: 'JSON',
  hint: 'for programs',
  extension: 'json',
  contentType: 'application/json; charset=utf-8',
  write: (rows, meta) => streamText(parts(rows, meta)),
};
