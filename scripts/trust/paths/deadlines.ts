/** Performers of what is done to deadlines: rules, calendars, more time, orders. */
import { addDeadline } from '#lib/operations/add-deadline.ts';
import { amendLegalOrder } from '#lib/operations/amend-legal-order.ts';
import { changeCalendar } from '#lib/operations/change-calendar.ts';
import { decideExtension } from '#lib/operations/decide-extension.ts';
import { endLegalOrder } from '#lib/operations/end-legal-order.ts';
import { recordLegalOrder } from '#lib/operations/record-legal-order.ts';
import { requestExtension } from '#lib/operations/request-extension.ts';
import { withdrawExtension } from '#lib/operations/withdraw-extension.ts';
import type { ActionPerformer, Form, Site } from './site.ts';
import { type Claim, claimOf, type PathWorld, type Performer, RECORD } from './world.ts';

const DEADLINE = { label: 'Answers due', dueOn: '2030-01-02', basis: 'As decided.' };
const REFUSE = { decision: 'refuse', reason: 'The date stands.' };
const WITHDRAW = { reason: 'No longer needed.' };
const ORDER = {
  court: 'Example District Court',
  docket: '00-1',
  title: 'Order',
  decidedOn: '2017-01-02',
  validTo: '2017-01-03',
  effect: 'bars_enforcement',
  summary: 'It bars enforcement.',
};
const END = { validTo: '2017-02-01', reason: 'The court ended it.' };
let day = 0;

/** A day that no calendar has yet. */
const nextDay = (): string => {
  day += 1;
  return `${2100 + day}-03-04`;
};

async function deadlineOf({ database }: PathWorld): Promise<string> {
  const { rows } = await database.owner.query<{ id: string }>(
    'SELECT d.id FROM deadline d JOIN program p ON p.id = d.program_id WHERE p.slug = $1 ORDER BY d.id LIMIT 1',
    [RECORD],
  );
  return rows[0]?.id ?? '';
}

async function asking(world: PathWorld) {
  const applicationIds = [await world.applicationId()];
  return { applicationIds, deadlineId: await deadlineOf(world), wantedOn: '2040-01-02', reason: 'The council meets late.' };
}

const asked = async (world: PathWorld): Promise<string> =>
  (await requestExtension(await world.as('analyst'), RECORD, await asking(world))).extensionId;
const ordered = async (world: PathWorld): Promise<string> => (await recordLegalOrder(await world.as('counsel'), RECORD, ORDER)).orderId;

export const DEADLINES: Record<string, Performer> = {
  'add-deadline#addDeadline': async (world) => {
    const context = await world.as('analyst');
    return async () => {
      await addDeadline(context, RECORD, { ...DEADLINE });
      return claimOf(context);
    };
  },
  'request-extension#requestExtension': async (world) => {
    const [context, body] = [await world.as('analyst'), await asking(world)];
    return async () => {
      await requestExtension(context, RECORD, body);
      return claimOf(context);
    };
  },
  'decide-extension#decideExtension': async (world) => {
    const [context, id] = [await world.as('reviewer'), await asked(world)];
    return async () => {
      await decideExtension(context, id, { ...REFUSE });
      return claimOf(context);
    };
  },
  'withdraw-extension#withdrawExtension': async (world) => {
    const [context, id] = [await world.as('analyst'), await asked(world)];
    return async () => {
      await withdrawExtension(context, id, { ...WITHDRAW });
      return claimOf(context);
    };
  },
  'record-legal-order#recordLegalOrder': async (world) => {
    const context = await world.as('counsel');
    return async () => {
      await recordLegalOrder(context, RECORD, { ...ORDER });
      return claimOf(context);
    };
  },
  'amend-legal-order#amendLegalOrder': async (world) => {
    const [context, id] = [await world.as('counsel'), await ordered(world)];
    return async () => {
      await amendLegalOrder(context, id, 1, { ...ORDER, reason: 'It was misread.' });
      return claimOf(context);
    };
  },
  'end-legal-order#endLegalOrder': async (world) => {
    const [context, id] = [await world.as('counsel'), await ordered(world)];
    return async () => {
      await endLegalOrder(context, id, 1, { ...END });
      return claimOf(context);
    };
  },
  'change-calendar#changeCalendar': async (world) => {
    const context = await world.as('admin');
    const body = { calendar: 'us_federal', add: [{ day: nextDay() }], reason: 'It was proclaimed.' };
    return async () => {
      await changeCalendar(context, body);
      return claimOf(context);
    };
  },
};

