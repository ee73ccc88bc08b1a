/** More time: asked, decided and taken back; and that the date that counts follows everywhere, at each of the two times. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AssessmentRow } from '#lib/domain/record.ts';
import type { Context } from './context.ts';
import { decideExtension } from './decide-extension.ts';
import { eraseContent } from './erase-content.ts';
import { getDeadline } from './get-deadline.ts';
import { getEvidence } from './get-evidence.ts';
import { getSummary } from './get-summary.ts';
import { listApplicants } from './list-applicants.ts';
import { listAssessments } from './list-assessments.ts';
import { listExtensions } from './list-extensions.ts';
import { getAssessment } from './load-assessment.ts';
import { makePracticeCopy } from './make-practice-copy.ts';
import { openOperatorAssessmentAct } from './open-operator-assessment.ts';
import { recordStatus } from './record-status.ts';
import { requestExtension } from './request-extension.ts';
import { withdrawExtension } from './withdraw-extension.ts';
import { openWorld, refusedWith, type World } from './world.fixture.ts';

let world: World;
let slug: string;
let analyst: Context;
let reviewer: Context;

beforeAll(async () => {
  world = await openWorld();
  analyst = await world.as('analyst');
  reviewer = await world.as('reviewer');
}, 60_000);
afterAll(() => world.close());

/** A practice copy of its own. */
async function fresh(): Promise<AssessmentRow> {
  ({ slug } = await makePracticeCopy(analyst, 'psp-2017'));
  return world.row(slug, 'Baltimore', 'access');
}

const bodyFor = (row: AssessmentRow, more: object = {}) => ({
  applicationIds: [row.subject.id],
  deadlineId: row.deadlineId,
  wantedOn: '2017-08-25',
  askedOn: '2017-08-15',
  reason: 'The council meets on August 22.',
  ...more,
});
const GRANT = { decision: 'grant', grantedOn: '2017-08-25', decidedOn: '2017-08-17', reason: 'One week, as asked.' };

const events = async (kind: string): Promise<number> => {
  const { rows } = await world.owner.query<{ n: number }>('SELECT count(*)::int AS n FROM event WHERE kind = $1', [kind]);
  return rows[0]?.n ?? 0;
};

