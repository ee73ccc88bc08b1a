import { randomUUID } from 'node:crypto';
import type { Metadata } from 'next';
import { OrderEndForm, OrderForm } from '#components/deadlines/order-forms.tsx';
import { OrderList } from '#components/deadlines/order-list.tsx';
import { AppLink } from '#components/ui/app-link.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Panel } from '#components/ui/panel.tsx';
import type { LegalOrderView } from '#lib/domain/deadline-views.ts';
import { getParties } from '#lib/operations/get-parties.ts';
import { listLegalOrders } from '#lib/operations/list-legal-orders.ts';
import { doneText, forPage, href, mayWrite, openProgramPage, type PageView, param, type SearchParams } from '#lib/server/page.ts';
import { uploadReturn } from '#lib/server/upload-return.ts';
import { amendOrderAction, endOrderAction, recordOrderAction } from '../../../_actions/deadline-actions.ts';
import { ProgramFrame } from '../../../_components/program-frame.tsx';
import { evidenceHref } from '../deadlines/_components/deadline-items.ts';
import { orderItem, orderValues } from './_components/order-items.ts';

export const metadata: Metadata = { title: 'Legal orders' };

interface Props {
  params: Promise<{ program: string }>;
  searchParams: Promise<SearchParams>;
}

const DONE: Record<string, string> = {
  recorded: 'The order is recorded.',
  corrected: 'The correction is recorded. What stood before stays in the history.',
  ended: 'Its end is recorded.',
};

export default async function OrdersPage({ params, searchParams }: Props) {
  const { program: slug } = await params;
  const search = await searchParams;
  const path = `/programs/${slug}/orders`;
  const view = await openProgramPage(slug, search, path);
  const { items } = await forPage(path, () => listLegalOrders(view.context, slug, { asOf: view.asOf, knownAt: view.knownAt }));
  const writes = mayWrite(view, 'record_order');
  const done = doneText(search, DONE);
  const links = (id: string) => (writes ? { endHref: href(path, { end: id }), amendHref: href(path, { amend: id }) } : {});
  return (
    <ProgramFrame view={view} current="orders" path={path}>
      <PageHeader title="Legal orders">
        <p className="muted page-lead">
          The court, the docket, the date, and what each order says. How each stands is worked out for the day that the page shows.
        </p>
      </PageHeader>
      {done && <Notice kind="info" title={done} role="status" />}
      <div className="stack mt-5">
        {writes && <OrderForms view={view} items={items} search={search} path={path} />}
        <Panel
          title="By first day in force"
          actions={
            writes && (
              <AppLink className="btn btn-small" href={href(path, { form: 'record' })}>
                Record an order
              </AppLink>
            )
          }
        >
          <OrderList evidenceHref={evidenceHref(view)} items={items.map((order) => orderItem(order, view.program.zone, links(order.id)))} />
        </Panel>
      </div>
    </ProgramFrame>
  );
}

interface FormsProps {
  view: PageView;
  items: LegalOrderView[];
  search: SearchParams;
  path: string;
}

/** One form at a time, chosen by the address, so that it works without JavaScript. */
async function OrderForms({ view, items, search, path }: FormsProps) {
  const { slug } = view.program;
  const ending = items.find(({ id }) => id === param(search, 'end'));
  const shared = { idempotencyKey: randomUUID(), keepHref: path };
  if (ending) {
    return (
      <Panel title={`The end of ${ending.name}`}>
        <OrderEndForm {...shared} action={endOrderAction.bind(null, slug)} orderId={ending.id} version={ending.version} />
      </Panel>
    );
  }
  const amended = items.find(({ id }) => id === param(search, 'amend'));
  if (!amended && param(search, 'form') !== 'record') return null;
  const { applicants, conditions } = await getParties(view.context, slug);
  const others = items.filter(({ id }) => id !== amended?.id).map(({ id, name }) => ({ value: id, label: name }));
  const returnTo = href(path, amended ? { amend: amended.id } : { form: 'record' });
  const fields = {
    ...shared,
    applicants,
    conditions,
    orders: others,
    today: view.today,
    upload: { program: slug, returnTo, uploaded: uploadReturn(search) },
  };
  return (
    <Panel title={amended ? `Correct what is recorded of ${amended.name}` : 'Record an order'}>
      {amended ? (
        <OrderForm {...fields} action={amendOrderAction.bind(null, slug)} values={orderValues(amended)} />
      ) : (
        <OrderForm {...fields} action={recordOrderAction.bind(null, slug)} />
      )}
    </Panel>
  );
}
