/** Recall, questions asked back, and bodies named: what each changes, who may, and what it refuses. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerClarification } from './answer-clarification.ts';
import { approveFinding } from './approve-finding.ts';
import { askClarification } from './ask-clarification.ts';
import { changeCounting } from './change-counting.ts';
import { checkReceipt } from './check-receipt.ts';
import type { Context } from './context.ts';
import { decideEvidence } from './decide-evidence.ts';
import { getExchange } from './get-exchange.ts';
import { getOrganizationPage } from './get-organization-page.ts';
import { getReceipt } from './get-receipt.ts';
import { nameBody } from './name-body.ts';
import { draftOf, makeOrganization, type Organization } from './organization.fixture.ts';
import { passOnReferral } from './pass-on-referral.ts';
import { proposeFinding } from './propose-finding.ts';
import { recallResponse } from './recall-response.ts';
import { recordStatus } from './record-status.ts';
import { saveDraft } from './save-draft.ts';
import { submitDraft } from './submit-draft.ts';
import { openWorld, refusedWith, type World } from './world.fixture.ts';

let world: World;

beforeAll(async () => {
  world = await openWorld();
}, 60_000);
afterAll(() => world.close());

interface Scene {
  city: Organization;
  person: Context;
  place: string;
}

/** A copy of its own, so that each test starts from the same record. */
async function scene(place = 'Stockton'): Promise<Scene> {
  const city = await makeOrganization(world, place);
  return { city, place, person: await city.as(await city.person('Pat Person')) };
}

const submit = async ({ city, person }: Scene, marker = 'marker') => {
  await saveDraft(person, city.slug, 0, draftOf(city.applicationId, marker));
  return submitDraft(person, city.slug, 1, { subjectId: city.applicationId });
};
const stateOf = async ({ city, place }: Scene, condition = 'access') => {
  const { id, status, answer, version } = await world.row(city.slug, place, condition);
  return { id, status, answer, version };
};
const reason = { reason: 'The wrong letter was attached.' };

