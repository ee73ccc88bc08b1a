/** The choices of the report page, all of them in its address. */
import { isReportColumn, REPORT_COLUMNS, type ReportColumn, USUAL_COLUMNS } from '#lib/exports/report-row.ts';
import { assessmentQuery, type PageQuery } from '#lib/server/assessment-query.ts';
import { type PageView, param, type SearchParams } from '#lib/server/page.ts';

/** A form sends a list as the same name again and again, a link as one value with commas; both mean the same. */
const listOf = (search: SearchParams, name: string): string[] => [search[name] ?? []].flat().flatMap((value) => value.split(','));

export interface ReportChoices extends PageQuery {
  columns: readonly ReportColumn[];
  /** A day, or empty. */
  since: string;
}

/** Columns stand in their usual order whatever the order of the address; without any, the usual ones. */
export function readColumns(search: SearchParams): readonly ReportColumn[] {
  const chosen = new Set(listOf(search, 'columns').filter(isReportColumn));
  return chosen.size === 0 ? USUAL_COLUMNS : REPORT_COLUMNS.filter((column) => chosen.has(column));
}

export function readReport(search: SearchParams, view: Pick<PageView, 'asOf' | 'knownAt'>): ReportChoices {
  const columns = readColumns(search);
  const since = param(search, 'since');
  const { query, params } = assessmentQuery({ ...search, status: listOf(search, 'status').join(',') }, view);
  const isUsual = columns.join() === USUAL_COLUMNS.join();
  return { query, columns, since, params: { ...params, ...(isUsual ? {} : { columns: columns.join(',') }) } };
}
