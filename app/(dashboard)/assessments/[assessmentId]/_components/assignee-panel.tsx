import { randomUUID } from 'node:crypto';
import { AssignForm } from '#components/assessments/assign-form.tsx';
import { Panel } from '#components/ui/panel.tsx';
import type { AssessmentRow } from '#lib/domain/record.ts';
import { getAssignable } from '#lib/operations/get-assignable.ts';
import { mayWrite, type PageView } from '#lib/server/page.ts';
import { assignAction } from '../../../_actions/work-actions.ts';

/** Whose work this is, and for those who may, the way to give it to somebody else. */
export async function AssigneePanel({ row, view }: { row: AssessmentRow; view: PageView }) {
  const canAssign = row.openProposal === null && mayWrite(view, 'record_status');
  const people = canAssign ? await getAssignable(view.context, row.id) : [];
  return (
    <Panel title="Assigned to">
      <p>{row.assignee?.name ?? <span className="muted">Nobody has taken it up.</span>}</p>
      {canAssign && (
        <AssignForm
          key={`assign-${row.version}`}
          action={assignAction}
          idempotencyKey={randomUUID()}
          hidden={{ assessmentId: row.id, version: String(row.version) }}
          keepHref={`/assessments/${row.id}`}
          people={people.map(({ id, name }) => ({ value: id, label: name }))}
          current={row.assignee?.id ?? ''}
        />
      )}
    </Panel>
  );
}