describe('recall', () => {
  test('brings back what held before, and keeps the digest and the receipt', async () => {
    const at = await scene();
    const before = await stateOf(at);
    const { responseId } = await submit(at);
    expect((await stateOf(at)).status).toBe('submitted');
    const text = (await getReceipt(at.person, at.city.slug, responseId)).text ?? '';
    await recallResponse(at.person, at.city.slug, responseId, reason);
    const after = await stateOf(at);
    expect([after.status, after.answer]).toEqual([before.status, before.answer]);
    const receipt = await getReceipt(at.person, at.city.slug, responseId);
    expect(receipt.recall).toMatchObject({ reason: reason.reason, by: 'Pat Person' });
    expect(await checkReceipt(at.person, at.city.slug, responseId, { text })).toMatchObject({ matches: true });
    const { rows } = await world.owner.query('SELECT superseded_at IS NOT NULL AS gone FROM response WHERE id = $1', [responseId]);
    expect(rows).toEqual([{ gone: true }]);
    const { rows: kept } = await world.owner.query(
      `SELECT bool_and(sealed_at IS NOT NULL) AS sealed, count(*)::int AS items FROM evidence e
       WHERE EXISTS (SELECT FROM evidence_link l JOIN response r ON r.id = $1 AND l.evidence_id = e.id AND l.program_id = r.program_id
         WHERE e.title LIKE '%marker%' OR e.id = r.evidence_id)`,
      [responseId],
    );
    expect(kept[0]).toMatchObject({ sealed: true });
  });

  test('needs a reason, once, and by the organization itself', async () => {
    const at = await scene();
    const { responseId } = await submit(at);
    expect(await refusedWith(recallResponse(at.person, at.city.slug, responseId, {}))).toBe('reason_required');
    expect(await refusedWith(recallResponse(await world.as('analyst'), at.city.slug, responseId, reason))).toBe('forbidden');
    const other = await makeOrganization(world, 'Baltimore', at.city.slug);
    const stranger = await other.as(await other.person('Stranger'));
    expect(await refusedWith(recallResponse(stranger, at.city.slug, responseId, reason))).toBe('not_found');
    await recallResponse(at.person, at.city.slug, responseId, reason);
    expect(await refusedWith(recallResponse(at.person, at.city.slug, responseId, reason))).toBe('response_fixed');
  });

  test('leaves a status that others moved since, and takes the answer away', async () => {
    const at = await scene();
    const { responseId } = await submit(at);
    const { id, version } = await stateOf(at);
    await recordStatus(await world.as('analyst'), id, version, { to: 'under_review', reason: 'Taken up.' });
    await recallResponse(at.person, at.city.slug, responseId, reason);
    const after = await stateOf(at);
    expect([after.status, after.answer]).toEqual(['under_review', null]);
    expect((await stateOf(at, 'notice')).status).toBe('requested');
  });

  test('is refused once a finding was made since, on every question of the response', async () => {
    const at = await scene();
    const { responseId } = await submit(at);
    const analyst = await world.as('analyst');
    const { id, version } = await stateOf(at);
    const reviewed = await recordStatus(analyst, id, version, { to: 'under_review', reason: 'Taken up.' });
    const newEvidence = { title: 'A policy', class: 'B', url: 'https://example.gov/policy.pdf', issuer: 'body_in_control' };
    const { proposal, assessment } = await proposeFinding(analyst, id, reviewed.version, {
      to: 'met',
      reason: 'It covers it.',
      newEvidence,
    });
    await approveFinding(await world.as('reviewer'), proposal.id, assessment.version, { comment: 'Agreed.' });
    const notice = await stateOf(at, 'notice');
    expect(await refusedWith(recallResponse(at.person, at.city.slug, responseId, reason))).toBe('response_fixed');
    expect(await stateOf(at, 'notice')).toEqual(notice);
  });

  test('is refused while a finding elsewhere rests on what was handed in', async () => {
    const at = await scene();
    const { responseId } = await submit(at);
    const files = (await getReceipt(at.person, at.city.slug, responseId)).facts?.files ?? [];
    const analyst = await world.as('analyst');
    const other = await world.row(at.city.slug, 'Baltimore', 'access');
    const evidenceIds = files.map(({ evidenceId }) => evidenceId);
    for (const evidenceId of evidenceIds) await decideEvidence(analyst, other.id, { evidenceId, decision: 'link' });
    const reviewed = await recordStatus(analyst, other.id, other.version, { to: 'under_review', reason: 'Taken up.' });
    const newEvidence = { title: 'A policy', class: 'B', url: 'https://example.gov/policy.pdf', issuer: 'body_in_control' };
    const found = { to: 'met', reason: 'It covers it.', evidenceIds, newEvidence };
    const { proposal, assessment } = await proposeFinding(analyst, other.id, reviewed.version, found);
    await approveFinding(await world.as('reviewer'), proposal.id, assessment.version, { comment: 'Agreed.' });
    const before = await stateOf(at);
    expect(await refusedWith(recallResponse(at.person, at.city.slug, responseId, reason))).toBe('response_fixed');
    expect(await stateOf(at)).toEqual(before);
    expect((await world.row(at.city.slug, 'Baltimore', 'access')).flags).not.toContain('relies_on_stale_evidence');
  });
});

