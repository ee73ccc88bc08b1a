import { randomUUID } from 'node:crypto';
import { StatusLabel } from '#components/assessments/status-label.tsx';
import { WouldChange } from '#components/bodies/would-change.tsx';
import { ActButton } from '#components/settings/act-form.tsx';
import { AppLink } from '#components/ui/app-link.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { Cell, ColumnHead, Table } from '#components/ui/table.tsx';
import type { OperatorAssessment, OperatorWork } from '#lib/operations/get-operator-work.ts';
import type { PageView } from '#lib/server/page.ts';
import { openOperatorAssessmentAction } from '../../../../../_actions/body-actions.ts';

interface Props {
  work: OperatorWork;
  view: PageView;
  path: string;
}

/** What it is assessed on itself, who relies on that, and what a finding would change. */
export function OperatorAssessments({ work, view, path }: Props) {
  if (work.assessments.length === 0) return null;
  return (
    <>
      <Panel label="Its own assessments" flush>
        <div className="tools">
          <h2>Its own assessments</h2>
        </div>
        <Table caption="Its own assessments">
          <thead>
            <tr>
              <ColumnHead>Condition</ColumnHead>
              <ColumnHead>Status</ColumnHead>
              <ColumnHead>Rely on it</ColumnHead>
            </tr>
          </thead>
          <tbody>
            {work.assessments.map((item) => (
              <tr key={item.conditionId}>
                <th scope="row">{item.title}</th>
                <Cell label="Status">
                  <Standing item={item} work={work} view={view} path={path} />
                </Cell>
                <Cell label="Rely on it">
                  {item.dependents.length === 0 ? (
                    <span className="muted">none</span>
                  ) : (
                    <a href={`#rely-${item.conditionId}`}>{item.dependents.length}</a>
                  )}
                  {item.inProgress && (
                    <span className="source-about">
                      A finding is on its way: {item.inProgress.done} of {item.inProgress.total} done
                    </span>
                  )}
                </Cell>
              </tr>
            ))}
          </tbody>
        </Table>
      </Panel>
      {work.assessments
        .filter((item) => item.dependents.length > 0)
        .map((item) => (
          <WouldChange
            key={item.conditionId}
            id={`rely-${item.conditionId}`}
            condition={item.title}
            operator={work.dossier.operator.name}
            rows={item.dependents.map((row) => ({ ...row, href: `/assessments/${row.assessmentId}${view.momentQuery}` }))}
          />
        ))}
    </>
  );
}

function Standing({ item, work, view, path }: Props & { item: OperatorAssessment }) {
  if (item.assessmentId !== null && item.status !== null) {
    return (
      <AppLink className="status-link" href={`/assessments/${item.assessmentId}${view.momentQuery}`}>
        <StatusLabel status={item.status} />
      </AppLink>
    );
  }
  if (!item.tracked) return <span className="muted">asked, not tracked</span>;
  if (!work.mayManage) return <span className="muted">not assessed</span>;
  const operatorId = work.dossier.operator.id;
  return (
    <ActButton
      action={openOperatorAssessmentAction.bind(null, view.program.slug)}
      idempotencyKey={randomUUID()}
      keepHref={path}
      hidden={{ operatorPage: operatorId, operatorId, conditionId: item.conditionId }}
      says={`Open an assessment: ${item.title}`}
    >
      Open an assessment
    </ActButton>
  );
}
