/** Deadlines, more time and orders in the tests of ids and of extra keys. */
import type { Objects, Stage } from './http/stage.ts';

const EXTENSION = ['scope', 'applicationIds', 'deadlineId', 'wantedOn', 'askedOn', 'reason', 'evidenceIds', 'newEvidence'];
const ORDER_KEYS = [
  'court',
  'docket',
  'title',
  'decidedOn',
  'effect',
  'parties',
  'applicationIds',
  'conditions',
  'validFrom',
  'validTo',
  'actsOnId',
  'summary',
  'evidenceIds',
  'newEvidence',
];
const order = (more: object = {}) => ({
  court: 'Example District Court',
  docket: '00-1',
  title: 'Order',
  decidedOn: '2017-01-02',
  effect: 'bars_enforcement',
  summary: 'It bars enforcement.',
  ...more,
});

/** A call of each writer that would be accepted, but for one key more. */
export function deadlineWriters({ own, people }: Stage) {
  const { analyst, reviewer, counsel, everywhere } = people;
  const asked = { applicationIds: [own.application], deadlineId: own.deadline, wantedOn: '2040-01-02', reason: 'Late.' };
  const dated = { label: 'Due', dueOn: '2030-01-02', basis: 'As decided.' };
  return {
    requestExtension: { as: analyst, args: [own.slug], body: asked, knows: EXTENSION },
    decideExtension: {
      as: reviewer,
      args: [own.extension],
      body: { decision: 'refuse', reason: 'x' },
      knows: ['decision', 'grantedOn', 'decidedOn', 'reason', 'evidenceIds', 'newEvidence'],
    },
    withdrawExtension: { as: analyst, args: [own.extension], body: { reason: 'x' }, knows: ['reason'] },
    addDeadline: { as: analyst, args: [own.slug], body: dated, knows: ['label', 'dueOn', 'rule', 'cutOff', 'zone', 'basis', 'replaces'] },
    recordLegalOrder: { as: counsel, args: [own.slug], body: order(), knows: ORDER_KEYS },
    amendLegalOrder: { as: counsel, args: [own.order, null], body: order({ reason: 'x' }), knows: [...ORDER_KEYS, 'reason'] },
    endLegalOrder: { as: counsel, args: [own.order, null], body: { validTo: '2017-02-01', reason: 'x' }, knows: ['validTo', 'reason'] },
    changeCalendar: {
      as: everywhere,
      args: [],
      body: { calendar: 'us_federal', add: [{ day: '2090-03-04' }], reason: 'x' },
      knows: ['calendar', 'title', 'base', 'add', 'remove', 'reason'],
    },
  };
}

interface Ids {
  application: string;
  evidence: string;
  deadline: string;
  order: string;
}

const extensions = (own: Objects): string => `/api/v1/programs/${own.slug}/extensions`;
const orders = (own: Objects): string => `/api/v1/programs/${own.slug}/orders`;
const asking = (own: Objects, more: object) => ({
  applicationIds: [own.application],
  deadlineId: own.deadline,
  wantedOn: '2040-01-02',
  reason: 'Late.',
  ...more,
});

/** By method, path and field: an address and a body that would be accepted with ids of one's own. */
export const deadlineIdCases: Record<
  string,
  (own: Objects) => { path: string; as: 'analyst' | 'reviewer' | 'counsel'; version?: number; body(ids: Ids): unknown }
> = {
  'POST /api/v1/programs/{program}/extensions applicationIds': (own) => ({
    path: extensions(own),
    as: 'analyst',
    body: ({ application }) => asking(own, { applicationIds: [application] }),
  }),
  'POST /api/v1/programs/{program}/extensions deadlineId': (own) => ({
    path: extensions(own),
    as: 'analyst',
    body: ({ deadline }) => asking(own, { deadlineId: deadline }),
  }),
  'POST /api/v1/programs/{program}/extensions evidenceIds': (own) => ({
    path: extensions(own),
    as: 'analyst',
    body: ({ evidence }) => asking(own, { evidenceIds: [evidence] }),
  }),
  'POST /api/v1/extensions/{id}/decide evidenceIds': (own) => ({
    path: `/api/v1/extensions/${own.extension}/decide`,
    as: 'reviewer',
    body: ({ evidence }) => ({ decision: 'refuse', reason: 'x', evidenceIds: [evidence] }),
  }),
  ...orderCases('POST /api/v1/programs/{program}/orders', orders, {}),
  ...orderCases('POST /api/v1/orders/{id}/amend', (own) => `/api/v1/orders/${own.order}/amend`, { reason: 'x' }, 1),
};

function orderCases(name: string, path: (own: Objects) => string, more: object, version?: number) {
  const made = (field: string, facts: (ids: Ids) => object): typeof deadlineIdCases => ({
    [`${name} ${field}`]: (own) => ({
      path: path(own),
      as: 'counsel',
      ...(version === undefined ? {} : { version }),
      body: (ids) => order({ ...more, ...facts(ids) }),
    }),
  });
  return {
    ...made('applicationIds', ({ application }) => ({ parties: 'named', applicationIds: [application] })),
    ...made('actsOnId', ({ order: other }) => ({ actsOnId: other })),
    ...made('evidenceIds', ({ evidence }) => ({ evidenceIds: [evidence] })),
  };
}

interface FormCase {
  action: string;
  as?: 'approver' | 'counsel';
  form: Record<string, string>;
}

/** By the field of a form: the action that reads it, and what else the form says. */
export const deadlineForms: Record<string, (stage: Stage) => FormCase> = {
  applicationIds: ({ own, other }) => ({
    action: 'askExtensionAction',
    form: { applicationIds: other.application, deadlineId: own.deadline, wantedOn: '2040-01-02', reason: 'Late.' },
  }),
  deadlineId: ({ own, other }) => ({
    action: 'askExtensionAction',
    form: { applicationIds: own.application, deadlineId: other.deadline, wantedOn: '2040-01-02', reason: 'Late.' },
  }),
  extensionId: ({ other }) => ({
    action: 'decideExtensionAction',
    as: 'approver',
    form: { extensionId: other.extension, decision: 'refuse', reason: 'No.' },
  }),
  orderId: ({ other }) => ({
    action: 'endOrderAction',
    as: 'counsel',
    form: { orderId: other.order, validTo: '2018-01-01', reason: 'No.' },
  }),
  actsOnId: ({ other }) => ({
    action: 'recordOrderAction',
    as: 'counsel',
    form: {
      court: 'C',
      docket: 'D',
      title: 'T',
      decidedOn: '2017-01-02',
      effect: 'vacated',
      parties: 'all',
      summary: 'S',
      actsOnId: other.order,
    },
  }),
  'rule.deadlineId': ({ other }) => ({
    action: 'addDeadlineAction',
    form: { label: 'Due', basis: 'B', kind: 'deadline', 'rule.deadlineId': other.deadline, 'rule.offset': '1', 'rule.unit': 'days' },
  }),
  'rule.requestId': ({ other }) => ({
    action: 'addDeadlineAction',
    form: { label: 'Due', basis: 'B', kind: 'request_sent', 'rule.requestId': other.deadline, 'rule.offset': '1', 'rule.unit': 'days' },
  }),
};
