/** What stands at the head of an assessment beside its status. */
import { expect, test } from 'vitest';
import type { AssessmentPage } from '#lib/operations/get-assessment-page.ts';
import type { PageView } from '#lib/server/page.ts';
import { headerProps } from './assessment-view.ts';

const view = { moment: { asOf: '2017-08-15T16:00:00.000000Z' }, asOf: '', knownAt: '' } as unknown as PageView;
const page = (bars: AssessmentPage['bars']) =>
  ({
    row: { status: 'requested', flags: [], responsibleParties: [], subject: { id: 's', name: 'Stockton' }, answer: null, dueOn: null },
    program: { slug: 'p', name: 'P', zone: 'America/New_York' },
    condition: { ref: 'access', title: 'Access' },
    application: null,
    deadline: null,
    responses: [],
    bars,
  }) as unknown as AssessmentPage;
const texts = (bars: AssessmentPage['bars']) => headerProps(page(bars), view).tags.map(({ text }) => text);

test('orders that bar use or enforcement are named; without one nothing is said', () => {
  expect(texts({ barsUse: ['Court A, No. 1, January 1, 2017'], barsEnforcement: ['Court B, No. 2, January 2, 2017'] })).toEqual([
    'use barred by Court A, No. 1, January 1, 2017',
    'enforcement barred by Court B, No. 2, January 2, 2017',
  ]);
  expect(texts({ barsUse: [], barsEnforcement: [] })).toEqual([]);
});
