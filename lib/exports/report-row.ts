/**
 * A row of a status report: flat, with names that do not change, the same in every format and on the page. A column
 * added here appears everywhere; one that is left out of `REPORT_COLUMNS` or of `toReportRow` fails the type check.
 */
import { answerLabels } from '#lib/domain/answer.ts';
import { flagLabels } from '#lib/domain/flag.ts';
import type { AssessmentRow, ResponsibleParty } from '#lib/domain/record.ts';
import { statusRules } from '#lib/domain/status.ts';
import { localDateOf } from '#lib/domain/time.ts';

export type ReportValue = string | number | null | readonly string[];

interface ColumnRule {
  label: string;
  /** Shown and downloaded unless other columns are chosen. */
  usual: boolean;
}

const rules = {
  assessment_id: { label: 'Assessment id', usual: false },
  subject_kind: { label: 'Kind of subject', usual: false },
  subject: { label: 'Organization', usual: false },
  applicant: { label: 'Applicant', usual: true },
  state: { label: 'State', usual: false },
  geoid: { label: 'Census GEOID', usual: false },
  condition_ref: { label: 'Condition ref', usual: false },
  condition: { label: 'Condition', usual: true },
  status: { label: 'Status id', usual: false },
  status_label: { label: 'Status', usual: true },
  answer: { label: 'Answer id', usual: false },
  answer_label: { label: 'Answer', usual: true },
  due_on: { label: 'Due', usual: true },
  due_at: { label: 'Due instant (UTC)', usual: false },
  flags: { label: 'Flag ids', usual: false },
  flag_labels: { label: 'Flags', usual: true },
  controlled_by: { label: 'Who must act', usual: true },
  assignee: { label: 'Assignee', usual: false },
  funder_decision: { label: "Funder's decision", usual: true },
  version: { label: 'Version', usual: false },
  updated_on: { label: 'Last change recorded', usual: false },
  updated_at: { label: 'Last change recorded (UTC)', usual: false },
} as const satisfies Record<string, ColumnRule>;

export type ReportColumn = keyof typeof rules;
export type ReportRow = Readonly<Record<ReportColumn, ReportValue>>;

export const REPORT_COLUMNS = Object.keys(rules) as readonly ReportColumn[];
export const USUAL_COLUMNS: readonly ReportColumn[] = REPORT_COLUMNS.filter((column) => rules[column].usual);
export const columnLabels: Readonly<Record<ReportColumn, string>> = Object.fromEntries(
  REPORT_COLUMNS.map((column) => [column, rules[column].label]),
) as Record<ReportColumn, string>;

export const isReportColumn = (text: string): text is ReportColumn => Object.hasOwn(rules, text);

const partyText = ({ name, role }: ResponsibleParty): string => (role === 'shared' ? `${name} (shared)` : name);

/**
 * @param decision the funder's own decision in words; null for a subject that has none to get, such as an operator
 * @param zone the program's: of `updated_on`
 */
export function toReportRow(row: AssessmentRow, decision: string | null, zone: string): ReportRow {
  return {
    assessment_id: row.id,
    subject_kind: row.subject.kind,
    subject: row.subject.name,
    applicant: row.applicant?.name ?? null,
    state: row.applicant?.state ?? null,
    geoid: row.applicant?.geoid ?? null,
    condition_ref: row.condition.ref,
    condition: row.condition.title,
    status: row.status,
    status_label: statusRules[row.status].label,
    answer: row.answer,
    answer_label: row.answer === null ? null : answerLabels[row.answer],
    due_on: row.dueOn,
    due_at: row.dueAt,
    flags: row.flags,
    flag_labels: row.flags.map((flag) => flagLabels[flag]),
    controlled_by: row.responsibleParties.map(partyText),
    assignee: row.assignee?.name ?? null,
    funder_decision: decision,
    version: row.version,
    updated_on: localDateOf(row.updatedAt, zone),
    updated_at: row.updatedAt,
  };
}

/** A value where only text can stand: in a cell of a table or of a CSV file. */
export function valueText(value: ReportValue): string {
  if (value === null) return '';
  return typeof value === 'object' ? value.join('; ') : String(value);
}
