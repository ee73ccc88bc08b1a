/** What the history and "who must act" say of a letter that was taken back. */
import { expect, test } from 'vitest';
import type { EventView } from '#lib/domain/record.ts';
import type { AssessmentPage } from '#lib/operations/get-assessment-page.ts';
import type { PageView } from '#lib/server/page.ts';
import { historyEvents } from './history.ts';
import { whoMustAct } from './who.ts';

const view = { program: { zone: 'America/New_York' }, today: '2017-09-30' } as unknown as PageView;
const event = (act: string) =>
  ({
    sequence: 1,
    kind: 'request_noted',
    payload: { requestId: 'r', act },
    reason: null,
    actor: { name: 'Ana' },
    onBehalfOf: null,
    effectiveAt: '2017-09-20T04:00:00.000000Z',
    recordedAt: '2017-09-20T16:00:00.000000Z',
  }) as unknown as EventView;
const letter = (standing: string | null) =>
  ({
    id: 'r',
    title: 'The letter',
    sentOn: '2017-09-10',
    recipient: 'Albuquerque',
    note: null,
    sources: [],
    standing,
  }) as unknown as AssessmentPage['requests'][number];
const page = (more: Partial<AssessmentPage>) =>
  ({
    application: null,
    row: { id: 'a', responsibleParties: [], applicant: null },
    program: { slug: 'p' },
    facilities: [],
    events: [],
    requests: [],
    responses: [],
    seals: null,
    ...more,
  }) as unknown as AssessmentPage;

test.each([
  ['sent', 'Letter recorded'],
  ['reissued', 'Letter sent again'],
  ['rescinded', 'Letter rescinded'],
])('a letter that was %s', (act, title) => {
  expect(historyEvents(page({ events: [event(act)] }), view).map((line) => line.title)).toEqual([title]);
});

test('whoever was asked by a letter that was taken back is shown with that; by one that stands, without', () => {
  const asked = (standing: string | null) =>
    whoMustAct(page({ requests: [letter(standing)] }), view).find(({ term }) => term === 'Asked')?.note;
  const said = 'This letter was rescinded on September 20, 2017.';
  expect(asked(said)).toBe(`The letter, September 10, 2017. ${said}`);
  expect(asked(null)).toBe('The letter, September 10, 2017.');
});
