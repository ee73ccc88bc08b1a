import { FlagTag } from '#components/assessments/flag-tag.tsx';
import { StatusLabel } from '#components/assessments/status-label.tsx';
import { AppLink } from '#components/ui/app-link.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Cell, ColumnHead, Table } from '#components/ui/table.tsx';
import { answerLabels } from '#lib/domain/answer.ts';
import type { AssessmentRow } from '#lib/domain/record.ts';
import { calendarDaysBetween, formatDate, localDateOf } from '#lib/domain/time.ts';
import type { PageView } from '#lib/server/page.ts';
import type { ApplicationPartProps } from './application-main.tsx';

/** The conditions of one applicant: where each stands, what was said, and who must act. */
export function AssessmentTable({ data, view }: ApplicationPartProps) {
  if (data.assessments.length === 0) return <NoAssessment data={data} />;
  return (
    <Panel label="Conditions of this applicant" flush>
      <div className="tools">
        <h2>Conditions</h2>
      </div>
      <Table caption="Conditions of this applicant">
        <thead>
          <tr>
            <ColumnHead>Condition</ColumnHead>
            <ColumnHead>Status</ColumnHead>
            <ColumnHead>Applicant's answer</ColumnHead>
            <ColumnHead>Who must act</ColumnHead>
            <ColumnHead>Answers due</ColumnHead>
          </tr>
        </thead>
        <tbody>
          {data.assessments.map((row) => (
            <AssessmentLineRow key={row.id} row={row} view={view} />
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}

function NoAssessment({ data }: Pick<ApplicationPartProps, 'data'>) {
  const { letterOnRecord, jurisdiction } = data.application;
  return (
    <Panel title="Conditions">
      <p>
        {letterOnRecord
          ? 'No assessment was on record at this moment.'
          : `No letter to ${jurisdiction.name} is on record, so there is nothing to assess.`}
      </p>
    </Panel>
  );
}

function AssessmentLineRow({ row, view }: { row: AssessmentRow; view: PageView }) {
  const dueInDays = row.dueOn ? calendarDaysBetween(localDateOf(view.moment.asOf, view.program.zone), row.dueOn) : null;
  const href = `/assessments/${row.id}${view.momentQuery}`;
  return (
    <tr>
      <th scope="row">
        <AppLink href={href}>{row.condition.title}</AppLink>
      </th>
      <Cell label="Status">
        <StatusLabel status={row.status} />
        {row.flags
          .filter((flag) => flag !== 'controlled_elsewhere')
          .map((flag) => (
            <div key={flag}>
              <FlagTag flag={flag} dueInDays={dueInDays} />
            </div>
          ))}
      </Cell>
      <Cell label="Applicant's answer">
        {row.answer ? `Says: ${answerLabels[row.answer]}` : <span className="muted">No answer of the applicant on record</span>}
      </Cell>
      <Cell label="Who must act">
        <ul className="plain">
          {row.responsibleParties.map((party) => (
            <li key={party.id}>
              <AppLink href={`/programs/${view.program.slug}/operators/${party.id}${view.momentQuery}`}>{party.name}</AppLink>
              {party.role === 'shared' && <span className="muted"> · shared</span>}
            </li>
          ))}
        </ul>
      </Cell>
      <Cell label="Answers due">{row.dueOn ? formatDate(row.dueOn, 'short') : <span className="muted">No due date</span>}</Cell>
    </tr>
  );
}