describe('a question asked back', () => {
  test('is seen by both sides with its one answer', async () => {
    const at = await scene();
    const { id } = await stateOf(at);
    const asked = await askClarification(at.person, id, { question: 'Does “jail” include the county’s?' });
    const analyst = await world.as('analyst');
    expect(await refusedWith(answerClarification(at.person, asked.id, { answer: 'I say so.' }))).toBe('forbidden');
    expect(await refusedWith(answerClarification(await world.as('auditor'), asked.id, { answer: 'x' }))).toBe('forbidden');
    await answerClarification(analyst, asked.id, { answer: 'Any facility that holds your arrested people.' });
    for (const asker of [at.person, analyst]) {
      const { clarifications } = await getExchange(asker, id);
      expect(clarifications).toMatchObject([{ askedBy: 'Pat Person', answer: { by: 'Test analyst' } }]);
    }
    expect(await refusedWith(answerClarification(analyst, asked.id, { answer: 'Something else.' }))).toBe('stale_version');
    const changed = world.owner.query(`UPDATE clarification SET answer = 'Something else.' WHERE id = $1`, [asked.id]);
    await expect(changed).rejects.toThrow('settled once');
  });

  test('of a foreign program and one that does not exist are refused in the same words', async () => {
    const at = await scene();
    const { id } = await stateOf(at);
    const asked = await askClarification(at.person, id, { question: 'What?' });
    const analyst = await world.as('analyst');
    if (!analyst.actor) throw new Error('Nobody acts.');
    const { rows } = await world.owner.query<{ id: string }>(`SELECT id FROM program WHERE slug = 'psp-2017'`);
    const grants = [{ role: 'analyst' as const, programId: rows[0]?.id ?? '', organizationId: null }];
    const elsewhere = { ...analyst, actor: { ...analyst.actor, grants } };
    const words = async (of: string) => answerClarification(elsewhere, of, { answer: 'x' }).catch((error: Error) => error.message);
    expect(await words(asked.id)).toBe(await words(id));
  });

  test('is asked by the organization alone, and changes no state', async () => {
    const at = await scene();
    const before = await stateOf(at);
    expect(await refusedWith(askClarification(await world.as('analyst'), before.id, { question: 'What?' }))).toBe('forbidden');
    await askClarification(at.person, before.id, { question: 'What?' });
    expect(await stateOf(at)).toEqual({ ...before, version: before.version + 1 });
  });

  test('answered later is not answered as known before', async () => {
    const at = await scene();
    const { id } = await stateOf(at);
    const asked = await askClarification(at.person, id, { question: 'What?' });
    const { rows } = await world.owner.query<{ at: string }>('SELECT proviso_instant(clock_timestamp()) AS at');
    await answerClarification(await world.as('analyst'), asked.id, { answer: 'This.' });
    expect((await getExchange(at.person, id, { knownAt: rows[0]?.at })).clarifications).toMatchObject([{ answer: null }]);
    expect((await getExchange(at.person, id)).clarifications).toMatchObject([{ answer: { text: 'This.' } }]);
  });
});

describe('naming the body in control', () => {
  test('is an answer with a receipt, and is shown to the analyst', async () => {
    const at = await scene();
    const { rows } = await world.owner.query<{ id: string; name: string }>(
      `SELECT o.id, o.name FROM booking_relation b JOIN facility_operation f ON f.facility_id = b.facility_id
       JOIN organization o ON o.id = f.organization_id WHERE b.organization_id = $1 LIMIT 1`,
      [at.city.id],
    );
    const named = await nameBody(at.person, at.city.slug, {
      subjectId: at.city.applicationId,
      conditions: ['access', 'notice'],
      operatorId: rows[0]?.id,
    });
    expect(named.receipt).toBe('R-1');
    const { id, status, answer } = await stateOf(at);
    expect([status, answer]).toEqual(['submitted', 'referred_to_other_body']);
    const { referrals, receipts } = await getExchange(await world.as('analyst'), id);
    expect(referrals).toMatchObject([{ operatorId: rows[0]?.id, bodyName: rows[0]?.name, passedOn: null }]);
    expect(receipts.map(({ responseId }) => responseId)).toEqual([named.responseId]);
  });

  test('takes a name that is not known yet, but no body that does not run a facility of theirs', async () => {
    const at = await scene();
    const base = { subjectId: at.city.applicationId, conditions: ['access'] };
    expect(await refusedWith(nameBody(at.person, at.city.slug, base))).toBe('field_required');
    expect(await refusedWith(nameBody(at.person, at.city.slug, { ...base, operatorId: at.city.id }))).toBe('not_found');
    await nameBody(at.person, at.city.slug, { ...base, bodyName: 'A sheriff' });
    const { id } = await stateOf(at);
    expect((await getExchange(at.person, id)).referrals).toMatchObject([{ operatorId: null, bodyName: 'A sheriff' }]);
  });

  test('recalled, it is named no more', async () => {
    const at = await scene();
    const base = { subjectId: at.city.applicationId, conditions: ['access'], bodyName: 'A sheriff' };
    const { responseId } = await nameBody(at.person, at.city.slug, base);
    const { id } = await stateOf(at);
    const analyst = await world.as('analyst');
    const { referrals, bodies } = await getExchange(analyst, id);
    await recallResponse(at.person, at.city.slug, responseId, reason);
    expect((await getExchange(at.person, id)).referrals).toEqual([]);
    // Nor is it passed on by whoever still has the page open.
    const passing = { dueOn: '2030-01-15', operatorId: bodies[0]?.id };
    expect(await refusedWith(passOnReferral(analyst, referrals[0]?.id ?? '', passing))).toBe('not_found');
  });
});

