/** Disputes: who may open and decide, what they do to the assessment, and what others see of them. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { approveFinding } from './approve-finding.ts';
import type { Context } from './context.ts';
import { decideDispute } from './decide-dispute.ts';
import { getWork } from './get-work.ts';
import { listDisputes } from './list-disputes.ts';
import { getAssessment } from './load-assessment.ts';
import { makePracticeCopy } from './make-practice-copy.ts';
import { openDispute } from './open-dispute.ts';
import { eventsOf, makePerson } from './people.fixture.ts';
import { proposeFinding } from './propose-finding.ts';
import { recordStatus } from './record-status.ts';
import { openRelianceWorld } from './reliance.fixture.ts';
import { withdrawDispute } from './withdraw-dispute.ts';
import { openWorld, refusedWith, type World } from './world.fixture.ts';

const OBJECTION = { kind: 'objection', grounds: 'The jail is run by the county.', asked: 'That the county be asked.' };
const RECONSIDER = { ...OBJECTION, kind: 'reconsideration' };
const NOT_MET = {
  to: 'not_met',
  reason: 'The policy says so.',
  details: { unmet: 'All of it.', objection: 'In writing within 30 days.' },
  newEvidence: { title: 'Jail policy', class: 'B', url: 'https://example.gov/policy', issuer: 'body_in_control' },
};

let world: World;
let slug: string;
let analyst: Context;
let maker: Context;
let approver: Context;
let other: Context;
beforeAll(async () => {
  world = await openWorld();
  analyst = await makePerson(world, 'Ana Analyst', ['analyst']);
  maker = await makePerson(world, 'Max Maker', ['analyst', 'reviewer']);
  approver = await makePerson(world, 'Rita Reviewer', ['reviewer']);
  other = await makePerson(world, 'Otto Other', ['reviewer']);
});
beforeEach(async () => {
  slug = (await makePracticeCopy(await world.as('analyst'), 'psp-2017')).slug;
});
afterAll(() => world.close());

/** Baltimore's access condition with a finding of not met, proposed by Max and approved by Rita. */
async function found(place = 'Baltimore') {
  const row = await world.row(slug, place, 'access');
  const taken = await recordStatus(maker, row.id, row.version, {
    to: 'under_review',
    reason: 'Taken up.',
    details: { reminders: 'August 21, 2017' },
  });
  const made = await proposeFinding(maker, row.id, taken.version, NOT_MET);
  return approveFinding(approver, made.proposal.id, made.assessment.version, {});
}

async function contributor(place: string): Promise<Context> {
  const { rows } = await world.owner.query<{ id: string }>(
    `SELECT ap.organization_id AS id FROM application ap JOIN program p ON p.id = ap.program_id JOIN jurisdiction j ON j.id = ap.jurisdiction_id
     WHERE p.slug = $1 AND j.name = $2`,
    [slug, place],
  );
  const context = await world.as('contributor');
  if (!context.actor) throw new Error('Nobody acts.');
  return {
    ...context,
    actor: { ...context.actor, grants: [{ role: 'contributor', programId: null, organizationId: rows[0]?.id ?? null }] },
  };
}

