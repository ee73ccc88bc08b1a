/** Every refusal that a form can meet: the same code as through the API, nothing written, and nothing typed lost. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { FormState } from '#components/ui/form-state.ts';
import type { ErrorCode } from '#lib/domain/errors.ts';
import type { Role } from '#lib/domain/permission.ts';
import type { AssessmentRow } from '#lib/domain/record.ts';
import type { Context } from '#lib/operations/context.ts';
import { makePracticeCopy } from '#lib/operations/make-practice-copy.ts';
import { openOperatorAssessmentAct } from '#lib/operations/open-operator-assessment.ts';
import { proposeFinding } from '#lib/operations/propose-finding.ts';
import { recordStatus } from '#lib/operations/record-status.ts';
import { openWorld, type World } from '#lib/operations/world.fixture.ts';

let asker: Role | null = 'analyst';
let world: World;

// What Next provides inside a request: who asks, and the way out of an action.
vi.mock('#lib/server/session.ts', () => ({
  requestContext: async (key: string | null): Promise<Context> => {
    const context = await world.as(asker ?? 'viewer', key === null ? {} : { key });
    return asker === null ? { ...context, actor: null } : context;
  },
}));
vi.mock('next/cache', () => ({ revalidatePath: () => undefined }));
vi.mock('next/navigation', () => ({
  redirect: (to: string) => {
    throw new Error(`redirect ${to}`);
  },
}));

const { correctionAction, decisionAction, nextStepAction } = await import('./assessment-actions.ts');
const { recordRelianceAction } = await import('./body-actions.ts');
const { recordLetterAction } = await import('./letter-actions.ts');

const PRACTICE = 'psp-2017-practice';
const MISSING = '01900000-0000-7000-8000-000000000000';

beforeAll(async () => {
  world = await openWorld();
  // Everybody is known beforehand, so that making an account is not counted as a write of a form.
  for (const role of ['viewer', 'analyst', 'reviewer', 'approver'] as const) await world.as(role);
  await makePracticeCopy(await world.as('analyst'), 'psp-2017');
});
afterAll(() => world.close());

type Fields = Record<string, string | number>;
const form = (fields: Fields): FormData => {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, String(value));
  return data;
};

const written = async () =>
  JSON.stringify(
    await Promise.all((['event', 'proposal', 'response', 'evidence', 'assessment_period'] as const).map((table) => world.count(table))),
  );
const stockton = () => world.row('psp-2017', 'Stockton', 'access');
const base = (row: AssessmentRow): Fields => ({ assessmentId: row.id, version: row.version, to: 'under_review', reason: 'Kept as typed.' });

async function underReview(place: string, slug = PRACTICE): Promise<AssessmentRow> {
  const row = await world.row(slug, place, 'access');
  return row.status === 'under_review'
    ? row
    : recordStatus(await world.as('analyst'), row.id, row.version, { to: 'under_review', reason: 'Taken up.' });
}

const POLICY = { title: 'Jail policy', class: 'B' as const, url: 'https://example.gov/policy', issuer: 'body_in_control' as const };
const MET = { to: 'met', reason: 'The policy says so.', newEvidence: POLICY };

async function proposed(place: string): Promise<{ id: string; row: AssessmentRow }> {
  const row = await underReview(place);
  const { proposal, assessment } = await proposeFinding(await world.as('reviewer'), row.id, row.version, MET);
  return { id: proposal.id, row: assessment };
}

type Attempt = () => Promise<FormState | null>;
const next =
  async (fields: Fields): Promise<Attempt> =>
  async () =>
    nextStepAction(null, form(fields));
const decide =
  (id: string, version: number, decision: string): Attempt =>
  () =>
    decisionAction(null, form({ proposalId: id, version, decision }));

const cases: { code: ErrorCode; as?: Role; prepare: () => Promise<Attempt> }[] = [
  { code: 'not_found', prepare: async () => next({ ...base(await stockton()), assessmentId: MISSING }) },
  { code: 'forbidden', as: 'viewer', prepare: async () => next(base(await stockton())) },
  { code: 'invalid_request', prepare: async () => next({ ...base(await stockton()), effectiveOn: '2017-02-30' }) },
  { code: 'version_required', prepare: async () => next({ ...base(await stockton()), version: '' }) },
  { code: 'stale_version', prepare: async () => next({ ...base(await stockton()), version: 999 }) },
  { code: 'illegal_transition', prepare: async () => next({ ...base(await stockton()), to: 'info_requested' }) },
  { code: 'reason_required', prepare: async () => next({ ...base(await stockton()), reason: '' }) },
  { code: 'effective_in_future', prepare: async () => next({ ...base(await stockton()), effectiveOn: '2999-01-01' }) },
  { code: 'field_required', prepare: async () => next({ ...base(await stockton()), to: 'submitted' }) },
  { code: 'assessor_missing', prepare: async () => next({ ...base(await underReview('San Bernardino', 'psp-2017')), to: 'met' }) },
  { code: 'evidence_required', prepare: async () => next({ ...base(await underReview('San Bernardino')), to: 'met' }) },
  {
    code: 'needs_proposal',
    as: 'analyst',
    prepare: async () => {
      const row = await underReview('Stockton');
      const withdrawn = await proposeFinding(await world.as('analyst'), row.id, row.version, {
        to: 'met',
        reason: 'x',
        newEvidence: POLICY,
      });
      const { approveFinding } = await import('#lib/operations/approve-finding.ts');
      const done = await approveFinding(await world.as('approver'), withdrawn.proposal.id, withdrawn.assessment.version, {});
      asker = 'reviewer';
      return () =>
        correctionAction(
          null,
          form({ assessmentId: done.id, version: done.version, corrects: done.version, to: 'under_review', reason: 'Undo.' }),
        );
    },
  },
  {
    code: 'proposal_open',
    prepare: async () => {
      const { row } = await proposed('Albuquerque');
      const { title, class: evidenceClass, url } = POLICY;
      return next({ ...base(row), to: 'met', 'newEvidence.title': title, 'newEvidence.class': evidenceClass, 'newEvidence.url': url });
    },
  },
  {
    code: 'same_person',
    as: 'reviewer',
    prepare: async () => {
      const { id, row } = await proposed('Baltimore');
      return decide(id, row.version, 'approve');
    },
  },
  {
    code: 'proposal_closed',
    as: 'approver',
    prepare: async () => {
      const row = await world.row(PRACTICE, 'Baltimore', 'access');
      const open = row.openProposal;
      if (!open) throw new Error('The proposal of the case before is gone.');
      const { returnProposal } = await import('#lib/operations/return-proposal.ts');
      const after = await returnProposal(await world.as('approver'), open.id, row.version, { comment: 'Not yet.' });
      return decide(open.id, after.version, 'approve');
    },
  },
  {
    code: 'proposal_outdated',
    as: 'approver',
    prepare: async () => {
      const { id, row } = await proposed('Baltimore');
      const moved = await recordStatus(await world.as('analyst'), row.id, row.version, {
        to: 'info_requested',
        reason: 'More is needed.',
        details: { missing: 'The policy', dueOn: '2017-12-01' },
      });
      return decide(id, moved.version, 'approve');
    },
  },
  {
    code: 'idempotency_key_reused',
    prepare: async () => {
      const row = await world.row('psp-2017', 'Albuquerque', 'access');
      await recordStatus(await world.as('analyst', { key: 'used before' }), row.id, row.version, { to: 'under_review', reason: 'First.' });
      const now = await world.row('psp-2017', 'Albuquerque', 'access');
      return next({ ...base(now), to: 'info_requested', idempotencyKey: 'used before' });
    },
  },
];

describe('refusals through the forms', () => {
  test.each(cases)('$code', async ({ code, as = 'analyst', prepare }) => {
    asker = as;
    const attempt = await prepare();
    const before = await written();
    const state = await attempt();
    expect(state?.code).toBe(code);
    expect(state?.outcome).toBe(code === 'stale_version' ? 'conflict' : 'refused');
    expect(state?.title).not.toBe('');
    expect(await written()).toBe(before);
  });

  test('a proposal that is returned without a comment is refused for one reason', async () => {
    const { id, row } = await proposed('Baltimore');
    asker = 'approver';
    const state = await decide(id, row.version, 'return')();
    expect(state).toMatchObject({ code: 'reason_required', title: state?.fieldErrors.comment });
    expect(Object.keys(state?.fieldErrors ?? {})).toEqual(['comment']);
  });

  test('a reliance on a new item without a link is told of the link alone, which is all that its form has', async () => {
    asker = 'analyst';
    const row = await world.row(PRACTICE, 'San Bernardino', 'notice');
    const { rows } = await world.owner.query<{ operatorId: string; conditionId: string }>(
      `SELECT o.id AS "operatorId", c.id AS "conditionId" FROM organization o, condition c JOIN program g ON g.id = c.program_id
       WHERE o.ref = 'sbc-sheriff' AND g.slug = $1 AND c.ref = 'notice'`,
      [PRACTICE],
    );
    const { assessmentId } = await openOperatorAssessmentAct(await world.as('analyst'), PRACTICE, rows[0]);
    const fields = {
      reliesOn: assessmentId,
      rule: 'all',
      scope: 'Everybody.',
      validFrom: '2017-01-01',
      'newEvidence.title': 'An agreement',
    };
    const sent = { ...fields, 'newEvidence.class': 'C', assessmentId: row.id, version: row.version };
    const state = await recordRelianceAction(null, form(sent));
    expect([state?.code, state?.title, state?.fieldErrors]).toEqual([
      'field_required',
      'Give the new item its link.',
      { 'newEvidence.url': 'Give the new item its link.' },
    ]);
  });

  test('what was typed comes back', async () => {
    asker = 'analyst';
    const state = await nextStepAction(null, form({ ...base(await stockton()), effectiveOn: '2999-01-01' }));
    expect(state?.values).toMatchObject({ reason: ['Kept as typed.'], effectiveOn: ['2999-01-01'] });
  });

  test('nobody signed in is sent to sign in, and nothing is written', async () => {
    asker = null;
    const before = await written();
    await expect(nextStepAction(null, form(base(await stockton())))).rejects.toThrow(/redirect \/sign-in/);
    expect(await written()).toBe(before);
  });

  test('a letter for a foreign application is not found', async () => {
    asker = 'analyst';
    const before = await written();
    const state = await recordLetterAction(
      'psp-2017',
      null,
      form({ applicationId: MISSING, url: 'https://example.gov/a', 'answers.access.answer': 'yes', counts: 'yes' }),
    );
    expect(state?.code).toBe('not_found');
    expect(await written()).toBe(before);
  });

  test('an empty letter form is told everything at once, in words', async () => {
    asker = 'analyst';
    const before = await written();
    const state = await recordLetterAction('psp-2017', null, form({ authorName: 'Kept' }));
    expect(Object.keys(state?.fieldErrors ?? {}).sort()).toEqual(['answers', 'applicationId', 'counts', 'url']);
    expect(Object.values(state?.fieldErrors ?? {}).every((message) => message.endsWith('.'))).toBe(true);
    expect(await written()).toBe(before);
  });

  test('control: a good form is recorded', async () => {
    asker = 'analyst';
    const before = await written();
    await expect(nextStepAction(null, form(base(await stockton())))).rejects.toThrow(/redirect \/assessments/);
    expect(await written()).not.toBe(before);
  });
});
