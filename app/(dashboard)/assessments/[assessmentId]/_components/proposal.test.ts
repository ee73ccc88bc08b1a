/** What whoever decides on a proposal is told beside the button, and what an operator's own page leaves out. */
import { expect, test } from 'vitest';
import type { AssessmentPage } from '#lib/operations/get-assessment-page.ts';
import type { PageView } from '#lib/server/page.ts';
import { headerProps } from './assessment-view.ts';
import { openProposal } from './proposal.ts';

const view = {
  program: { slug: 'p' },
  moment: { live: true, asOf: '2017-09-01T12:00:00.000000Z', asOfOn: '2017-09-01' },
  context: { actor: { principalId: 'r', grants: [{ role: 'reviewer', programId: null, organizationId: null }] } },
} as unknown as PageView;

const item = (id: string, more: object) => ({
  id,
  class: 'B',
  title: id,
  url: null,
  supersededAt: null,
  sealedAt: null,
  inForceTo: null,
  ...more,
});
const page = (more: object) =>
  ({
    row: {
      status: 'under_review',
      openProposal: { id: 'q' },
      flags: [],
      subject: { kind: 'operator', id: 'o', name: 'Harlow County' },
      responsibleParties: [
        { id: 'o', name: 'Harlow County', role: 'primary' },
        { id: 's', name: 'The state', role: 'primary' },
      ],
      dueOn: null,
      answer: null,
    },
    program: { id: 'p', slug: 'p', zone: 'America/New_York', assessor: { id: 'a', name: 'Assessor' }, twoPersonRule: true },
    condition: { title: 'Jail access', ref: 'access' },
    application: null,
    deadline: null,
    responses: [],
    evidence: [],
    moves: [],
    proposals: [
      {
        id: 'q',
        to: 'met',
        reason: 'x',
        proposedAt: '2017-08-30T12:00:00.000000Z',
        details: {},
        evidenceIds: ['kept', 'old', 'ended'],
        effectiveAt: null,
      },
    ],
    bars: { barsUse: [], barsEnforcement: [] },
    ...more,
  }) as unknown as AssessmentPage;
const notes = (more: object) => openProposal(page(more), view)?.proposal.notes;

test('the assessments that would move and the evidence that no longer holds are named', () => {
  expect(notes({})).toEqual([]);
  const moves = [
    { name: 'Baltimore', to: 'met' },
    { name: 'Stockton', to: 'partly_met' },
  ];
  const evidence = [
    item('kept', {}),
    item('old', { supersededAt: '2017-08-31T12:00:00Z' }),
    item('ended', { inForceTo: '2017-08-15' }),
    item('other', { sealedAt: 'x' }),
  ];
  expect(notes({ moves, evidence })).toEqual([
    'Approved, it moves 2 assessments that take this finding: Baltimore (Met), Stockton (Partly met).',
    'Evidence no longer in force: B · old, superseded.',
    'Evidence no longer in force: B · ended, not in force after August 15, 2017.',
  ]);
});

test('an assessment of a body itself does not depend on that body', () => {
  expect(headerProps(page({}), view).tags.map(({ text }) => text)).toEqual(['depends on The state']);
});