const sent =
  (world: PathWorld, role: 'analyst' | 'reviewer' | 'counsel', path: string, version: number | null, body: unknown) =>
  async (): Promise<Claim> => {
    const response = await world.post(role, path, version, body);
    return { actorId: await world.tokenPrincipal(role), onBehalfOfId: null, requestId: response.headers.get('x-request-id') ?? '' };
  };

export const DEADLINE_API: Record<string, Performer> = {
  'POST /api/v1/programs/{program}/extensions': async (world) =>
    sent(world, 'analyst', `/programs/${RECORD}/extensions`, null, await asking(world)),
  'POST /api/v1/extensions/{id}/decide': async (world) => sent(world, 'reviewer', `/extensions/${await asked(world)}/decide`, null, REFUSE),
  'POST /api/v1/extensions/{id}/withdraw': async (world) =>
    sent(world, 'analyst', `/extensions/${await asked(world)}/withdraw`, null, WITHDRAW),
  'POST /api/v1/programs/{program}/orders': async (world) => sent(world, 'counsel', `/programs/${RECORD}/orders`, null, ORDER),
  'POST /api/v1/orders/{id}/amend': async (world) =>
    sent(world, 'counsel', `/orders/${await ordered(world)}/amend`, 1, { ...ORDER, reason: 'It was misread.' }),
  'POST /api/v1/orders/{id}/end': async (world) => sent(world, 'counsel', `/orders/${await ordered(world)}/end`, 1, END),
};

const calling =
  (role: 'analyst' | 'reviewer' | 'counsel' | 'admin', name: string, form: (site: Site) => Promise<Form> | Form): ActionPerformer =>
  async (site) => {
    const person = await site.person(role);
    const fields = await form(site);
    return () => site.call(person, name, [RECORD], fields);
  };

export const DEADLINE_ACTIONS: Record<string, ActionPerformer> = {
  askExtensionAction: calling('analyst', 'askExtensionAction', async ({ world }) => {
    const { applicationIds, ...body } = await asking(world);
    return { ...body, scope: 'application', applicationIds: applicationIds[0] ?? '' };
  }),
  decideExtensionAction: calling('reviewer', 'decideExtensionAction', async ({ world }) => ({
    extensionId: await asked(world),
    ...REFUSE,
  })),
  withdrawExtensionAction: calling('analyst', 'withdrawExtensionAction', async ({ world }) => ({
    extensionId: await asked(world),
    ...WITHDRAW,
  })),
  addDeadlineAction: calling('analyst', 'addDeadlineAction', () => ({ ...DEADLINE, kind: 'stated' })),
  recordOrderAction: calling('counsel', 'recordOrderAction', () => ({ ...ORDER, parties: 'all' })),
  amendOrderAction: calling('counsel', 'amendOrderAction', async ({ world }) => ({
    ...ORDER,
    parties: 'all',
    orderId: await ordered(world),
    version: '1',
    reason: 'It was misread.',
  })),
  endOrderAction: calling('counsel', 'endOrderAction', async ({ world }) => ({ orderId: await ordered(world), version: '1', ...END })),
  changeCalendarAction: calling('admin', 'changeCalendarAction', () => ({
    calendar: 'us_federal',
    act: 'close',
    day: nextDay(),
    reason: 'It was proclaimed.',
  })),
};
