/** A status report as a file: every row that the filters select, written while it is read. */
import { type ListQuery, listAssessments as readPage } from '#lib/data/assessments.ts';
import { findLedgerCitation } from '#lib/data/checkpoints.ts';
import type { Queryable } from '#lib/data/client.ts';
import { readSnapshot } from '#lib/data/snapshot.ts';
import type { Moment, ProgramView } from '#lib/domain/record.ts';
import { localDateOf } from '#lib/domain/time.ts';
import { type ReportMeta, streamBytes, type WriteOptions } from '#lib/exports/format.ts';
import { exportFormats, type FormatId } from '#lib/exports/index.ts';
import type { ReportColumn, ReportRow } from '#lib/exports/report-row.ts';
import { type Context, confinement } from './context.ts';
import { getProgram } from './get-program.ts';
import { type AssessmentQuery, toFilters } from './list-assessments.ts';
import { momentOf } from './moment.ts';
import { reportColumns, reportRows } from './report-rows.ts';

export interface ReportQuery extends Omit<AssessmentQuery, 'cursor' | 'limit'> {
  /** Which columns, in their order; all when absent or empty. */
  columns?: readonly string[] | undefined;
}

export interface ReportFile {
  contentType: string;
  filename: string;
  /** Reads as it is read: closing it early ends the read. */
  body: ReadableStream<Uint8Array>;
}

const PAGE = 200;
const PRACTICE = 'Practice. Not the record.';

/**
 * Refusals come before the first byte. The rows are read page by page from one snapshot, so that a file of any size
 * takes little memory and shows one state.
 * @throws AppError `unauthenticated`, `not_found`, `forbidden`, `invalid_request`, `as_of_in_future`
 */
export async function exportReport(
  context: Context,
  slug: string,
  format: FormatId,
  query: ReportQuery,
  options: WriteOptions = {},
): Promise<ReportFile> {
  const program = await getProgram(context, slug, 'export');
  const moment = momentOf(context, program, query);
  const columns = reportColumns(query.columns);
  const list = {
    program,
    moment,
    filters: toFilters(query, confinement(context, program.id)),
    sort: query.sort ?? 'applicant',
    descending: query.descending ?? false,
    limit: PAGE,
  };
  const { contentType, extension, write } = exportFormats[format];
  const about = metaOf(context, program, moment, columns, query);
  const body = streamBytes(
    readSnapshot(context.db, async function* (tx) {
      yield* write(allRows(tx, list), { ...about, ledger: await findLedgerCitation(tx, program.id) }, options);
    }),
  );
  return { contentType, filename: `${fileStem(program, moment, query)}.${extension}`, body };
}

async function* allRows(tx: Queryable, list: Omit<ListQuery, 'after'>): AsyncGenerator<ReportRow, void, undefined> {
  let after: ListQuery['after'] = null;
  do {
    const page = await readPage(tx, { ...list, after });
    yield* await reportRows(tx, list.program, list.moment, page.items);
    after = page.next;
  } while (after !== null);
}

/** `psp-2017-status-2017-08-10`, by the day asked about in the program's zone, and the known day where one was asked for. */
function fileStem(program: ProgramView, moment: Moment, query: ReportQuery): string {
  const known = query.knownAt ? `-known-${localDateOf(moment.knownAt, program.zone)}` : '';
  return `${program.slug}-status-${localDateOf(moment.asOf, program.zone)}${known}`;
}

function metaOf(
  context: Context,
  program: ProgramView,
  moment: Moment,
  columns: readonly ReportColumn[],
  query: ReportQuery,
): Omit<ReportMeta, 'ledger'> {
  return {
    program: program.slug,
    name: program.name,
    asOf: moment.asOf,
    knownAt: moment.knownAt,
    generatedAt: context.now(),
    filters: filtersText(query),
    columns,
    notice: [...(program.kind === 'practice' ? [PRACTICE] : []), ...program.standingLines],
  };
}

/** The filters as they stand in an address. */
function filtersText(query: ReportQuery): Record<string, string> {
  const { status, condition, state, flag, assignee, subject, q, applicationId, operatorId } = query;
  const sort = query.sort ? `${query.descending ? '-' : ''}${query.sort}` : undefined;
  const given = { status: status?.join(','), condition, state, flag, assignee, subject, q, applicationId, operatorId, sort };
  return Object.fromEntries(Object.entries(given).filter((entry): entry is [string, string] => Boolean(entry[1])));
}
