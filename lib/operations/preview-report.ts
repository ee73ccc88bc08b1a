/** A page of a status report: the rows that its files begin with, and what they can be chosen by. */
import { findLedgerCitation } from '#lib/data/checkpoints.ts';
import { listConditions } from '#lib/data/programs.ts';
import { listStates } from '#lib/data/report-choices.ts';
import { translated } from '#lib/data/transaction.ts';
import type { LedgerCitation } from '#lib/domain/audit.ts';
import type { AssessmentRow, ConditionView, Moment, ProgramView } from '#lib/domain/record.ts';
import type { ReportRow } from '#lib/exports/report-row.ts';
import { type Context, confinement } from './context.ts';
import { type AssessmentQuery, listAssessments } from './list-assessments.ts';
import { reportRows } from './report-rows.ts';

export interface ReportPreview {
  program: ProgramView;
  moment: Moment;
  /** Each row with the assessment that it is of. */
  items: { assessment: AssessmentRow; row: ReportRow }[];
  nextCursor: string | null;
  conditions: ConditionView[];
  /** The states of the program's applicants. */
  states: string[];
  /** What a file made now would cite. */
  ledger: LedgerCitation;
}

/** @throws AppError as `listAssessments` */
export async function previewReport(context: Context, slug: string, query: AssessmentQuery): Promise<ReportPreview> {
  const { program, moment, items, nextCursor } = await listAssessments(context, slug, query);
  const [rows, conditions, states, ledger] = await Promise.all([
    translated(reportRows(context.db.pool, program, moment, items)),
    listConditions(context.db, program.id),
    translated(listStates(context.db.pool, program.id, confinement(context, program.id))),
    translated(findLedgerCitation(context.db.pool, program.id)),
  ]);
  const paired = items.flatMap((assessment, index) => (rows[index] ? [{ assessment, row: rows[index] }] : []));
  return { program, moment, nextCursor, conditions, states, ledger, items: paired };
}
