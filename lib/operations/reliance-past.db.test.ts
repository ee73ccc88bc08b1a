/** Whose finding an assessment takes, asked as of a day and as known at an instant: nothing of what came later is told. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addNote } from './add-note.ts';
import { getOperatorWork } from './get-operator-work.ts';
import { getReliances } from './get-reliances.ts';
import type { MomentInput } from './moment.ts';
import { openDispute } from './open-dispute.ts';
import { openRelianceWorld, type RelianceWorld } from './reliance.fixture.ts';

let world: RelianceWorld;
beforeAll(async () => {
  world = await openRelianceWorld();
}, 60_000);
afterAll(() => world.close());

const instant = async (): Promise<string> =>
  (await world.owner.query<{ at: string }>('SELECT proviso_instant(clock_timestamp()) AS at')).rows[0]?.at ?? '';

test('where those relied on and those that rely stood is read at the moment', async () => {
  const county = await world.operator('bernalillo-county');
  const city = await world.city('Albuquerque');
  await world.rely(city.id, [county]);
  const before = await instant();
  await world.find(county, 'met', { effectiveOn: '2017-03-01' });
  const { rows } = await world.owner.query<{ id: string }>('SELECT operator_id AS id FROM assessment WHERE id = $1', [county]);
  const viewer = await world.as('viewer');
  const read = async (moment: MomentInput) => {
    const page = await getReliances(viewer, city.id, moment);
    const work = await getOperatorWork(viewer, world.slug, rows[0]?.id ?? '', moment);
    const own = work.assessments.find(({ assessmentId }) => assessmentId === county);
    return [page.reliances[0]?.relied[0]?.status, own?.status, own?.dependents.map(({ status }) => status)];
  };
  // Control: today it is told.
  expect(await read({})).toEqual(['met', 'met', ['met']]);
  expect(await read({ asOf: '2017-03-02' })).toEqual(['met', 'met', ['met']]);
  expect(await read({ asOf: '2017-02-01' })).toEqual(['not_started', 'not_started', ['not_started']]);
  expect(await read({ knownAt: before })).toEqual(['not_started', 'not_started', [city.status]]);
});

test('what set a reliance aside is the act that did, whatever was recorded since, and only once it was done', async () => {
  const sheriff = await world.operator('sjc-sheriff');
  const city = await world.city('Stockton');
  await world.rely(city.id, [sheriff]);
  const before = await instant();
  const direct = await world.find(city.id, 'not_met');
  const analyst = await world.as('analyst');
  await openDispute(analyst, city.id, { kind: 'objection', grounds: 'The jail is run by the county.', asked: 'That it be asked.' });
  const viewer = await world.as('viewer');
  const live = await getReliances(viewer, city.id);
  expect(live.row.version).toBeGreaterThan(direct.version);
  expect([live.stance, live.setAsideBy]).toEqual(['direct', direct.version]);
  const past = await getReliances(viewer, city.id, { knownAt: before });
  expect([past.stance, past.setAsideBy]).toEqual(['following', null]);
  const other = await world.city('Baltimore');
  const state = await world.operator('md-dpscs');
  await world.rely(other.id, [state]);
  await world.find(state, 'met');
  const aside = await world.reopen(other.id);
  await addNote(analyst, other.id, { body: 'Looked at again.' });
  expect(await getReliances(viewer, other.id)).toMatchObject({ stance: 'aside', setAsideBy: aside.version });
});
