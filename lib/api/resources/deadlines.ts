/** The deadline of an assessment with its steps, more time asked for and decided, and legal orders. */
import type { LegalOrderView } from '#lib/domain/deadline-views.ts';
import { amendLegalOrder } from '#lib/operations/amend-legal-order.ts';
import { decideExtension } from '#lib/operations/decide-extension.ts';
import { endLegalOrder } from '#lib/operations/end-legal-order.ts';
import { getDeadline } from '#lib/operations/get-deadline.ts';
import { listExtensions } from '#lib/operations/list-extensions.ts';
import { listLegalOrders } from '#lib/operations/list-legal-orders.ts';
import { recordLegalOrder } from '#lib/operations/record-legal-order.ts';
import { requestExtension } from '#lib/operations/request-extension.ts';
import { withdrawExtension } from '#lib/operations/withdraw-extension.ts';
import { type Endpoint, jsonEndpoint } from '../endpoint.ts';
import { idOf, programOf, readQuery, runWrite } from '../request.ts';
import {
  explainedDeadline,
  extensionClosed,
  extensionDecided,
  extensionList,
  extensionMade,
  extensionRequest,
  legalOrderList,
  orderAmended,
  orderEnded,
  orderMade,
  orderRequest,
  withdrawal,
} from '../schemas/deadline.ts';
import { momentQuery } from '../schemas/query.ts';

const tag = 'Deadlines';
const plainOrder = (order: LegalOrderView) => ({ ...order, sources: order.sources.map((source) => ({ ...source })) });
const READ = ['not_found', 'forbidden', 'as_of_in_future'] as const;

const explain = jsonEndpoint({
  method: 'get',
  path: '/assessments/{id}/deadline',
  tag,
  summary: 'The deadline of an assessment, and how it came about',
  query: momentQuery,
  refusals: READ,
  success: { status: 200, description: 'The date that counts, with every step and assumption.', schema: explainedDeadline },
  async handle(request) {
    const query = await readQuery(request, momentQuery, () => getDeadline(request.context, idOf(request)));
    const { program: _, moment, orders, ...deadline } = await getDeadline(request.context, idOf(request), query);
    return { body: { ...deadline, orders: orders.map(plainOrder), asOf: moment.asOf, knownAt: moment.knownAt } };
  },
});

const list = jsonEndpoint({
  method: 'get',
  path: '/programs/{program}/extensions',
  tag,
  summary: 'Requests for more time, and what was decided',
  query: momentQuery,
  refusals: READ,
  success: { status: 200, description: 'Newest first.', schema: extensionList },
  async handle(request) {
    const query = await readQuery(request, momentQuery, () => listExtensions(request.context, programOf(request)));
    const { items, moment } = await listExtensions(request.context, programOf(request), query);
    return { body: { items, asOf: moment.asOf, knownAt: moment.knownAt } };
  },
});

const ask = jsonEndpoint({
  method: 'post',
  path: '/programs/{program}/extensions',
  tag,
  summary: 'Ask for more time',
  description: 'For one applicant, a group or the whole program. The date moves only once it is granted.',
  body: extensionRequest,
  refusals: ['not_found', 'field_required', 'reason_required', 'effective_in_future'],
  success: { status: 201, description: 'It was asked for.', schema: extensionMade },
  async handle(request) {
    return { body: await runWrite(request, ({ context, body }) => requestExtension(context, programOf(request), body)) };
  },
});

const decide = jsonEndpoint({
  method: 'post',
  path: '/extensions/{id}/decide',
  tag,
  summary: 'Grant or refuse more time',
  description: 'Decided once. An extension never makes a deadline earlier.',
  body: extensionDecided,
  refusals: ['not_found', 'extension_closed', 'field_required', 'reason_required', 'effective_in_future'],
  success: { status: 200, description: 'How it was decided.', schema: extensionClosed },
  async handle(request) {
    return { body: await runWrite(request, ({ context, body }) => decideExtension(context, idOf(request), body)) };
  },
});

const withdraw = jsonEndpoint({
  method: 'post',
  path: '/extensions/{id}/withdraw',
  tag,
  summary: 'Take back a request for more time',
  body: withdrawal,
  refusals: ['not_found', 'extension_closed', 'reason_required'],
  success: { status: 200, description: 'It is withdrawn.', schema: extensionClosed },
  async handle(request) {
    return { body: await runWrite(request, ({ context, body }) => withdrawExtension(context, idOf(request), body)) };
  },
});

const orders = jsonEndpoint({
  method: 'get',
  path: '/programs/{program}/orders',
  tag,
  summary: 'Legal orders on record',
  query: momentQuery,
  refusals: READ,
  success: { status: 200, description: 'By first day, each with how it stands.', schema: legalOrderList },
  async handle(request) {
    const query = await readQuery(request, momentQuery, () => listLegalOrders(request.context, programOf(request)));
    const { items, moment } = await listLegalOrders(request.context, programOf(request), query);
    return { body: { items: items.map(plainOrder), asOf: moment.asOf, knownAt: moment.knownAt } };
  },
});

const record = jsonEndpoint({
  method: 'post',
  path: '/programs/{program}/orders',
  tag,
  summary: 'Record a legal order',
  body: orderRequest,
  refusals: ['not_found', 'field_required', 'effective_in_future'],
  success: { status: 201, description: 'The order, with its version.', schema: orderMade },
  async handle(request) {
    const made = await runWrite(request, ({ context, body }) => recordLegalOrder(context, programOf(request), body));
    return { body: made, version: made.version };
  },
});

const amend = jsonEndpoint({
  method: 'post',
  path: '/orders/{id}/amend',
  tag,
  summary: 'Correct what is recorded of an order',
  description: 'A new version; the earlier one stays on record.',
  conditional: true,
  body: orderAmended,
  refusals: ['not_found', 'field_required', 'reason_required', 'effective_in_future'],
  success: { status: 200, description: 'The new version.', schema: orderMade },
  async handle(request) {
    const made = await runWrite(request, ({ context, version, body }) => amendLegalOrder(context, idOf(request), version, body));
    return { body: made, version: made.version };
  },
});

const end = jsonEndpoint({
  method: 'post',
  path: '/orders/{id}/end',
  tag,
  summary: 'Record that an order is no longer in force',
  conditional: true,
  body: orderEnded,
  refusals: ['not_found', 'reason_required'],
  success: { status: 200, description: 'The new version.', schema: orderMade },
  async handle(request) {
    const made = await runWrite(request, ({ context, version, body }) => endLegalOrder(context, idOf(request), version, body));
    return { body: made, version: made.version };
  },
});

export const deadlineEndpoints: readonly Endpoint[] = [explain, list, ask, decide, withdraw, orders, record, amend, end];
