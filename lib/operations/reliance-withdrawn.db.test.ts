/** Findings taken from an operator's, whose evidence is superseded later. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getEvidence } from './get-evidence.ts';
import { getReliances } from './get-reliances.ts';
import { getSummary } from './get-summary.ts';
import { listAssessments } from './list-assessments.ts';
import { openRelianceWorld, POLICY, type RelianceWorld } from './reliance.fixture.ts';
import { supersedeEvidence } from './supersede-evidence.ts';

let world: RelianceWorld;
let analyst: Awaited<ReturnType<RelianceWorld['as']>>;
beforeAll(async () => {
  world = await openRelianceWorld();
  analyst = await world.as('analyst');
}, 60_000);
afterAll(() => world.close());

const STALE = 'relies_on_stale_evidence';
const isStale = async (id: string) => (await world.now(id)).flags.includes(STALE);
const itemOf = async (title: string) => {
  const { rows } = await world.owner.query<{ id: string }>('SELECT id FROM evidence WHERE title = $1 ORDER BY recorded_at DESC LIMIT 1', [
    title,
  ]);
  return rows[0]?.id ?? '';
};
/** A finding on an item of its own, which is returned. */
async function find(id: string, to: string, title: string): Promise<string> {
  await world.find(id, to, { newEvidence: { ...POLICY, title } });
  return itemOf(title);
}
const supersede = (id: string) => supersedeEvidence(analyst, id, { reason: 'A new one.', seen: true });

test('whoever took the finding is flagged with it, in lists, numbers and at each moment, and the item says so before', async () => {
  const county = await world.operator('bernalillo-county');
  const city = await world.city('Albuquerque');
  await world.rely(city.id, [county]);
  const policy = await find(county, 'not_met', 'The county’s policy');
  expect([(await world.now(city.id)).status, await isStale(city.id)]).toEqual(['not_met', false]);
  const notMet = async (moment = {}) => (await getSummary(analyst, world.slug, moment)).summary.eligibility.not_met;
  const [before, counted] = [analyst.now(), await notMet()];
  const { reliances, hiddenReliances } = await getEvidence(analyst, policy);
  const shown = reliances.map(({ kind, through, assessmentId }) => [kind, through, assessmentId]);
  expect(shown).toHaveLength(2);
  expect(shown).toEqual(
    expect.arrayContaining([
      ['finding', null, county],
      ['taken', 'Bernalillo County', city.id],
    ]),
  );
  expect(hiddenReliances).toBe(0);
  await expect(supersedeEvidence(analyst, policy, { reason: 'A new one.' })).rejects.toThrow(/^2 findings/);
  expect((await supersede(policy)).reliedOnBy).toBe(2);
  expect([await isStale(county), await isStale(city.id)]).toEqual([true, true]);
  expect((await getReliances(analyst, city.id)).reliances[0]?.relied).toMatchObject([{ operator: 'Bernalillo County', withdrawn: true }]);
  const flagged = async (moment = {}) => (await listAssessments(analyst, world.slug, { flag: STALE, ...moment })).items.map(({ id }) => id);
  expect(await flagged()).toEqual([city.id]);
  expect(await notMet()).toBe(counted - 1);
  expect([await flagged({ knownAt: before }), await notMet({ knownAt: before })]).toEqual([[], counted]);
  const now = analyst.now();
  expect(await flagged({ knownAt: now })).toEqual([city.id]);
  expect((await world.row(world.slug, 'Albuquerque', 'notice', { knownAt: now })).flags).toContain(STALE);
  expect((await getEvidence(analyst, policy, { moment: { asOf: before, knownAt: before } })).reliances).toHaveLength(2);
  // Taken anew, on what is in force.
  await world.reopen(county);
  await find(county, 'not_met', 'The county’s new policy');
  expect([await isStale(county), await isStale(city.id)]).toEqual([false, false]);
});

test('neither a finding of its own, nor one that another body’s finding decides, is flagged', async () => {
  const [sheriff, state] = [await world.operator('sbc-sheriff'), await world.operator('bernalillo-county')];
  const city = await world.city('San Bernardino');
  await world.rely(city.id, [sheriff, state], { rule: 'any' });
  const policy = await find(sheriff, 'met', 'The sheriff’s policy');
  expect((await world.now(city.id)).status).toBe('met');
  await world.reopen(city.id);
  await find(city.id, 'met', 'The city’s policy');
  const partly = await world.city('Stockton');
  await world.rely(partly.id, [sheriff, state], { rule: 'all' });
  await supersede(policy);
  expect([await isStale(sheriff), await isStale(city.id), await isStale(partly.id)]).toEqual([true, false, true]);
});

test('through an operator that relies on another one too', async () => {
  const [county, jail] = [await world.operator('city-abq', 'access'), await world.operator('bernalillo-county', 'access')];
  const city = await world.city('Albuquerque', 'access');
  await world.rely(jail, [county]);
  await world.rely(city.id, [jail]);
  const policy = await find(county, 'met', 'The transport center’s policy');
  expect((await world.now(city.id)).status).toBe('met');
  await supersede(policy);
  expect([await isStale(jail), await isStale(city.id)]).toEqual([true, true]);
  expect((await listAssessments(analyst, world.slug, { flag: STALE, subject: 'operator' })).items.map(({ id }) => id)).toContain(jail);
});
