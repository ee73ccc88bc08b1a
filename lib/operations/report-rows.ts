/** The rows of a status report, for the preview and the files alike: what is on the screen is what is in the file. */

import type { Queryable } from '#lib/data/client.ts';
import { type Decision, listDecisions } from '#lib/data/decisions.ts';
import { AppError } from '#lib/domain/errors.ts';
import type { AssessmentRow, Moment, ProgramView } from '#lib/domain/record.ts';
import { formatDate, localDateOf } from '#lib/domain/time.ts';
import { isReportColumn, REPORT_COLUMNS, type ReportColumn, type ReportRow, toReportRow } from '#lib/exports/report-row.ts';

const decisionText = ({ kind, label, decidedOn, attributedTo }: Decision): string => {
  const what = kind === 'report' ? label : `${label}, ${formatDate(decidedOn, 'long')}`;
  return attributedTo === null ? what : `${what} (${attributedTo})`;
};

/** @throws AppError `unavailable` */
export async function reportRows(
  tx: Queryable,
  program: ProgramView,
  moment: Moment,
  items: readonly AssessmentRow[],
): Promise<ReportRow[]> {
  const applicationIds = [...new Set(items.filter(({ subject }) => subject.kind === 'application').map(({ subject }) => subject.id))];
  const asOfDay = localDateOf(moment.asOf, program.zone);
  const decisions = Map.groupBy(
    await listDecisions(tx, { programId: program.id, applicationIds, asOfDay, knownAt: moment.knownAt }),
    (one) => one.applicationId,
  );
  const none = program.recordBasis === 'public_sources' ? 'None found' : 'None on record';
  return items.map((item) => {
    const made = decisions.get(item.subject.id)?.map(decisionText).join('; ');
    return toReportRow(item, item.subject.kind === 'application' ? (made ?? none) : null, program.zone);
  });
}

/** All columns when none is named. @throws AppError `invalid_request` for one that there is not */
export function reportColumns(names: readonly string[] | undefined): readonly ReportColumn[] {
  if (names === undefined || names.length === 0) return REPORT_COLUMNS;
  return names
    .filter((name, index) => names.indexOf(name) === index)
    .map((name) => {
      if (!isReportColumn(name))
        throw new AppError('invalid_request', `columns: ${JSON.stringify(name)} is not a column.`, { field: 'columns' });
      return name;
    });
}
