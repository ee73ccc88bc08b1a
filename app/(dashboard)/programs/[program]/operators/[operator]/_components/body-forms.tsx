import { randomUUID } from 'node:crypto';
import { AddFacilityForm, RecordBookingForm, RecordOperationForm } from '#components/bodies/body-forms.tsx';
import { Panel } from '#components/ui/panel.tsx';
import type { OperatorWork } from '#lib/operations/get-operator-work.ts';
import type { PageView } from '#lib/server/page.ts';
import { addFacilityAction, recordBookingAction, recordOperationAction } from '../../../../../_actions/body-actions.ts';

const options = (list: readonly { id: string; name: string }[]) => list.map(({ id, name }) => ({ value: id, label: name }));

/** What can be recorded about a body in control: its places, who runs them, who books there. */
export function BodyForms({ work, view, path }: { work: OperatorWork; view: PageView; path: string }) {
  if (!work.mayManage) return null;
  const { slug } = view.program;
  const operatorId = work.dossier.operator.id;
  const form = { keepHref: path, today: view.today, hidden: { operatorPage: operatorId } };
  const places = work.facilities.map(({ id, name, operationId }) => ({ value: `${id} ${operationId ?? ''}`.trim(), label: name }));
  return (
    <Panel title="Record more about it">
      <AddFacilityForm
        {...form}
        hidden={{ operatorPage: operatorId, operatorId }}
        action={addFacilityAction.bind(null, slug)}
        idempotencyKey={randomUUID()}
      />
      <RecordOperationForm
        {...form}
        action={recordOperationAction.bind(null, slug)}
        idempotencyKey={randomUUID()}
        facilities={places}
        organizations={options(work.organizations)}
        operatorId={operatorId}
      />
      <RecordBookingForm
        {...form}
        action={recordBookingAction.bind(null, slug)}
        idempotencyKey={randomUUID()}
        facilities={options(work.facilities)}
        applicants={options(work.applicants)}
      />
    </Panel>
  );
}
