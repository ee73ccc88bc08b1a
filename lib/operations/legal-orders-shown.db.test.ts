/** Where orders show: with the assessments of those whom they name, and in their lanes of the timeline. Courts and dockets are made up. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Context } from './context.ts';
import { getAssessmentPage } from './get-assessment-page.ts';
import { getDeadline } from './get-deadline.ts';
import { getTimeline } from './get-timeline.ts';
import { orderInput as order } from './legal-order.fixture.ts';
import { makePracticeCopy } from './make-practice-copy.ts';
import { recordLegalOrder } from './record-legal-order.ts';
import { openWorld, type World } from './world.fixture.ts';

let world: World;
let slug: string;
let counsel: Context;

beforeAll(async () => {
  world = await openWorld();
  counsel = await world.as('counsel');
}, 60_000);
afterAll(() => world.close());

const fresh = async (): Promise<void> => {
  ({ slug } = await makePracticeCopy(await world.as('analyst'), 'psp-2017'));
};
const at = (asOf: string) => world.row(slug, 'Stockton', 'access', { asOf });

describe('an order that bars enforcement against named parties', () => {
  test('stands with the assessments of those it names, while it is in force, and with no other', async () => {
    await fresh();
    const { id, subject } = await at('2017-08-01');
    const other = await world.row(slug, 'Baltimore', 'access');
    const bars = { effect: 'bars_enforcement', summary: 'It bars enforcement.', parties: 'named', applicationIds: [subject.id] };
    await recordLegalOrder(counsel, slug, order({ ...bars, validTo: '2017-08-20' }));
    const shown = async (assessmentId: string, asOf: string) => {
      const { barsUse, barsEnforcement } = await getDeadline(counsel, assessmentId, { asOf });
      const page = await getAssessmentPage(counsel, assessmentId, { asOf });
      expect(page.bars).toEqual({ barsUse, barsEnforcement });
      return [barsUse, barsEnforcement];
    };
    expect(await shown(id, '2017-08-15')).toEqual([[], ['Example District Court, No. 00-cv-1, August 10, 2017']]);
    expect(await shown(id, '2017-08-09')).toEqual([[], []]);
    expect(await shown(id, '2017-08-20')).toEqual([[], []]);
    expect(await shown(other.id, '2017-08-15')).toEqual([[], []]);
  });
});

describe('on the timeline', () => {
  test('a date that moved for one city is a mark in its lane, and only there; the line stays where it is for the others', async () => {
    await fresh();
    const { subject } = await at('2017-08-01');
    await recordLegalOrder(counsel, slug, order({ validTo: '2017-08-13', parties: 'named', applicationIds: [subject.id] }));
    const read = async (asOf: string) => {
      const { deadlines, lanes } = await getTimeline(counsel, slug, { asOf });
      const marks = lanes.flatMap(({ name, items }) =>
        items.filter(({ kind, date }) => kind === 'deadline' && date !== '2017-08-18').map(({ title }) => `${name}: ${title}`),
      );
      return { line: deadlines.map(({ dueOn }) => dueOn), marks };
    };
    expect(await read('2017-08-25')).toEqual({ line: ['2017-08-18'], marks: [expect.stringMatching(/^Stockton.*Aug 21, 2017$/)] });
    expect(await read('2017-08-12')).toEqual({ line: ['2017-08-18'], marks: [] });
    // Moved for everybody it is the line that moves.
    await recordLegalOrder(counsel, slug, order({ docket: '00-2', decidedOn: '2017-08-14', validTo: '2017-08-16' }));
    expect((await read('2017-08-25')).line).toEqual(['2017-08-20']);
  });
});
