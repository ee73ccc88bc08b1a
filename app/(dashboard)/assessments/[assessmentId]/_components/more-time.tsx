import { ExtensionList } from '#components/deadlines/extension-list.tsx';
import { AppLink } from '#components/ui/app-link.tsx';
import { Panel } from '#components/ui/panel.tsx';
import { getDeadline } from '#lib/operations/get-deadline.ts';
import { href, mayWrite, type PageView } from '#lib/server/page.ts';
import { evidenceHref, extensionItem } from '../../../programs/[program]/deadlines/_components/deadline-items.ts';
import { orderLine } from '../../../programs/[program]/orders/_components/order-items.ts';

/** More time asked for and decided, and the orders that reach this assessment; nothing where there is none of it. */
export async function MoreTime({
  view,
  assessmentId,
  applicationId,
}: {
  view: PageView;
  assessmentId: string;
  applicationId: string | null;
}) {
  const { extensions, orders, deadlineId } = await getDeadline(view.context, assessmentId, { asOf: view.asOf, knownAt: view.knownAt });
  const path = `/programs/${view.program.slug}`;
  const asks = deadlineId !== null && applicationId !== null && mayWrite(view, 'ask_extension');
  const decides = asks || mayWrite(view, 'decide_extension');
  const moment = { asOf: view.asOf, knownAt: view.knownAt };
  if (!asks && extensions.length === 0 && orders.length === 0) return null;
  return (
    <Panel
      title="More time and orders"
      actions={
        asks && (
          <AppLink
            className="btn btn-small"
            href={href(`${path}/deadlines`, { form: 'ask', deadline: deadlineId, application: applicationId })}
          >
            Ask for more time
          </AppLink>
        )
      }
    >
      <ExtensionList
        evidenceHref={evidenceHref(view)}
        items={extensions.map((one) =>
          extensionItem(one, view.program.zone, decides ? href(`${path}/deadlines`, { decide: one.id }) : undefined),
        )}
      />
      {orders.map((order) => (
        <p key={order.id} className="small order-line">
          <AppLink href={`${href(`${path}/orders`, moment)}#order-${order.id}`}>{order.name}</AppLink>: {orderLine(order)}
        </p>
      ))}
    </Panel>
  );
}
