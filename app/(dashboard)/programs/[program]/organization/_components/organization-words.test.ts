/** What an organization reads of its own questions. */
import { expect, test } from 'vitest';
import type { ExtensionView } from '#lib/domain/deadline-views.ts';
import type { OrganizationPage, OrganizationSubject } from '#lib/operations/get-organization-page.ts';
import { answeredNow, questionItem } from './organization-words.ts';

const extension = (more: Partial<ExtensionView>): ExtensionView => ({
  id: 'x',
  deadlineId: 'd',
  deadlineLabel: 'Answers due',
  scope: 'application',
  applicants: null,
  wantedOn: '2017-08-25',
  reason: 'The council meets late.',
  askedBy: 'Pat Person',
  askedAt: '2017-08-10T12:00:00.000000Z',
  recordedAt: '2017-08-10T12:00:00.000000Z',
  evidence: [],
  state: 'asked',
  grantedOn: null,
  decisionReason: null,
  decisionEvidence: [],
  decisionAt: null,
  decidedBy: null,
  decidedAt: null,
  ...more,
});

const assessment = { id: 'a', status: 'requested', answer: null } as OrganizationSubject['questions'][number]['assessment'];
const condition = { id: 'c', ref: 'access', title: 'Jail access' } as OrganizationSubject['questions'][number]['condition'];

const question = (extensions: ExtensionView[]): OrganizationSubject['questions'][number] => ({
  condition,
  assessment,
  letters: [],
  base: null,
  missing: null,
  clarifications: [],
  deadline: {
    assessmentId: 'a',
    deadlineId: 'd',
    label: 'Answers due',
    dueOn: '2017-08-18',
    dueAt: '2017-08-19T03:59:59.000000Z',
    paused: false,
    moved: false,
    steps: [],
    assumed: [],
    pendingExtension: null,
    extensions,
    orders: [],
    barsUse: [],
    barsEnforcement: [],
  },
});

const subject: OrganizationSubject = {
  kind: 'application',
  id: 's',
  name: 'Stockton',
  questions: [],
  draft: null,
  receipts: [],
  letters: [],
};
const page = {
  program: { slug: 'p', zone: 'America/New_York' },
  moment: { asOf: '2017-08-12T12:00:00.000000Z' },
  calendar: 'none',
} as unknown as OrganizationPage;

test('what was decided on a request for more time stands beside the date, and nothing while it is open', () => {
  const decided = { decisionAt: '2017-08-11T12:00:00.000000Z', decisionReason: 'The date stands.' };
  const lines = (extensions: ExtensionView[]) => questionItem(page, subject, question(extensions)).due?.decided;
  expect(lines([extension({ state: 'refused', ...decided })])).toEqual([
    'More time until August 25, 2017 was refused on August 11, 2017: The date stands.',
  ]);
  expect(lines([extension({ state: 'granted', grantedOn: '2017-08-23', ...decided, decisionReason: null })])).toEqual([
    'More time until August 23, 2017 was granted on August 11, 2017.',
  ]);
  expect(lines([extension({})])).toEqual([]);
});

test('what stands as the answer is that on record; of what is not assessed, what was submitted last and not recalled', () => {
  const said = (recalled: boolean) =>
    ({
      recall: recalled ? { reason: 'In error.', by: 'Pat Person', at: '' } : null,
      answers: [{ conditionId: 'c', answer: recalled ? 'yes' : 'in_part' }],
    }) as OrganizationSubject['receipts'][number];
  const submitted = { ...subject, receipts: [said(true), said(false)] };
  const untracked = { ...question([]), assessment: null };
  expect(answeredNow(submitted, untracked).answer).toBe('in part');
  expect(answeredNow(submitted, question([])).answer).toBeNull();
});
