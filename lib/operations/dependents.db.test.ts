/** Whom a proposal on an operator's assessment would move, said before anybody decides. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getAssessmentPage } from './get-assessment-page.ts';
import { proposeFinding } from './propose-finding.ts';
import { recordStatus } from './record-status.ts';
import { openRelianceWorld, POLICY, type RelianceWorld } from './reliance.fixture.ts';

let world: RelianceWorld;
beforeAll(async () => {
  world = await openRelianceWorld();
}, 60_000);
afterAll(() => world.close());

test('those that follow and would stand elsewhere, and only while a proposal is open', async () => {
  const county = await world.operator('bernalillo-county');
  const [first, second, direct] = [await world.city('Albuquerque'), await world.city('Stockton'), await world.city('Baltimore')];
  for (const city of [first, second, direct]) await world.rely(city.id, [county]);
  await world.find(direct.id, 'not_met');
  const analyst = await world.as('analyst');
  const moves = async (id = county) => (await getAssessmentPage(analyst, id, {})).moves;
  expect(await moves()).toEqual([]);
  const answered = await recordStatus(analyst, county, (await world.now(county)).version, {
    to: 'submitted',
    reason: 'A letter.',
    details: { answer: 'yes' },
  });
  const reviewed = await recordStatus(analyst, county, answered.version, { to: 'under_review', reason: 'Taken up.' });
  await proposeFinding(analyst, county, reviewed.version, { to: 'met', reason: 'As it says.', newEvidence: POLICY });
  expect(await moves()).toEqual([
    { name: 'Albuquerque', to: 'met' },
    { name: 'Stockton', to: 'met' },
  ]);
  expect(await moves(first.id)).toEqual([]);
});
