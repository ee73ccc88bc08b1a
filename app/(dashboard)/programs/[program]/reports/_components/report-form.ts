/** What can be chosen on the report page. */
import type { ReportFilter } from '#components/reports/report-filters.tsx';
import { FLAGS, flagLabels } from '#lib/domain/flag.ts';
import type { ConditionView } from '#lib/domain/record.ts';
import { STATUSES, statusRules } from '#lib/domain/status.ts';
import { columnLabels, REPORT_COLUMNS } from '#lib/exports/report-row.ts';
import type { ReportChoices } from './report-choices.ts';

const SORTS = [
  { value: '-applicant', label: 'Applicant, Z to A' },
  { value: 'due', label: 'Due date, earliest first' },
  { value: '-due', label: 'Due date, latest first' },
  { value: 'status', label: 'Status' },
  { value: '-updated', label: 'Last change, newest first' },
  { value: 'updated', label: 'Last change, oldest first' },
];

export function reportFilters(
  { params, query, columns }: ReportChoices,
  conditions: readonly ConditionView[],
  states: readonly string[],
): ReportFilter[] {
  const value = (name: string): string => params[name] ?? '';
  const tracked = conditions.filter((condition) => condition.tracked).map(({ ref, title }) => ({ value: ref, label: title }));
  const all = (label: string) => ({ label, any: label });
  return [
    { kind: 'select', name: 'condition', ...all('All conditions'), label: 'Condition', options: tracked, value: value('condition') },
    {
      kind: 'select',
      name: 'state',
      ...all('All states'),
      label: 'State',
      options: states.map((state) => ({ value: state, label: state })),
      value: value('state'),
    },
    {
      kind: 'select',
      name: 'flag',
      ...all('Any or none'),
      label: 'Flag',
      options: FLAGS.map((flag) => ({ value: flag, label: flagLabels[flag] })),
      value: value('flag'),
    },
    { kind: 'select', name: 'sort', ...all('Applicant, A to Z'), label: 'Order', options: SORTS, value: value('sort') },
    { kind: 'text', name: 'q', label: 'Name contains', value: value('q') },
    {
      kind: 'checks',
      name: 'status',
      label: 'Status',
      options: STATUSES.map((status) => ({ value: status, label: statusRules[status].label })),
      values: query.status ?? [],
    },
    {
      kind: 'checks',
      name: 'columns',
      label: 'Columns',
      options: REPORT_COLUMNS.map((column) => ({ value: column, label: columnLabels[column] })),
      values: columns,
    },
  ];
}
