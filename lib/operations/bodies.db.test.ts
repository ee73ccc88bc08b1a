/** Operators, the places they run, and who books there: recorded with sources, dated, and never twice. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addFacility } from './add-facility.ts';
import { addOperator } from './add-operator.ts';
import { getOperatorWork } from './get-operator-work.ts';
import { getReliances } from './get-reliances.ts';
import { listAssessments } from './list-assessments.ts';
import { listOperators } from './list-operators.ts';
import { openOperatorAssessmentAct } from './open-operator-assessment.ts';
import { recordBooking } from './record-booking.ts';
import { recordFacilityOperation } from './record-facility-operation.ts';
import { recordReliance } from './record-reliance.ts';
import { openRelianceWorld, type RelianceWorld } from './reliance.fixture.ts';
import { refusedWith } from './world.fixture.ts';

const SOURCE = { title: 'Statute', url: 'https://example.gov/statute' };
const JAIL = { name: 'Harlow County Jail', kind: 'county_jail', validFrom: '2015-01-01', source: SOURCE };

let world: RelianceWorld;
beforeAll(async () => {
  world = await openRelianceWorld();
}, 60_000);
afterAll(() => world.close());

const added = async (name: string) =>
  (await addOperator(await world.as('analyst'), world.slug, { name, level: 'county', state: 'CA' })).operatorId;
const dossier = async (id: string) => getOperatorWork(await world.as('analyst'), world.slug, id);
async function organizationOf(place: string): Promise<string> {
  const row = await world.city(place);
  const { rows } = await world.owner.query<{ id: string }>('SELECT organization_id AS id FROM application WHERE id = $1', [row.subject.id]);
  return rows[0]?.id ?? '';
}

test('counties of one name in two states are two bodies, and which of them is meant has to be said', async () => {
  const add = async (state?: string) =>
    addOperator(await world.as('analyst'), world.slug, { name: 'Marlow County', level: 'county', state });
  const one = await add('OH');
  expect(await add()).toEqual({ ...one, made: false });
  const other = await add('IN');
  expect(other).toMatchObject({ made: true });
  expect(other.operatorId).not.toBe(one.operatorId);
  expect(await add('OH')).toEqual({ ...one, made: false });
  expect(await refusedWith(add())).toBe('field_required');
});

test('a body is added once, is listed though nobody books there, and can be assessed once a condition', async () => {
  const id = await added('Harlow County');
  expect(await addOperator(await world.as('analyst'), world.slug, { name: 'HARLOW county', level: 'county' })).toEqual({
    operatorId: id,
    made: false,
  });
  const { items } = await listOperators(await world.as('viewer'), world.slug);
  expect(items.find((item) => item.id === id)?.applicants).toEqual([]);
  const { assessments } = await dossier(id);
  const conditionId = assessments[0]?.conditionId;
  const open = async () => openOperatorAssessmentAct(await world.as('analyst'), world.slug, { operatorId: id, conditionId });
  const [first, second] = await Promise.all([open(), open()]);
  expect(first.assessmentId).toBe(second.assessmentId);
  expect([first.opened, second.opened].sort()).toEqual([false, true]);
  const found = async (q: string) =>
    (await listAssessments(await world.as('viewer'), world.slug, { subject: 'operator', q })).items.map((item) => item.id);
  expect(await found('harlow c')).toEqual([first.assessmentId]);
  expect(await found('No such body')).toEqual([]);
});

test('who runs a place changes on a day; whoever ran it before stays on record until the day before', async () => {
  const [before, after] = [await added('Old Sheriff'), await added('New Sheriff')];
  const analyst = await world.as('analyst');
  const { facilityId } = await addFacility(analyst, world.slug, { ...JAIL, operatorId: before });
  const { facilities } = await dossier(before);
  const seen = facilities.find((item) => item.id === facilityId)?.operationId ?? undefined;
  const change = { facilityId, operatorId: after, validFrom: '2018-07-01', replaces: seen, source: SOURCE };
  await recordFacilityOperation(analyst, world.slug, change);
  expect((await dossier(before)).dossier.operator.facilities[0]).toMatchObject({ id: facilityId, operatorUntil: '2018-06-30' });
  expect((await dossier(after)).dossier.operator.facilities[0]).toMatchObject({ id: facilityId, operatorUntil: null });
  // Who books there is shown with whoever ran it on the day that is asked for.
  await recordBooking(analyst, world.slug, {
    organizationId: await organizationOf('Stockton'),
    facilityId,
    basis: 'By statute.',
    validFrom: '2016-01-01',
    source: SOURCE,
  });
  const applicantsOf = async (operatorId: string, asOf?: string) =>
    (await listOperators(analyst, world.slug, { asOf })).items.find(({ id }) => id === operatorId)?.applicants.map(({ name }) => name);
  expect([await applicantsOf(before), await applicantsOf(after)]).toEqual([[], ['Stockton']]);
  expect([await applicantsOf(before, '2018-06-30'), await applicantsOf(before, '2015-06-30')]).toEqual([['Stockton'], []]);
  // Somebody who still sees the old one is told.
  expect(await refusedWith(recordFacilityOperation(analyst, world.slug, { ...change, validFrom: '2019-01-01' }))).toBe('stale_version');
  expect(await refusedWith(recordFacilityOperation(analyst, world.slug, { ...change, replaces: undefined, validFrom: '2017-01-01' }))).toBe(
    'invalid_request',
  );
});

test('a booking with its source is enough to rely on; one without is not', async () => {
  const operatorId = await added('Booking County');
  const analyst = await world.as('analyst');
  const { facilityId } = await addFacility(analyst, world.slug, { ...JAIL, operatorId });
  const booking = { organizationId: await organizationOf('Stockton'), facilityId, basis: 'By statute.', source: SOURCE };
  const { bookingId } = await recordBooking(analyst, world.slug, booking);
  expect((await dossier(operatorId)).dossier.bookings.map((item) => item.applicant)).toEqual(['Stockton']);
  const city = await world.city('Stockton');
  const conditionId = (await dossier(operatorId)).assessments.find((item) => item.title === city.condition.title)?.conditionId;
  const { assessmentId } = await openOperatorAssessmentAct(analyst, world.slug, { operatorId, conditionId });
  const body = { reliesOn: [assessmentId], rule: 'all', scope: 'Everybody.', validFrom: '2017-01-01', bookingId };
  await world.owner.query(`UPDATE booking_relation SET source_ids = '{}' WHERE id = $1`, [bookingId]);
  expect(await refusedWith(recordReliance(analyst, city.id, city.version, body))).toBe('evidence_required');
  await world.owner.query('UPDATE booking_relation SET source_ids = ARRAY[(SELECT id FROM source LIMIT 1)] WHERE id = $1', [bookingId]);
  // Of another body it says nothing; with the agreement it may stand beside it.
  const other = await world.operator('bernalillo-county', city.condition.ref);
  await expect(recordReliance(analyst, city.id, city.version, { ...body, reliesOn: [other] })).rejects.toMatchObject({
    code: 'evidence_required',
    message: expect.stringContaining('Bernalillo County did not run Harlow County Jail on January 1, 2017'),
  });
  expect(await refusedWith(recordReliance(analyst, city.id, city.version, { ...body, reliesOn: [assessmentId, other] }))).toBe(
    'evidence_required',
  );
  const offered = (await getReliances(analyst, city.id)).bookings;
  expect(offered.map((item) => [item.id, item.operators])).toEqual([[bookingId, ['Booking County']]]);
  await recordReliance(analyst, city.id, city.version, body);
  const [relied] = (await dossier(operatorId)).assessments.filter((item) => item.dependents.length > 0);
  expect(relied?.dependents).toMatchObject([{ name: 'Stockton', would: { met: 'met', not_met: 'not_met' } }]);
});

test('nobody is assessed on a condition that is not tracked', async () => {
  const operatorId = await added('Untracked County');
  const untracked = (await dossier(operatorId)).assessments.find((item) => !item.tracked);
  const opened = openOperatorAssessmentAct(await world.as('analyst'), world.slug, { operatorId, conditionId: untracked?.conditionId });
  await expect(opened).rejects.toMatchObject({ code: 'invalid_request', message: expect.stringContaining('not tracked') });
});

test.each<[string, string, (id: string) => Promise<unknown>]>([
  ['nobody without the right', 'forbidden', async () => addOperator(await world.as('reviewer'), world.slug, { name: 'X', level: 'city' })],
  ['a name without a level', 'field_required', async () => addOperator(await world.as('analyst'), world.slug, { name: 'X' })],
  [
    'an organization that does not exist',
    'not_found',
    async () => addOperator(await world.as('analyst'), world.slug, { organizationId: randomUUID() }),
  ],
  [
    'a place without a source',
    'invalid_request',
    async (operatorId) => addFacility(await world.as('analyst'), world.slug, { ...JAIL, source: undefined, operatorId }),
  ],
  [
    'a place run from tomorrow',
    'effective_in_future',
    async (operatorId) => addFacility(await world.as('analyst'), world.slug, { ...JAIL, validFrom: '2999-01-01', operatorId }),
  ],
])('%s: %s', async (_, code, act) => {
  const operatorId = await added('Refused County');
  // The account is made before anything is counted.
  await world.as('reviewer');
  const before = await world.count('event');
  expect(await refusedWith(act(operatorId))).toBe(code);
  expect(await world.count('event')).toBe(before);
});
