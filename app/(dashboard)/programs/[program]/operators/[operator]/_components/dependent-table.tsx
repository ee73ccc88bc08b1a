import { StatusLabel } from '#components/assessments/status-label.tsx';
import { AppLink } from '#components/ui/app-link.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Cell, ColumnHead, Table } from '#components/ui/table.tsx';
import { answerLabels } from '#lib/domain/answer.ts';
import { formatDate } from '#lib/domain/time.ts';
import type { OperatorDossier } from '#lib/operations/get-operator.ts';
import type { PageView } from '#lib/server/page.ts';

/** Every assessment for which this body must act, alone or with others. */
export function DependentTable({ data, view }: { data: OperatorDossier; view: PageView }) {
  const { dependents, operator } = data;
  return (
    <Panel label="Assessments for which it must act" flush>
      <div className="tools">
        <h2>Assessments for which it must act</h2>
      </div>
      {dependents.length === 0 ? (
        <EmptyState title="None at this moment." />
      ) : (
        <Table caption="Assessments for which it must act">
          <thead>
            <tr>
              <ColumnHead>Applicant</ColumnHead>
              <ColumnHead>Condition</ColumnHead>
              <ColumnHead>Its part</ColumnHead>
              <ColumnHead>Status</ColumnHead>
              <ColumnHead>Answers due</ColumnHead>
            </tr>
          </thead>
          <tbody>
            {dependents.map((line) => (
              <tr key={line.id}>
                <th scope="row">
                  <AppLink
                    className="plain-link"
                    href={`/programs/${view.program.slug}/applications/${line.applicationId}${view.momentQuery}`}
                  >
                    {line.applicant}
                  </AppLink>
                </th>
                <Cell label="Condition">{line.condition.title}</Cell>
                <Cell label="Its part">
                  {line.responsible.find((party) => party.id === operator.id)?.role === 'shared' ? 'shared with another body' : 'primary'}
                </Cell>
                <Cell label="Status">
                  <AppLink className="status-link" href={`/assessments/${line.id}${view.momentQuery}`}>
                    <StatusLabel status={line.status} />
                  </AppLink>
                  {line.answer && <span className="source-about">Applicant says: {answerLabels[line.answer]}</span>}
                </Cell>
                <Cell label="Answers due">{line.dueOn ? formatDate(line.dueOn, 'short') : <span className="muted">none</span>}</Cell>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </Panel>
  );
}
