import { randomUUID } from 'node:crypto';
import { DecideDisputeForm, OpenDisputeForm, WithdrawDisputeForm } from '#components/disputes/dispute-forms.tsx';
import { DisputePanel } from '#components/disputes/dispute-panel.tsx';
import { concludes, type Status } from '#lib/domain/status.ts';
import { formatInstant } from '#lib/domain/time.ts';
import type { AssessmentPage } from '#lib/operations/get-assessment-page.ts';
import { type DisputeList, listDisputes } from '#lib/operations/list-disputes.ts';
import { mayDo, mayWrite, type PageView } from '#lib/server/page.ts';
import { decideDisputeAction, openDisputeAction, withdrawDisputeAction } from '../../../_actions/dispute-actions.ts';

interface Props {
  data: AssessmentPage;
  view: PageView;
  path: string;
}

/** Who objected to what, what was decided on it, and how to object. Shown once there is something to say or to do. */
export async function DisputeArea({ data, view, path }: Props) {
  const { row, program } = data;
  const { items, organizations } = await listDisputes(view.context, row.id, { asOf: view.asOf, knownAt: view.knownAt });
  const opens = mayWrite(view, 'open_dispute');
  const howTo = howToObject(data);
  if (items.length === 0 && !opens && howTo === null) return null;
  const evidence = data.evidence.map(({ id, class: kind, title }) => ({ id, label: `${kind} · ${title}` }));
  return (
    <DisputePanel
      howTo={howTo}
      items={items.map((item) => ({
        ...item,
        decidedText: item.decidedAt && `${item.decidedBy}, ${formatInstant(item.decidedAt, program.zone)}`,
        evidence: item.evidenceIds.flatMap((id) => evidence.find((known) => known.id === id)?.label ?? []),
        acts: view.moment.live && item.state === 'open' && <Acts item={item} view={view} path={path} status={row.status} />,
      }))}
    >
      {opens && (
        <OpenDisputeForm
          key={row.version}
          action={openDisputeAction}
          idempotencyKey={randomUUID()}
          keepHref={path}
          assessmentId={row.id}
          organizations={organizations}
          evidence={evidence}
          canReconsider={concludes(row.status)}
          today={view.today}
        />
      )}
    </DisputePanel>
  );
}

interface ActsProps {
  item: DisputeList['items'][number];
  view: PageView;
  path: string;
  status: Status;
}

function Acts({ item, view, path, status }: ActsProps) {
  const ids = { assessmentId: item.assessmentId, disputeId: item.id, keepHref: path };
  return (
    <>
      {mayDo(view, 'decide_dispute') && (
        <DecideDisputeForm {...ids} action={decideDisputeAction} idempotencyKey={randomUUID()} reopens={concludes(status)} />
      )}
      {item.mayWithdraw && <WithdrawDisputeForm {...ids} action={withdrawDisputeAction} idempotencyKey={randomUUID()} />}
    </>
  );
}

/** As the finding that stands says it, else as the condition's notice does. */
function howToObject({ proposals, row, condition }: AssessmentPage): string | null {
  const standing = proposals.find((item) => item.state === 'approved' && item.to === row.status);
  return standing?.details.objection ?? (concludes(row.status) ? condition.reconsideration : null);
}