describe('one applicant', () => {
  test('asked and decided: the date follows the day of the decision and what was known', async () => {
    const row = await fresh();
    const beforeAsking = new Date().toISOString();
    const { extensionId } = await requestExtension(analyst, slug, bodyFor(row));
    expect(await world.row(slug, 'Baltimore', 'access')).toMatchObject({
      dueOn: '2017-08-18',
      pendingExtension: { id: extensionId, wantedOn: '2017-08-25' },
      version: row.version,
    });
    const beforeDeciding = new Date().toISOString();
    await decideExtension(reviewer, extensionId, GRANT);
    const at = (moment: { asOf?: string; knownAt?: string }) => world.row(slug, 'Baltimore', 'access', moment);
    expect(await at({})).toMatchObject({ dueOn: '2017-08-25', dueAt: '2017-08-26T03:59:59.999999Z', pendingExtension: null });
    expect(await at({ asOf: '2017-08-14' })).toMatchObject({ dueOn: '2017-08-18', pendingExtension: null });
    expect(await at({ asOf: '2017-08-16' })).toMatchObject({ dueOn: '2017-08-18', pendingExtension: { id: extensionId } });
    expect(await at({ asOf: '2017-08-17' })).toMatchObject({ dueOn: '2017-08-25', pendingExtension: null });
    expect(await at({ asOf: '2017-08-20' })).toMatchObject({ dueOn: '2017-08-25' });
    expect(await at({ asOf: '2017-08-20', knownAt: beforeDeciding })).toMatchObject({
      dueOn: '2017-08-18',
      pendingExtension: { id: extensionId },
    });
    expect(await at({ asOf: '2017-08-20', knownAt: beforeAsking })).toMatchObject({ dueOn: '2017-08-18', pendingExtension: null });
    // The other condition has the same deadline, and so the same extension; another city does not.
    expect(await world.row(slug, 'Baltimore', 'notice')).toMatchObject({ dueOn: '2017-08-25' });
    expect(await world.row(slug, 'Stockton', 'access')).toMatchObject({ dueOn: '2017-08-18' });
  });

  test('nothing is past due before the extended instant, in lists, filters, summary and lines alike', async () => {
    await fresh();
    const row = await world.row(slug, 'Stockton', 'access');
    const { extensionId } = await requestExtension(analyst, slug, bodyFor(row));
    const flagged = async (asOf: string) => {
      const viewer = await world.as('viewer');
      const { items } = await listAssessments(viewer, slug, { flag: 'no_answer_found', asOf });
      const { summary } = await getSummary(viewer, slug, { asOf });
      return {
        places: [...new Set(items.map((item) => item.applicant?.name))].sort(),
        total: summary.flags.no_answer_found ?? 0,
        n: items.length,
      };
    };
    const without = await flagged('2017-08-20');
    expect(without.places).toContain('Stockton');
    await decideExtension(reviewer, extensionId, GRANT);
    const extended = await flagged('2017-08-20');
    expect(extended.places).toEqual(without.places.filter((place) => place !== 'Stockton'));
    expect(extended.total).toBe(extended.n);
    expect(extended.n).toBe(without.n - 2);
    expect(await flagged('2017-08-26')).toEqual(without);
    const sorted = await listAssessments(analyst, slug, { sort: 'due', descending: true });
    expect(sorted.items.slice(0, 2).map((item) => item.applicant?.name)).toEqual(['Stockton', 'Stockton']);
    const { items } = await listApplicants(analyst, slug, { q: 'Stockton' });
    expect(items[0]?.assessments.map((line) => line.dueOn)).toEqual(['2017-08-25', '2017-08-25']);
  });

  test('pages by due date walk through moved dates without losing or repeating any', async () => {
    const row = await fresh();
    const { extensionId } = await requestExtension(analyst, slug, bodyFor(row));
    await decideExtension(reviewer, extensionId, GRANT);
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await listAssessments(analyst, slug, { sort: 'due', limit: 3, ...(cursor ? { cursor } : {}) });
      ids.push(...page.items.map((item) => item.id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBe(8);
  });

  test('a letter goes with the decision, and is on the assessments that it is about', async () => {
    const row = await fresh();
    const { extensionId } = await requestExtension(analyst, slug, bodyFor(row));
    const newEvidence = { title: 'Letter granting a week', class: 'G', url: 'https://example.gov/letter' };
    await decideExtension(reviewer, extensionId, { ...GRANT, newEvidence });
    const { rows } = await world.owner.query(
      `SELECT l.assessment_id FROM evidence_link l JOIN evidence e ON e.id = l.evidence_id JOIN extension x ON e.id = ANY(x.decision_evidence_ids) WHERE x.id = $1`,
      [extensionId],
    );
    expect(rows).toHaveLength(2);
  });

  test('a letter is kept with an assessment of the applicant also where none is due by the deadline', async () => {
    const row = await fresh();
    await world.owner.query('UPDATE assessment SET deadline_id = NULL WHERE coalesce(application_id, operator_id) = $1', [row.subject.id]);
    const newEvidence = { title: 'Why the council needs more time', class: 'G', url: 'https://example.gov/why' };
    await requestExtension(analyst, slug, bodyFor(row, { newEvidence }));
    const [asked] = (await listExtensions(analyst, slug)).items;
    const { links } = await getEvidence(analyst, asked?.evidence[0]?.id ?? '');
    expect(links.map(({ assessment }) => assessment.applicant)).toEqual([row.applicant?.name]);
  });
});

describe('a group and the whole program', () => {
  test('one event and one row, whomever it reaches', async () => {
    const row = await fresh();
    const [asked, decided] = [await events('extension_asked'), await events('extension_decided')];
    const { extensionId } = await requestExtension(analyst, slug, { ...bodyFor(row), scope: 'program', applicationIds: undefined });
    await decideExtension(reviewer, extensionId, GRANT);
    expect([await events('extension_asked'), await events('extension_decided')]).toEqual([asked + 1, decided + 1]);
    const { items } = await listAssessments(analyst, slug, {});
    expect(new Set(items.map((item) => item.dueOn))).toEqual(new Set(['2017-08-25']));
    expect(new Set(items.map((item) => item.version))).not.toContain(0);
  });

  test('the latest date counts, and a shorter one is refused', async () => {
    const row = await fresh();
    const other = await world.row(slug, 'Stockton', 'access');
    const group = { ...bodyFor(row), scope: 'group', applicationIds: [row.subject.id, other.subject.id], wantedOn: '2017-09-08' };
    const { extensionId } = await requestExtension(analyst, slug, group);
    await decideExtension(reviewer, extensionId, { ...GRANT, grantedOn: '2017-09-08' });
    const wider = await requestExtension(analyst, slug, { ...bodyFor(row), scope: 'program', applicationIds: undefined });
    await decideExtension(reviewer, wider.extensionId, { ...GRANT, grantedOn: '2017-08-25' });
    expect(await world.row(slug, 'Stockton', 'access')).toMatchObject({ dueOn: '2017-09-08' });
    expect(await world.row(slug, 'Albuquerque', 'access')).toMatchObject({ dueOn: '2017-08-25' });
    expect(await refusedWith(requestExtension(analyst, slug, bodyFor(row, { wantedOn: '2017-09-01' })))).toBe('invalid_request');
  });

  test('a group may be given what helps one of it, and not what helps none', async () => {
    const row = await fresh();
    const grant = async (cities: string[], grantedOn: string) => {
      const applicationIds = await Promise.all(cities.map(async (city) => (await world.row(slug, city, 'access')).subject.id));
      const asked = await requestExtension(analyst, slug, bodyFor(row, { scope: 'group', applicationIds, wantedOn: grantedOn }));
      await decideExtension(reviewer, asked.extensionId, { ...GRANT, grantedOn });
    };
    await grant(['Baltimore', 'San Bernardino'], '2017-09-08');
    await grant(['Albuquerque', 'Baltimore'], '2017-09-01');
    await grant(['Stockton', 'San Bernardino'], '2017-09-01');
    expect(await world.row(slug, 'Stockton', 'access')).toMatchObject({ dueOn: '2017-09-01' });
    expect(await refusedWith(grant(['Baltimore', 'San Bernardino'], '2017-09-01'))).toBe('invalid_request');
  });
});

describe('what is refused', () => {
  test('the codes, and nothing is written', async () => {
    const row = await fresh();
    const { extensionId } = await requestExtension(analyst, slug, bodyFor(row));
    const count = await world.count('event');
    const other = await world.row('psp-2017', 'Baltimore', 'access');
    const decide = (body: object) => refusedWith(decideExtension(reviewer, extensionId, body));
    expect(await refusedWith(requestExtension(analyst, slug, bodyFor(row, { deadlineId: other.deadlineId })))).toBe('not_found');
    expect(await refusedWith(requestExtension(analyst, slug, bodyFor(row, { applicationIds: [other.subject.id] })))).toBe('not_found');
    expect(await refusedWith(requestExtension(analyst, slug, bodyFor(row, { reason: ' ' })))).toBe('reason_required');
    expect(await refusedWith(requestExtension(analyst, slug, bodyFor(row, { applicationIds: undefined })))).toBe('field_required');
    expect(await refusedWith(requestExtension(analyst, slug, bodyFor(row, { askedOn: '2999-01-01' })))).toBe('effective_in_future');
    expect(await refusedWith(requestExtension(await world.as('viewer'), slug, bodyFor(row)))).toBe('forbidden');
    expect(await refusedWith(decideExtension(analyst, extensionId, GRANT))).toBe('forbidden');
    expect(await refusedWith(decideExtension(reviewer, randomUUID(), GRANT))).toBe('not_found');
    expect(await decide({ ...GRANT, grantedOn: undefined })).toBe('field_required');
    expect(await decide({ ...GRANT, grantedOn: '2017-08-18' })).toBe('invalid_request');
    expect(await decide({ ...GRANT, decision: 'refuse' })).toBe('invalid_request');
    expect(await decide({ ...GRANT, decidedOn: '2017-08-01' })).toBe('invalid_request');
    expect(await decide({ ...GRANT, reason: '' })).toBe('reason_required');
    expect(await world.count('event')).toBe(count);
    await decideExtension(reviewer, extensionId, { decision: 'refuse', reason: 'The date stands.' });
    expect(await decide(GRANT)).toBe('extension_closed');
    expect(await world.row(slug, 'Baltimore', 'access')).toMatchObject({ dueOn: '2017-08-18', pendingExtension: null });
  });

  test('taken back with a reason; two decisions at once have one effect', async () => {
    const row = await fresh();
    const { extensionId } = await requestExtension(analyst, slug, bodyFor(row));
    const viewer = await world.as('viewer');
    expect(await refusedWith(withdrawExtension(viewer, extensionId, { reason: 'No longer needed.' }))).toBe('forbidden');
    expect(await refusedWith(withdrawExtension(analyst, extensionId, {}))).toBe('reason_required');
    await withdrawExtension(analyst, extensionId, { reason: 'No longer needed.' });
    expect(await refusedWith(decideExtension(reviewer, extensionId, GRANT))).toBe('extension_closed');
    const again = await requestExtension(analyst, slug, bodyFor(row));
    const both = await Promise.allSettled([
      decideExtension(reviewer, again.extensionId, GRANT),
      decideExtension(reviewer, again.extensionId, GRANT),
    ]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('the database holds it too: decided once, and what was asked never changes', async () => {
    const row = await fresh();
    const { extensionId } = await requestExtension(analyst, slug, bodyFor(row));
    await expect(world.owner.query(`UPDATE extension SET wanted_on = '2018-01-01' WHERE id = $1`, [extensionId])).rejects.toThrow(
      /decided once/,
    );
    await expect(world.db.pool.query('DELETE FROM extension WHERE id = $1', [extensionId])).rejects.toThrow(/permission denied/);
    await decideExtension(reviewer, extensionId, GRANT);
    await expect(world.db.pool.query(`UPDATE extension SET granted_on = '2018-01-01' WHERE id = $1`, [extensionId])).rejects.toThrow(
      /decided once/,
    );
  });

  test('the words of a request can be erased, and nothing else of it', async () => {
    const row = await fresh();
    const { extensionId } = await requestExtension(analyst, slug, bodyFor(row, { reason: 'Erika Mustermann is ill.' }));
    await decideExtension(reviewer, extensionId, GRANT);
    const owner = { ...world.db, pool: world.owner };
    const { rows } = await world.owner.query<{ sequence: number }>(
      `SELECT sequence FROM event WHERE stream_id = $1 AND kind = 'extension_asked'`,
      [row.subject.id],
    );
    await eraseContent(owner, { program: slug, stream: row.subject.id, sequence: rows[0]?.sequence ?? 0, reason: 'Request 12.' });
    const shown = (await listExtensions(analyst, slug)).items.find(({ id }) => id === extensionId);
    expect([shown?.reason, shown?.decisionReason, shown?.state]).toEqual(['[erased]', 'One week, as asked.', 'granted']);
    await expect(world.db.pool.query(`UPDATE extension SET decision_reason = '[erased]' WHERE id = $1`, [extensionId])).rejects.toThrow(
      /decided once/,
    );
  });
});

/** A county that was asked itself, with somebody who answers for it. */
async function askedCounty(): Promise<{ id: string; operatorId: string; person: Context }> {
  await fresh();
  const { rows } = await world.owner.query<{ operatorId: string; conditionId: string }>(
    `SELECT (SELECT id FROM organization WHERE ref = 'bernalillo-county') AS "operatorId",
       (SELECT c.id FROM condition c JOIN program p ON p.id = c.program_id WHERE p.slug = $1 AND c.ref = 'access') AS "conditionId"`,
    [slug],
  );
  const { operatorId = '', conditionId = '' } = rows[0] ?? {};
  const { assessmentId: id } = await openOperatorAssessmentAct(analyst, slug, { operatorId, conditionId });
  const details = { recipient: 'The county', sentOn: '2017-08-03', dueOn: '2017-08-18', dueBasis: 'As the letter says.' };
  await recordStatus(analyst, id, 1, { to: 'requested', reason: 'Asked.', details });
  const contributor = await world.as('contributor');
  if (!contributor.actor) throw new Error('Nobody acts.');
  const grants = [{ role: 'contributor' as const, programId: null, organizationId: operatorId }];
  return { id, operatorId, person: { ...contributor, actor: { ...contributor.actor, grants } } };
}

test('whoever answers for an operator asks for more time for it, and nobody else gets any', async () => {
  const { id, operatorId, person } = await askedCounty();
  const county = async () => (await getAssessment(person, id)).row;
  const city = await world.row(slug, 'Albuquerque', 'access');
  const body = {
    applicationIds: [operatorId],
    deadlineId: (await county()).deadlineId,
    wantedOn: '2017-08-25',
    reason: 'The board meets.',
  };
  expect(await refusedWith(requestExtension(person, slug, { ...body, applicationIds: [city.subject.id] }))).toBe('not_found');
  const { extensionId } = await requestExtension(person, slug, body);
  expect(await county()).toMatchObject({ dueOn: '2017-08-18', pendingExtension: { id: extensionId } });
  await decideExtension(reviewer, extensionId, { ...GRANT, decidedOn: undefined });
  expect(await county()).toMatchObject({ dueOn: '2017-08-25' });
  expect((await getDeadline(person, id)).extensions.map((one) => one.applicants?.map(({ name }) => name))).toEqual([['Bernalillo County']]);
  expect((await world.row(slug, 'Albuquerque', 'access')).dueOn).toBe('2017-08-18');
  const kinds = `SELECT DISTINCT stream_kind FROM event WHERE stream_id = $1 AND kind LIKE 'extension%'`;
  const { rows } = await world.owner.query(kinds, [operatorId]);
  expect(rows).toEqual([{ stream_kind: 'operator' }]);
});