describe('opening', () => {
  test('a contributor objects for the own organization: the assessment is disputed, the status stays', async () => {
    const row = await found();
    const city = await contributor('Baltimore');
    const made = await openDispute(city, row.id, RECONSIDER);
    const after = await getAssessment(analyst, row.id);
    expect([after.row.status, after.row.flags.includes('disputed'), after.row.version]).toEqual(['not_met', true, made.version]);
    expect(await eventsOf(world, city)).toEqual(['dispute_opened']);
    const { items } = await listDisputes(city, row.id);
    expect(items).toMatchObject([{ kind: 'reconsideration', grounds: OBJECTION.grounds, asked: OBJECTION.asked, state: 'open' }]);
  });

  test('another organization, a viewer, an unknown field and missing words are refused, and nothing is written', async () => {
    const row = await world.row(slug, 'Baltimore', 'access');
    const city = await contributor('Stockton');
    const own = await contributor('Baltimore');
    expect(await refusedWith(openDispute(city, row.id, OBJECTION))).toBe('not_found');
    expect(await refusedWith(openDispute(await world.as('viewer'), row.id, OBJECTION))).toBe('forbidden');
    expect(await refusedWith(openDispute(await world.as('admin'), row.id, OBJECTION))).toBe('forbidden');
    expect(await refusedWith(openDispute(own, row.id, { ...OBJECTION, colour: 'red' }))).toBe('invalid_request');
    expect(await refusedWith(openDispute(own, row.id, { ...OBJECTION, grounds: ' ' }))).toBe('field_required');
    expect(await refusedWith(openDispute(own, row.id, { ...OBJECTION, asked: undefined }))).toBe('field_required');
    expect(await refusedWith(openDispute(own, row.id, { ...OBJECTION, openedOn: '2999-01-01' }))).toBe('effective_in_future');
    expect(await refusedWith(openDispute(own, row.id, RECONSIDER))).toBe('illegal_transition');
    const elsewhere = city.actor?.grants[0]?.organizationId;
    expect(await refusedWith(openDispute(own, row.id, { ...OBJECTION, organizationId: elsewhere }))).toBe('not_found');
    expect(await refusedWith(openDispute(analyst, row.id, { ...OBJECTION, organizationId: elsewhere }))).toBe('not_found');
    expect((await getAssessment(analyst, row.id)).row.version).toBe(row.version);
  });

  test('an analyst records one for a body that must act; a repeated request has one effect', async () => {
    const row = await world.row(slug, 'Stockton', 'access');
    const { organizations } = await listDisputes(analyst, row.id);
    expect(organizations.length).toBeGreaterThan(1);
    const keyed = { ...analyst, idempotencyKey: 'one objection' };
    const body = { ...OBJECTION, organizationId: organizations[1]?.id, openedOn: '2017-09-01' };
    const first = await openDispute(keyed, row.id, body);
    expect(await openDispute(keyed, row.id, body)).toEqual(first);
    const { items } = await listDisputes(analyst, row.id);
    expect(items.map(({ organization, openedOn }) => [organization.id, openedOn])).toEqual([[organizations[1]?.id, '2017-09-01']]);
    expect((await listDisputes(analyst, row.id, { asOf: '2017-08-31' })).items).toEqual([]);
    expect((await getAssessment(analyst, row.id, { asOf: '2017-09-02' })).row.flags).toContain('disputed');
    expect((await getAssessment(analyst, row.id, { asOf: '2017-08-31' })).row.flags).not.toContain('disputed');
  });
});

describe('deciding', () => {
  test('upheld: two events in one act, and the finding is under review again', async () => {
    const row = await found();
    const { id } = await openDispute(analyst, row.id, RECONSIDER);
    const after = await decideDispute(other, id, { outcome: 'upheld', reason: 'The county was not asked.' });
    expect([after.status, after.flags.includes('disputed')]).toEqual(['under_review', false]);
    expect(await eventsOf(world, other)).toEqual(['dispute_decided', 'status_changed']);
    const { rows } = await world.owner.query<{ content: string }>(
      `SELECT content FROM event WHERE stream_id = $1 ORDER BY sequence DESC LIMIT 1`,
      [row.id],
    );
    expect(JSON.parse(rows[0]?.content ?? '{}')).toMatchObject({ payload: { details: { cause: 'dispute_upheld' }, to: 'under_review' } });
  });

  test('neither who proposed, nor who approved, nor who recorded the dispute decides it', async () => {
    const row = await found();
    const { id } = await openDispute(analyst, row.id, RECONSIDER);
    const decision = { outcome: 'dismissed', reason: 'The policy stands.' };
    expect(await refusedWith(decideDispute(maker, id, decision))).toBe('same_person');
    expect(await refusedWith(decideDispute(approver, id, decision))).toBe('same_person');
    const both = await openDispute(maker, row.id, OBJECTION);
    expect(await refusedWith(decideDispute(maker, both.id, decision))).toBe('same_person');
    expect(await refusedWith(decideDispute(analyst, id, decision))).toBe('forbidden');
    expect(await refusedWith(decideDispute(other, id, { outcome: 'dismissed' }))).toBe('reason_required');
    expect(await refusedWith(decideDispute(other, id, { outcome: 'withdrawn', reason: 'x' }))).toBe('invalid_request');
    const after = await decideDispute(other, id, decision);
    expect([after.status, after.flags.includes('disputed')]).toEqual(['not_met', true]);
    expect(await refusedWith(decideDispute(other, id, decision))).toBe('dispute_closed');
    expect((await decideDispute(other, both.id, decision)).flags).not.toContain('disputed');
  });

  test('the same who may not decide while the finding stands may not once it was reopened', async () => {
    const row = await found();
    const { id, version } = await openDispute(analyst, row.id, OBJECTION);
    await recordStatus(other, row.id, version, { to: 'under_review', reason: 'New evidence.', details: { cause: 'new_evidence' } });
    expect(await refusedWith(decideDispute(approver, id, { outcome: 'upheld', reason: 'x' }))).toBe('same_person');
    // A later objection is to what stands then, and the maker of the former finding has no part in that.
    const later = await openDispute(analyst, row.id, OBJECTION);
    const waiting = (await getWork(approver)).asked.entries.map(({ asked }) => asked?.id);
    expect(waiting).toContain(later.id);
    expect(waiting).not.toContain(id);
    expect((await decideDispute(other, id, { outcome: 'upheld', reason: 'x' })).status).toBe('under_review');
  });

  test('two at once: one decides', async () => {
    const row = await found();
    const { id } = await openDispute(analyst, row.id, OBJECTION);
    const decide = () => refusedWith(decideDispute(other, id, { outcome: 'dismissed', reason: 'The policy stands.' }));
    expect((await Promise.all([decide(), decide(), decide()])).sort()).toEqual(['dispute_closed', 'dispute_closed', 'nothing was refused']);
  });

  test('what another body said on the same assessment is not taken back by the organization it is about', async () => {
    const row = await world.row(slug, 'Stockton', 'access');
    const { organizations } = await listDisputes(analyst, row.id);
    const { id } = await openDispute(analyst, row.id, { ...OBJECTION, organizationId: organizations[1]?.id });
    const city = await contributor('Stockton');
    expect((await listDisputes(city, row.id)).items.map(({ mayWithdraw }) => mayWithdraw)).toEqual([false]);
    expect(await refusedWith(withdrawDispute(city, id, { reason: 'x' }))).toBe('forbidden');
    expect((await getAssessment(analyst, row.id)).row.flags).toContain('disputed');
    // Control: its own it may.
    const own = await openDispute(city, row.id, OBJECTION);
    expect((await listDisputes(city, row.id)).items.find((item) => item.id === own.id)?.mayWithdraw).toBe(true);
    await withdrawDispute(city, own.id, { reason: 'Settled.' });
    expect((await listDisputes(analyst, row.id)).items.map(({ mayWithdraw }) => mayWithdraw)).toEqual([false, true]);
  });

  test('withdrawn by whoever made it, and by nobody else’s organization', async () => {
    const row = await found();
    const city = await contributor('Baltimore');
    const { id } = await openDispute(city, row.id, OBJECTION);
    expect(await refusedWith(withdrawDispute(await contributor('Stockton'), id, { reason: 'x' }))).toBe('not_found');
    expect(await refusedWith(decideDispute(city, id, { outcome: 'upheld', reason: 'x' }))).toBe('forbidden');
    const after = await withdrawDispute(city, id, { reason: 'The county answered.' });
    expect([after.status, after.flags.includes('disputed')]).toEqual(['not_met', false]);
    const before = (await listDisputes(city, row.id)).items[0];
    expect(before).toMatchObject({ state: 'withdrawn', decision: 'The county answered.' });
  });
});

