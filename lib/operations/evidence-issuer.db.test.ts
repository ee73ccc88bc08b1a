/** Whose an item is, when it is added to several assessments at once. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addItem } from './evidence.fixture.ts';
import { getEvidence } from './get-evidence.ts';
import { openRelianceWorld, type RelianceWorld } from './reliance.fixture.ts';
import { refusedWith } from './world.fixture.ts';

let world: RelianceWorld;
beforeAll(async () => {
  world = await openRelianceWorld();
}, 60_000);
afterAll(() => world.close());

async function issuerOn(...assessmentIds: string[]): Promise<string | undefined> {
  const analyst = await world.as('analyst');
  return (await getEvidence(analyst, await addItem(analyst, world.slug, assessmentIds))).evidence.issuer?.name;
}

test('of the body in control: the one of all assessments, or the operator whose own assessment is among them', async () => {
  const stockton = (await world.city('Stockton')).id;
  expect(await issuerOn(stockton, (await world.city('Stockton', 'access')).id)).toBe("San Joaquin County Sheriff's Office");
  expect(await issuerOn(stockton, await world.operator('bernalillo-county'))).toBe('Bernalillo County');
});

test('where the assessments have different bodies in control nothing is recorded', async () => {
  const items = await world.count('evidence');
  expect(await refusedWith(issuerOn((await world.city('Stockton')).id, (await world.city('Baltimore')).id))).toBe('invalid_request');
  expect(await world.count('evidence')).toBe(items);
});
