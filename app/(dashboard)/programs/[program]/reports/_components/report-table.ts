/** The preview as the table takes it: the same columns, rows and words as the files. */
import type { DownloadLink } from '#components/reports/download-links.tsx';
import type { ReportColumn as TableColumn, ReportRow as TableRow } from '#components/reports/report-preview.tsx';
import type { ColumnSort } from '#components/ui/table.tsx';
import { formatDate, formatInstant } from '#lib/domain/time.ts';
import { exportFormats, FORMATS } from '#lib/exports/index.ts';
import { columnLabels, type ReportColumn, valueText } from '#lib/exports/report-row.ts';
import type { ReportPreview } from '#lib/operations/preview-report.ts';
import { href, type PageView } from '#lib/server/page.ts';
import type { ReportChoices } from './report-choices.ts';

const SORT_OF: Partial<Record<ReportColumn, string>> = {
  applicant: 'applicant',
  subject: 'applicant',
  due_on: 'due',
  status_label: 'status',
  updated_on: 'updated',
};

/** The table draws its mark in the column named `status`; here that is the one with the words. */
const tableId = (column: ReportColumn): string => (column === 'status_label' ? 'status' : column === 'status' ? 'status_id' : column);

const momentOf = (view: PageView) => ({ asOf: view.asOf, knownAt: view.knownAt });

/** A press sorts by the column, another one turns it round. */
function sortLink(path: string, column: ReportColumn, { params }: ReportChoices, view: PageView): ColumnSort | undefined {
  const key = SORT_OF[column];
  if (key === undefined) return undefined;
  const current = params.sort ?? 'applicant';
  const direction = current === key ? 'ascending' : current === `-${key}` ? 'descending' : null;
  return { href: href(path, { ...params, sort: direction === 'ascending' ? `-${key}` : key, ...momentOf(view) }), direction };
}

export function tableColumns(path: string, choices: ReportChoices, view: PageView): TableColumn[] {
  return choices.columns.map((column) => ({
    id: tableId(column),
    label: columnLabels[column],
    sort: sortLink(path, column, choices, view),
  }));
}

export function tableRows({ items }: ReportPreview, { columns }: ReportChoices, view: PageView): TableRow[] {
  return items.map(({ assessment, row }) => ({
    id: assessment.id,
    href: href(`/assessments/${assessment.id}`, momentOf(view)),
    values: Object.fromEntries(columns.map((column) => [tableId(column), valueText(row[column])])),
    status: assessment.status,
  }));
}

const words = (given: string, zone: string): string =>
  given === '' ? 'today' : given.length === 10 ? formatDate(given, 'long') : formatInstant(given, zone);

/** "8 rows, as of August 10, 2017, known today". */
export function caption({ items, nextCursor }: ReportPreview, view: PageView, isFirst: boolean): string {
  const { zone } = view.program;
  const n = items.length;
  const rows =
    nextCursor === null && isFirst
      ? `${n} ${n === 1 ? 'row' : 'rows'}`
      : `${n} rows of this page${nextCursor === null ? '' : ', more follow'}`;
  return `${rows}, as of ${words(view.asOf, zone)}, known ${view.knownAt === '' ? 'today' : `on ${words(view.knownAt, zone)}`}`;
}

/** What a download made now says about the history behind it. */
export function ledgerText({ ledger }: ReportPreview, view: PageView): string {
  const { checkpoint, unsealedEvents } = ledger;
  const waiting = unsealedEvents === 0 ? 'no event' : unsealedEvents === 1 ? '1 event' : `${unsealedEvents} events`;
  if (checkpoint === null)
    return `A download says that no checkpoint of the ledger has been made yet; ${waiting} of this program to be sealed.`;
  const { number, hash, sealedAt } = checkpoint;
  return `A download cites ledger checkpoint ${number} of ${formatInstant(sealedAt, view.program.zone)}, hash ${hash.slice(0, 16)}…, and ${waiting} of this program not yet sealed.`;
}

/** One link per format of the registry. */
export function downloads(path: string, { params, columns }: ReportChoices, view: PageView): DownloadLink[] {
  return FORMATS.map((format) => ({
    label: exportFormats[format].label,
    hint: exportFormats[format].hint,
    href: href(`${path}/download`, { ...params, columns: columns.join(','), ...momentOf(view), format }),
  }));
}