test('an operator’s finding that is disputed goes back to review for those that rely on it; its makers decide nothing on them', async () => {
  const relying = await openRelianceWorld();
  const county = await relying.operator('bernalillo-county');
  const city = await relying.city('Albuquerque');
  await relying.rely(city.id, [county]);
  await relying.find(county, 'not_met');
  expect((await relying.now(city.id)).status).toBe('not_met');
  const decision = { outcome: 'upheld', reason: 'The policy was not in force.' };
  const onCity = await openDispute(await relying.as('counsel'), city.id, RECONSIDER);
  const onCounty = await openDispute(await relying.as('counsel'), county, RECONSIDER);
  const reviewer = await relying.as('reviewer');
  expect(await refusedWith(decideDispute(reviewer, onCity.id, decision))).toBe('same_person');
  const neutral = await makePerson(relying, 'Nora Neutral', ['reviewer']);
  // What waits for somebody's decision is what he may decide.
  const waiting = async (context: Context) => (await getWork(context)).asked.entries.map(({ asked }) => asked?.id);
  expect(await waiting(reviewer)).toEqual([]);
  expect(await waiting(neutral)).toEqual([onCity.id, onCounty.id]);
  expect((await decideDispute(neutral, onCounty.id, decision)).status).toBe('under_review');
  expect((await relying.now(city.id)).status).toBe('under_review');
  expect(await eventsOf(relying, neutral)).toEqual(['dispute_decided', 'status_changed', 'outcome_reopened']);
  await relying.close();
});

test('a copy of a program has the disputes of the record', async () => {
  const row = await world.row('psp-2017', 'Stockton', 'notice');
  await openDispute(analyst, row.id, OBJECTION);
  const copy = await makePracticeCopy(await world.as('analyst'), 'psp-2017');
  const copied = await world.row(copy.slug, 'Stockton', 'notice');
  expect(copied.flags).toContain('disputed');
  expect((await listDisputes(analyst, copied.id)).items).toMatchObject([{ grounds: OBJECTION.grounds, assessmentId: copied.id }]);
});
