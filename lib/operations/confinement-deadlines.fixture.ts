/** Deadlines in the test of confinement: what is made of them for every city, what there is to hide, and what reads it. */
import type { Context } from './context.ts';
import { decideExtension } from './decide-extension.ts';
import { getDeadline } from './get-deadline.ts';
import { getParties } from './get-parties.ts';
import { listAssessments } from './list-assessments.ts';
import { listCalendars } from './list-calendars.ts';
import { listDeadlines } from './list-deadlines.ts';
import { listExtensions } from './list-extensions.ts';
import { listLegalOrders } from './list-legal-orders.ts';
import { recordLegalOrder } from './record-legal-order.ts';
import { requestExtension } from './request-extension.ts';
import type { World } from './world.fixture.ts';

/** More time and an order for all cities together, and an order and a request for each alone. */
export async function moveDates(world: World, slug: string): Promise<void> {
  const { items } = await listAssessments(await world.as('analyst'), slug, { condition: 'access' });
  const applicationIds = items.map((item) => item.subject.id);
  const more = { deadlineId: items[0]?.deadlineId, wantedOn: '2027-02-01', reason: 'They all asked.' };
  const { extensionId } = await requestExtension(await world.as('analyst'), slug, { scope: 'group', applicationIds, ...more });
  await decideExtension(await world.as('reviewer'), extensionId, { decision: 'grant', grantedOn: '2027-02-01', reason: 'As asked.' });
  const counsel = await world.as('counsel');
  const order = {
    court: 'Example District Court',
    title: 'Order',
    decidedOn: '2018-01-02',
    effect: 'suspends_deadline',
    summary: 'It says so.',
  };
  const named = (ids: string[], docket: string) => ({ ...order, docket, parties: 'named', applicationIds: ids });
  await recordLegalOrder(counsel, slug, named(applicationIds, '1'));
  for (const [index, id] of applicationIds.entries()) {
    await recordLegalOrder(counsel, slug, named([id], `2-${index}`));
    await requestExtension(await world.as('analyst'), slug, { applicationIds: [id], ...more, wantedOn: '2027-03-01' });
  }
}

/** SQL of what belongs to others alone. @param others the applications of others, as `application ap WHERE …` */
export const foreignDates = (others: string): [string, string][] => [
  ['extension', `SELECT id FROM extension WHERE scope = 'application' AND application_ids <@ ARRAY(SELECT ap.id FROM ${others})`],
  ['legal order', `SELECT id FROM legal_order WHERE parties = 'named' AND application_ids <@ ARRAY(SELECT ap.id FROM ${others})`],
];

export const deadlineReads = (
  of: () => { slug: string; assessments: string[] },
): Record<string, (context: Context) => Promise<unknown>[]> => ({
  'get-deadline': (context) => of().assessments.map((id) => getDeadline(context, id)),
  'get-parties': (context) => [getParties(context, of().slug)],
  'list-calendars': (context) => [listCalendars(context, of().slug)],
  'list-deadlines': (context) => [listDeadlines(context, of().slug)],
  'list-extensions': (context) => [listExtensions(context, of().slug)],
  'list-legal-orders': (context) => [listLegalOrders(context, of().slug)],
});
