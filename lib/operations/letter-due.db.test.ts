/** What an addressee has to go by: the date that counts, extended for one, and the letters that stand; now and as it was before. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Context } from './context.ts';
import { decideExtension } from './decide-extension.ts';
import { getOrganizationPage } from './get-organization-page.ts';
import { getRequest } from './get-request.ts';
import { listDeadlines } from './list-deadlines.ts';
import { listRequests } from './list-requests.ts';
import { makePracticeCopy } from './make-practice-copy.ts';
import { makePerson } from './people.fixture.ts';
import { previewRequest } from './preview-request.ts';
import { recordLegalOrder } from './record-legal-order.ts';
import { reissueRequest } from './reissue-request.ts';
import { requestExtension } from './request-extension.ts';
import { applicationOf, contributorOf, letterTo, organizationsOf } from './requests.fixture.ts';
import { rescindRequest } from './rescind-request.ts';
import { sendRequest } from './send-request.ts';
import { openWorld, type World } from './world.fixture.ts';

let world: World;
let slug: string;
let analyst: Context;
let reviewer: Context;
let cities: Record<string, string>;
beforeAll(async () => {
  world = await openWorld();
  analyst = await makePerson(world, 'Ana Analyst', ['analyst']);
  reviewer = await makePerson(world, 'Rae Reviewer', ['reviewer']);
  slug = (await makePracticeCopy(await world.as('analyst'), 'psp-2017')).slug;
  cities = await organizationsOf(analyst, slug);
});
afterAll(() => world.close());

async function deadlineOf(requestId: string): Promise<string> {
  const { rows } = await world.owner.query<{ id: string }>('SELECT deadline_id AS id FROM request WHERE id = $1', [requestId]);
  return rows[0]?.id ?? '';
}

test('an extension for one addressee moves its date alone, from the day it was decided, and shows to nobody else', async () => {
  const [stockton = '', baltimore = ''] = [cities.Stockton, cities.Baltimore];
  const { requestId } = await sendRequest(analyst, slug, letterTo([baltimore, stockton]));
  const dues = async (context: Context, input: object = {}) => {
    const { request, recipients } = await getRequest(context, requestId, input);
    return [request.due?.dueOn, ...recipients.map(({ due }) => due?.dueOn ?? null)];
  };
  expect(await dues(analyst)).toEqual(['2017-09-15', null, null]);
  const listed = async (context: Context, input: object = {}) =>
    (await listRequests(context, slug, input)).items.find(({ id }) => id === requestId)?.due;
  const stated = { dueOn: '2017-09-15', lastOn: '2017-09-15', moved: false, paused: false };
  expect(await listed(analyst)).toEqual(stated);
  const { extensionId } = await requestExtension(analyst, slug, {
    applicationIds: [await applicationOf(world, slug, 'Stockton')],
    deadlineId: await deadlineOf(requestId),
    wantedOn: '2017-09-22',
    askedOn: '2017-09-01',
    reason: 'The council meets late.',
  });
  expect((await getRequest(analyst, requestId)).recipients[1]?.due).toMatchObject({
    dueOn: '2017-09-15',
    moved: false,
    askedUntil: '2017-09-22',
  });
  await decideExtension(reviewer, extensionId, {
    decision: 'grant',
    grantedOn: '2017-09-22',
    decidedOn: '2017-09-05',
    reason: 'One week.',
    newEvidence: { title: 'Letter', class: 'B', url: 'https://example.gov/letter' },
  });
  expect(await dues(analyst)).toEqual(['2017-09-15', null, '2017-09-22']);
  expect(await dues(analyst, { asOf: '2017-08-30' })).toEqual(['2017-09-15', null, null]);
  expect((await getRequest(analyst, requestId)).recipients[1]?.due?.steps.join(' ')).toContain('September 22, 2017 was granted');
  expect(await dues(await contributorOf(world, stockton))).toEqual(['2017-09-22', '2017-09-22']);
  expect(await dues(await contributorOf(world, baltimore))).toEqual(['2017-09-15', null]);
  // The list says that it differs, of what the reader may see.
  expect(await listed(analyst)).toEqual({ ...stated, lastOn: '2017-09-22', moved: true });
  expect(await listed(analyst, { asOf: '2017-08-30' })).toEqual(stated);
  expect(await listed(await contributorOf(world, stockton))).toEqual({ ...stated, dueOn: '2017-09-22', lastOn: '2017-09-22', moved: true });
  expect(await listed(await contributorOf(world, baltimore))).toEqual(stated);
});

test('whoever is asked reads which letters no longer stand, and the newest that does comes first; before, the former did', async () => {
  const [albuquerque = '', baltimore = ''] = [cities.Albuquerque, cities.Baltimore];
  const both = [albuquerque, baltimore];
  const { requestId: taken } = await sendRequest(analyst, slug, letterTo(both, { title: 'Sent by mistake' }));
  const { requestId: former } = await sendRequest(analyst, slug, letterTo(both, { title: 'First' }));
  const again = letterTo([albuquerque], { title: 'Again', sentOn: '2017-08-30', dueOn: '2017-09-30' });
  await reissueRequest(analyst, former, again);
  await rescindRequest(analyst, taken, { rescindedOn: '2017-08-25', reason: 'Sent by mistake.' });
  const read = async (organizationId: string, input: object = {}) => {
    const { subjects } = await getOrganizationPage(await contributorOf(world, organizationId), slug, input);
    const letters = subjects[0]?.questions[0]?.letters ?? [];
    return letters.filter(({ sentOn }) => sentOn >= '2017-08-22').map(({ title, standing }) => [title, standing]);
  };
  const RESCINDED = 'This letter was rescinded on August 25, 2017.';
  const REPLACED = 'Another letter has replaced this one: Again.';
  const ofFirstDay = (replaced: string | null) =>
    expect.arrayContaining([
      ['First', replaced],
      ['Sent by mistake', RESCINDED],
    ]);
  expect((await read(albuquerque))[0]).toEqual(['Again', null]);
  expect(await read(albuquerque)).toEqual(ofFirstDay(REPLACED));
  expect(await read(albuquerque, { asOf: '2017-08-28' })).toEqual(ofFirstDay(null));
  expect(await read(albuquerque, { asOf: '2017-08-23' })).toEqual(expect.arrayContaining([['Sent by mistake', null]]));
  // For the other addressee the former still stands.
  expect(await read(baltimore)).toEqual(ofFirstDay(null));
});

test('an order that was over before a letter went out takes no time from its date; one that lasts takes it from then on', async () => {
  const { slug: copy } = await makePracticeCopy(analyst, 'psp-2017');
  const { Albuquerque: albuquerque = '' } = await organizationsOf(analyst, copy);
  const applicationIds = [await applicationOf(world, copy, 'Albuquerque')];
  const suspend = async (validFrom: string, validTo: string | null) =>
    recordLegalOrder(await world.as('counsel'), copy, {
      court: 'Example District Court',
      docket: validFrom,
      title: 'Order of the test',
      decidedOn: validFrom,
      ...(validTo ? { validTo } : {}),
      effect: 'suspends_deadline',
      parties: 'named',
      applicationIds,
      summary: 'It suspends the deadline.',
    });
  await suspend('2017-08-14', '2017-08-17');
  const { requestId } = await sendRequest(analyst, copy, letterTo([albuquerque], { sentOn: '2017-09-10', dueOn: '2017-09-25' }));
  const dueOn = async () =>
    (await getRequest(analyst, requestId)).recipients[0]?.due?.dueOn ?? (await getRequest(analyst, requestId)).request.dueOn;
  expect(await dueOn()).toBe('2017-09-25');
  // The other deadline, of the letter of August 3, has moved by the same order.
  expect((await world.row(copy, 'Albuquerque', 'access', { asOf: '2017-08-20' })).dueOn).toBe('2017-08-21');
  const previewed = async () => {
    const all = Object.values(await organizationsOf(analyst, copy));
    const { letters } = await previewRequest(analyst, copy, letterTo(all, { sentOn: '2017-09-10', dueOn: '2017-09-25' }));
    return letters.filter(({ due }) => due !== null).map(({ organization, due }) => [organization.id === albuquerque, due]);
  };
  expect(await previewed()).toEqual([]);
  await suspend('2017-09-05', '2017-09-12');
  expect(await previewed()).toEqual([[true, { dueOn: '2017-09-27', paused: false }]]);
  expect(await dueOn()).toBe('2017-09-27');
  await suspend('2017-09-20', null);
  expect(await previewed()).toEqual([[true, { dueOn: '2017-09-27', paused: true }]]);
});

test('a rewound list has no deadline that was set later, and says of one when its letter was taken back', async () => {
  const { slug: copy } = await makePracticeCopy(analyst, 'psp-2017');
  const { Albuquerque: albuquerque = '' } = await organizationsOf(analyst, copy);
  const { requestId } = await sendRequest(analyst, copy, letterTo([albuquerque], { sentOn: '2017-09-10', dueOn: '2017-09-25' }));
  await rescindRequest(analyst, requestId, { rescindedOn: '2017-09-20', reason: 'Wrong date.' });
  const listed = async (asOf: string) =>
    (await listDeadlines(analyst, copy, { asOf })).deadlines.map((one) => [one.dueOn, one.rescindedOn ?? null]);
  expect(await listed('2017-08-02')).toEqual([]);
  expect(await listed('2017-08-15')).toEqual([['2017-08-18', null]]);
  expect(await listed('2017-09-15')).toEqual([
    ['2017-08-18', null],
    ['2017-09-25', null],
  ]);
  expect(await listed('2017-09-20')).toEqual([
    ['2017-08-18', null],
    ['2017-09-25', '2017-09-20'],
  ]);
});
