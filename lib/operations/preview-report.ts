/** A page of a status report: the rows that its files begin with. */
import { translated } from '#lib/data/transaction.ts';
import type { AssessmentRow, Moment, ProgramView } from '#lib/domain/record.ts';
import type { ReportRow } from '#lib/exports/report-row.ts';
import type { Context } from './context.ts';
import { type AssessmentQuery, listAssessments } from './list-assessments.ts';
import { reportRows } from './report-rows.ts';

export interface ReportPreview {
  program: ProgramView;
  moment: Moment;
  /** Each row with the assessment that it is of. */
  items: { assessment: AssessmentRow; row: ReportRow }[];
  nextCursor: string | null;
}

/** @throws AppError as `listAssessments` */
export async function previewReport(context: Context, slug: string, query: AssessmentQuery): Promise<ReportPreview> {
  const { program, moment, items, nextCursor } = await listAssessments(context, slug, query);
  const rows = await translated(reportRows(context.db.pool, program, moment, items));
  return {
    program,
    moment,
    nextCursor,
    items: items.flatMap((assessment, index) => (rows[index] ? [{ assessment, row: rows[index] }] : [])),
  };
}
