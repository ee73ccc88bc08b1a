/** A conclusion needs two people, whichever way it is reached or taken away, in the operations and in the database. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { approveFinding } from './approve-finding.ts';
import type { Actor, Context } from './context.ts';
import { correctStatus } from './correct-status.ts';
import { getSummary } from './get-summary.ts';
import { makePracticeCopy } from './make-practice-copy.ts';
import { proposeFinding } from './propose-finding.ts';
import { recordStatus } from './record-status.ts';
import { openWorld, refusedWith, type World } from './world.fixture.ts';

const PRACTICE = 'psp-2017-practice';
const POLICY = { title: 'Jail policy', class: 'B', url: 'https://example.gov/policy', issuer: 'body_in_control' };
const MET = { to: 'met', reason: 'The policy says so.', newEvidence: POLICY };

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await makePracticeCopy(await world.as('analyst'), 'psp-2017');
});
afterAll(() => world.close());

const row = (place: string) => world.row(PRACTICE, place, 'notice');
async function underReview(place: string) {
  const before = await row(place);
  return recordStatus(await world.as('analyst'), before.id, before.version, { to: 'under_review', reason: 'Taken up.' });
}
async function met(place: string) {
  const before = await underReview(place);
  const { proposal, assessment } = await proposeFinding(await world.as('analyst'), before.id, before.version, MET);
  return approveFinding(await world.as('reviewer'), proposal.id, assessment.version, {});
}

/** The same person, reached through an API token with another role. */
async function tokenFor(person: Context, role: 'reviewer' | 'analyst'): Promise<Context> {
  const token = await world.as(role);
  return { ...token, actor: { ...(token.actor as Actor), onBehalfOfId: person.actor?.principalId ?? null } };
}

test('one person with two tokens is one person', async () => {
  const person = await world.as('approver');
  const before = await underReview('Albuquerque');
  const { proposal, assessment } = await proposeFinding(await tokenFor(person, 'analyst'), before.id, before.version, MET);
  expect(await refusedWith(approveFinding(person, proposal.id, assessment.version, {}))).toBe('same_person');
  expect(await refusedWith(approveFinding(await tokenFor(person, 'reviewer'), proposal.id, assessment.version, {}))).toBe('same_person');
  const done = await approveFinding(await world.as('reviewer'), proposal.id, assessment.version, {});
  expect(done.status).toBe('met');
});

describe('a finding of the past cannot be taken away by one person', () => {
  test('neither by a correction nor by a back-dated step', async () => {
    const found = await met('Stockton');
    const reviewer = await world.as('reviewer');
    const reopened = await recordStatus(reviewer, found.id, found.version, {
      to: 'under_review',
      reason: 'New evidence.',
      details: { cause: 'new_evidence' },
    });
    const erase = { corrects: 2, to: 'not_started', reason: 'Away with it.', effectiveOn: '2017-08-03' };
    expect(await refusedWith(correctStatus(reviewer, found.id, reopened.version, erase))).toBe('needs_proposal');
    const backDated = {
      to: 'info_requested',
      reason: 'Since 2017.',
      effectiveOn: '2017-09-01',
      details: { missing: 'All', dueOn: '2017-10-01' },
    };
    expect(await refusedWith(recordStatus(await world.as('analyst'), found.id, reopened.version, backDated))).toBe('needs_proposal');
    const now = await recordStatus(await world.as('analyst'), found.id, reopened.version, { ...backDated, effectiveOn: undefined });
    expect(now.status).toBe('info_requested');
  });
});

describe('in SQL, as the serving role', () => {
  const act = async (place: string, payload: Record<string, unknown>, kind = 'status_changed') => {
    const at = await row(place);
    const { rows } = await world.owner.query<{ program_id: string }>('SELECT program_id FROM assessment WHERE id = $1', [at.id]);
    const actor = await world.as('analyst');
    return world.db.pool.query('SELECT record_status($1::jsonb)', [
      JSON.stringify({
        programId: rows[0]?.program_id,
        assessmentId: at.id,
        kind,
        actorId: actor.actor?.principalId,
        content: JSON.stringify({ reason: 'x', payload }),
      }),
    ]);
  };
  const later = new Date(Date.now() - 1000).toISOString();

  test.each([
    ['a finding without a proposal', { set: { status: 'met' } }],
    ['a finding as a step beside another change', { set: { answer: 'yes' }, steps: [{ effectiveAt: later, set: { status: 'met' } }] }],
    [
      'a finding as a step of a plain move',
      { set: { status: 'under_review' }, steps: [{ effectiveAt: later, set: { status: 'not_met' } }] },
    ],
    ['a status that does not exist', { set: { status: 'bogus' } }],
  ])('%s is refused', async (_, payload) => {
    const before = await world.count('event');
    await expect(act('San Bernardino', payload)).rejects.toThrow(/illegal_transition|needs_proposal/);
    expect(await world.count('event')).toBe(before);
  });

  test('a proposal cannot be born approved, nor change once made', async () => {
    await expect(
      world.db.pool.query(
        `INSERT INTO proposal SELECT * FROM jsonb_populate_record((SELECT p FROM proposal p LIMIT 1), jsonb_build_object('id', gen_random_uuid()))`,
      ),
    ).rejects.toThrow(/begins open/);
    await expect(world.owner.query(`UPDATE proposal SET to_status = 'waived'`)).rejects.toThrow(/decided once|never changes/);
    await expect(world.db.pool.query(`UPDATE proposal SET to_status = 'waived'`)).rejects.toThrow(/permission denied/);
  });

  test('control: an allowed move is recorded', async () => {
    const before = await world.count('event');
    await act('San Bernardino', { from: 'requested', to: 'under_review', set: { status: 'under_review' } });
    expect(await world.count('event')).toBe(before + 1);
  });
});

test('a waiver that ran out is flagged and counts as open again', async () => {
  const before = await row('Baltimore');
  const details = { scope: 'This condition', expiresOn: '2020-01-31' };
  const waive = { to: 'waived', reason: 'Signed waiver.', effectiveOn: '2019-01-01', details, newEvidence: { ...POLICY, class: 'D' } };
  const { proposal, assessment } = await proposeFinding(await world.as('analyst'), before.id, before.version, waive);
  expect(await refusedWith(approveFinding(await world.as('reviewer'), proposal.id, assessment.version, {}))).toBe('forbidden');
  await approveFinding(await world.as('approver'), proposal.id, assessment.version, {});
  expect((await row('Baltimore')).flags).toContain('waiver_expired');
  expect((await world.row(PRACTICE, 'Baltimore', 'notice', { asOf: '2019-06-01' })).flags).not.toContain('waiver_expired');
  const { summary } = await getSummary(await world.as('viewer'), PRACTICE, {});
  expect(summary.eligibility.satisfied).toBe(0);
});
