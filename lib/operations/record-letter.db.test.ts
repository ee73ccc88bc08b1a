/** Letters that are recorded in another order than they came in. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makePracticeCopy } from './make-practice-copy.ts';
import { recordLetter } from './record-letter.ts';
import { applicationOf } from './requests.fixture.ts';
import { openWorld, type World } from './world.fixture.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
}, 60_000);
afterAll(() => world.close());

test('the answer shown is that of the letter that came in last, whichever was recorded last', async () => {
  const analyst = await world.as('analyst');
  const { slug } = await makePracticeCopy(analyst, 'psp-2017');
  const applicationId = await applicationOf(world, slug, 'Stockton');
  const record = async (answer: string, dates: { receivedOn?: string; datedOn?: string }) => {
    const answers = [{ condition: 'access', answer }];
    await recordLetter(analyst, slug, { applicationId, text: 'The letter.', answers, ...dates });
    const { status, answer: shown } = await world.row(slug, 'Stockton', 'access');
    return [status, shown];
  };
  expect(await record('yes', { receivedOn: '2017-09-15' })).toEqual(['submitted', 'yes']);
  expect(await record('no', { receivedOn: '2017-09-05' })).toEqual(['submitted', 'yes']);
  expect(await record('no', { datedOn: '2017-09-14' })).toEqual(['submitted', 'yes']);
  expect(await record('in_part', { receivedOn: '2017-09-20' })).toEqual(['submitted', 'in_part']);
  // Without a date it came in when it was recorded.
  expect(await record('no', {})).toEqual(['submitted', 'no']);
});
