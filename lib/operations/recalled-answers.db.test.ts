/** What is shown as the answer once a letter was recalled, or no longer counts. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeCounting } from './change-counting.ts';
import { nameBody } from './name-body.ts';
import { draftOf, makeOrganization } from './organization.fixture.ts';
import { recallResponse } from './recall-response.ts';
import { recordStatus } from './record-status.ts';
import { saveDraft } from './save-draft.ts';
import { submitDraft } from './submit-draft.ts';
import { openWorld, type World } from './world.fixture.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 60_000);
afterAll(() => world.close());

const reason = { reason: 'The wrong letter was attached.' };

/** A city that answered "in part" on its jail, and what it can do next. */
async function scene() {
  const { slug, applicationId: subjectId, as, person: make } = await makeOrganization(world, 'Stockton');
  const person = await as(await make('Pat Person'));
  await saveDraft(person, slug, 0, draftOf(subjectId, 'marker'));
  const { responseId } = await submitDraft(person, slug, 1, { subjectId });
  return {
    responseId,
    stateOf: () => world.row(slug, 'Stockton', 'access'),
    name: (bodyName: string) => nameBody(person, slug, { subjectId, conditions: ['access'], bodyName }),
    recall: (id: string) => recallResponse(person, slug, id, reason),
  };
}

test('the answer is again that of the newest letter that still stands', async () => {
  const { stateOf, name, recall } = await scene();
  const second = await name('A sheriff');
  expect((await stateOf()).answer).toBe('referred_to_other_body');
  await recall(second.responseId);
  expect(await stateOf()).toMatchObject({ status: 'submitted', answer: 'in_part' });
  // The same when it does not count.
  const third = await name('A marshal');
  await changeCounting(await world.as('analyst'), third.responseId, { counts: 'no', reason: 'It answers nothing.' });
  expect(await stateOf()).toMatchObject({ status: 'submitted', answer: 'in_part' });
});

test('what was recalled before does not come back with a step that is undone', async () => {
  const { responseId, stateOf, name, recall } = await scene();
  const { id, version } = await stateOf();
  const analyst = await world.as('analyst');
  const reviewed = await recordStatus(analyst, id, version, { to: 'under_review', reason: 'Taken up.' });
  const details = { missing: 'The policy.', dueOn: '2030-01-15' };
  await recordStatus(analyst, id, reviewed.version, { to: 'info_requested', reason: 'The policy is missing.', details });
  const second = await name('A sheriff');
  await recall(responseId);
  expect((await stateOf()).answer).toBe('referred_to_other_body');
  await recall(second.responseId);
  expect(await stateOf()).toMatchObject({ status: 'info_requested', answer: null });
});