describe('passing a question on', () => {
  const due = { dueOn: '2030-01-15' };

  test('opens the body’s own assessment, and whoever answers for the body sees the question in the letter’s words', async () => {
    const at = await scene();
    const { rows } = await world.owner.query<{ id: string }>(
      `SELECT f.organization_id AS id FROM booking_relation b JOIN facility_operation f ON f.facility_id = b.facility_id
       WHERE b.organization_id = $1 AND f.organization_id <> $1 LIMIT 1`,
      [at.city.id],
    );
    const operatorId = rows[0]?.id ?? '';
    await nameBody(at.person, at.city.slug, { subjectId: at.city.applicationId, conditions: ['access'], operatorId });
    const { id } = await stateOf(at);
    const analyst = await world.as('analyst');
    const referral = (await getExchange(analyst, id)).referrals[0];
    expect(await refusedWith(passOnReferral(at.person, referral?.id ?? '', due))).toBe('forbidden');
    expect(await refusedWith(passOnReferral(analyst, referral?.id ?? '', {}))).toBe('field_required');
    const passed = await passOnReferral(analyst, referral?.id ?? '', due);
    expect((await getExchange(at.person, id)).referrals).toMatchObject([
      { passedOn: { assessmentId: passed.assessmentId, by: 'Test analyst' } },
    ]);
    expect(await refusedWith(passOnReferral(analyst, referral?.id ?? '', due))).toBe('stale_version');
    const grants = [{ role: 'contributor' as const, programId: at.city.programId, organizationId: operatorId }];
    const sheriff = await at.city.as({ ...(await at.city.person('Sheriff’s clerk')), grants });
    const page = await getOrganizationPage(sheriff, at.city.slug);
    expect(page.subjects.map(({ kind }) => kind)).toEqual(['operator']);
    const question = page.subjects[0]?.questions[0];
    const own = (await getOrganizationPage(at.person, at.city.slug)).subjects[0]?.questions[0];
    expect(question?.letters[0]?.text).toBe(own?.letters[0]?.text);
    expect(question?.assessment?.status).toBe('requested');
    await saveDraft(sheriff, at.city.slug, 0, { subjectId: operatorId, answers: [{ condition: 'access', answer: 'yes' }] });
    const { responseId } = await submitDraft(sheriff, at.city.slug, 1, { subjectId: operatorId });
    const receipt = await getReceipt(sheriff, at.city.slug, responseId);
    expect(receipt.facts?.answeredBy).toBe('body_in_control');
    expect(await refusedWith(getReceipt(at.person, at.city.slug, responseId))).toBe('not_found');
    // What is decided of it later stands in the history of the body that answered.
    await changeCounting(analyst, responseId, { counts: 'yes', reason: 'It answers what was asked.' });
    const { rows: told } = await world.owner.query(
      `SELECT stream_kind, stream_id FROM event WHERE kind = 'response_counted' AND program_id = $1`,
      [at.city.programId],
    );
    expect(told).toContainEqual({ stream_kind: 'operator', stream_id: operatorId });
  });

  test('of a body that is known only by a name needs the body chosen', async () => {
    const at = await scene();
    await nameBody(at.person, at.city.slug, { subjectId: at.city.applicationId, conditions: ['access'], bodyName: 'A sheriff' });
    const { id } = await stateOf(at);
    const analyst = await world.as('analyst');
    const { referrals, bodies } = await getExchange(analyst, id);
    expect(bodies.length).toBeGreaterThan(0);
    expect((await getExchange(at.person, id)).bodies).toEqual([]);
    expect(await refusedWith(passOnReferral(analyst, referrals[0]?.id ?? '', due))).toBe('field_required');
    await passOnReferral(analyst, referrals[0]?.id ?? '', { ...due, operatorId: bodies[0]?.id });
  });
});
