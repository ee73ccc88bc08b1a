import { expect, test } from 'vitest';
import type { AssessmentPage } from '#lib/operations/get-assessment-page.ts';
import type { PageView } from '#lib/server/page.ts';
import { nextSteps } from './next-steps.ts';

const view = {
  moment: { live: true },
  context: { actor: { grants: [{ role: 'analyst', programId: null, organizationId: null }] } },
} as unknown as PageView;
const page = (assessor: { id: string; name: string } | null) =>
  ({
    row: { status: 'under_review', openProposal: null, flags: [], responsibleParties: [] },
    program: { id: 'p', assessor },
    requests: [],
    evidence: [],
  }) as unknown as AssessmentPage;
const targets = (data: AssessmentPage) => nextSteps(data, view).options.map((option) => option.to);

test('without an assessor no finding is offered, and the page says why', () => {
  expect(targets(page(null))).toEqual(['info_requested', 'not_applicable', 'waived', 'withdrawn']);
  expect(
    nextSteps(page(null), view)
      .needsSomeoneElse.map((line) => line.who)
      .join(),
  ).toContain('no assessor');
});

test('control: with an assessor findings are offered, and nothing is said of one', () => {
  const data = page({ id: 'a', name: 'Assessor' });
  expect(targets(data)).toContain('met');
  expect(
    nextSteps(data, view)
      .needsSomeoneElse.map((line) => line.who)
      .join(),
  ).not.toContain('no assessor');
});
