/** Orders on a real database: what they do to deadlines and eligibility, at both times. Courts and dockets are made up. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { amendLegalOrder } from './amend-legal-order.ts';
import type { Context } from './context.ts';
import { endLegalOrder } from './end-legal-order.ts';
import { getApplication } from './get-application.ts';
import { getDeadline } from './get-deadline.ts';
import { getEvidence } from './get-evidence.ts';
import { getSummary } from './get-summary.ts';
import { orderInput as order } from './legal-order.fixture.ts';
import { listApplicants } from './list-applicants.ts';
import { listAssessments } from './list-assessments.ts';
import { listLegalOrders } from './list-legal-orders.ts';
import { makePracticeCopy } from './make-practice-copy.ts';
import { markPrivileged } from './mark-privileged.ts';
import { recordLegalOrder } from './record-legal-order.ts';
import { openWorld, refusedWith, type World } from './world.fixture.ts';

let world: World;
let slug: string;
let counsel: Context;

beforeAll(async () => {
  world = await openWorld();
  counsel = await world.as('counsel');
}, 60_000);
afterAll(() => world.close());

const fresh = async (): Promise<void> => {
  ({ slug } = await makePracticeCopy(await world.as('analyst'), 'psp-2017'));
};
const at = (asOf: string, knownAt?: string) => world.row(slug, 'Stockton', 'access', { asOf, ...(knownAt ? { knownAt } : {}) });

describe('an order that suspends the deadline', () => {
  test('nothing is past due while it lasts; when it ends the date moves by its length', async () => {
    await fresh();
    const { orderId } = await recordLegalOrder(counsel, slug, order());
    const knownOpen = new Date().toISOString();
    expect((await at('2017-08-20')).flags).toEqual(expect.arrayContaining(['stayed']));
    expect((await at('2017-08-20')).flags).not.toContain('no_answer_found');
    expect((await at('2017-08-09')).flags).not.toContain('stayed');
    const stayed = await listAssessments(counsel, slug, { flag: 'stayed', asOf: '2017-08-20' });
    const { summary } = await getSummary(counsel, slug, { asOf: '2017-08-20' });
    expect([stayed.items.length, summary.flags.stayed]).toEqual([8, 8]);
    await endLegalOrder(counsel, orderId, 1, { validTo: '2017-08-24', reason: 'The court lifted it.' });
    expect(await at('2017-08-25')).toMatchObject({ dueOn: '2017-09-01' });
    expect((await at('2017-08-25')).flags).not.toContain('stayed');
    expect((await at('2017-09-02')).flags).toContain('no_answer_found');
    expect(await at('2017-08-25', knownOpen)).toMatchObject({ dueOn: '2017-08-18' });
    expect((await at('2017-08-25', knownOpen)).flags).toContain('stayed');
    const explained = await getDeadline(counsel, (await at('2017-08-25')).id, { asOf: '2017-08-25' });
    expect(explained.steps.some((step) => step.includes('14 days. It moves to September 1, 2017.'))).toBe(true);
    expect(explained.orders.map(({ state }) => state)).toEqual(['ended']);
  });

  test('one that reaches back counts from the day it was decided, in its list and in the date alike', async () => {
    await fresh();
    await recordLegalOrder(counsel, slug, order({ decidedOn: '2017-08-21', validFrom: '2017-08-10' }));
    const shown = async (asOf: string) => {
      const { orders, paused } = await getDeadline(counsel, (await at(asOf)).id, { asOf });
      return [orders.length, paused, (await at(asOf)).flags.includes('stayed')];
    };
    expect(await shown('2017-08-20')).toEqual([0, false, false]);
    expect(await shown('2017-08-21')).toEqual([1, true, true]);
  });

  test('for named parties and one condition only', async () => {
    await fresh();
    const { subject } = await at('2017-08-01');
    await recordLegalOrder(counsel, slug, order({ parties: 'named', applicationIds: [subject.id], conditions: ['access'] }));
    const stayed = await listAssessments(counsel, slug, { flag: 'stayed', asOf: '2017-08-20' });
    expect(stayed.items.map((item) => [item.applicant?.name, item.condition.ref])).toEqual([['Stockton', 'access']]);
  });
});

describe('an order that bars use of a condition', () => {
  test('is named in eligibility, which leaves the condition out; the sequence is followed', async () => {
    await fresh();
    const { subject } = await at('2017-08-01');
    const other = await world.row(slug, 'Baltimore', 'access');
    const bars = { effect: 'bars_use', conditions: ['access'], summary: 'It bars use.' };
    const first = await recordLegalOrder(
      counsel,
      slug,
      order({ ...bars, decidedOn: '2018-01-10', parties: 'named', applicationIds: [subject.id] }),
    );
    const wide = await recordLegalOrder(
      counsel,
      slug,
      order({ ...bars, docket: '00-cv-2', decidedOn: '2018-03-01', actsOnId: first.orderId }),
    );
    const lifting = { effect: 'stayed_pending_appeal', docket: '00-2', summary: 'It stays the scope.' };
    const stay = { ...lifting, decidedOn: '2018-06-26', parties: 'all_but_named', applicationIds: [subject.id], actsOnId: wide.orderId };
    await recordLegalOrder(counsel, slug, order(stay));
    const vacated = { effect: 'vacated', docket: '00-3', summary: 'It vacates.', decidedOn: '2019-01-01', actsOnId: wide.orderId };
    await recordLegalOrder(counsel, slug, order(vacated));
    const barred = async (id: string, asOf: string) => {
      const { eligibility } = await getApplication(counsel, slug, id, { asOf });
      return eligibility?.basis.find(({ conditionRef }) => conditionRef === 'access')?.barredBy ?? null;
    };
    const [x, y] = [subject.id, other.subject.id];
    expect(await Promise.all(['2018-01-09', '2018-01-10', '2018-03-01', '2018-07-01', '2019-01-01'].map((day) => barred(x, day)))).toEqual([
      null,
      'Example District Court, No. 00-cv-1, January 10, 2018',
      'Example District Court, No. 00-cv-2, March 1, 2018',
      'Example District Court, No. 00-cv-2, March 1, 2018',
      null,
    ]);
    expect((await Promise.all(['2018-01-10', '2018-03-01', '2018-07-01'].map((day) => barred(y, day)))).map((by) => by !== null)).toEqual([
      false,
      true,
      false,
    ]);
    const { items } = await listApplicants(counsel, slug, { q: 'Stockton', asOf: '2018-07-01' });
    expect(items[0]?.eligibility?.basis.filter(({ countsAs }) => countsAs === 'left_out')).toHaveLength(1);
    const listed = await listLegalOrders(counsel, slug, { asOf: '2018-07-01' });
    expect(listed.items.map(({ docket, state, partly }) => [docket, state, partly?.state ?? null])).toEqual([
      ['00-cv-1', 'replaced', null],
      ['00-cv-2', 'in_force', 'stayed'],
      ['00-2', 'in_force', null],
    ]);
  });

  test('the numbers leave it out too', async () => {
    await fresh();
    const before = await getSummary(counsel, slug, {});
    await recordLegalOrder(counsel, slug, order({ effect: 'bars_use', summary: 'It bars use.' }));
    const { summary } = await getSummary(counsel, slug, {});
    // Nothing is left to count, so every application is open: as many as before, and none lost.
    expect(summary.eligibility).toEqual({ satisfied: 0, not_met: 0, open: before.summary.applications });
    expect(summary.applications).toBe(before.summary.applications);
  });
});

describe('what is recorded of an order', () => {
  test('one row and one event; a change is a version, and the earlier one stays', async () => {
    await fresh();
    const count = await world.count('event');
    const { orderId } = await recordLegalOrder(counsel, slug, order());
    expect(await world.count('event')).toBe(count + 1);
    const known = new Date().toISOString();
    await amendLegalOrder(counsel, orderId, 1, { ...order({ title: 'Its right title' }), reason: 'The title was misread.' });
    expect((await listLegalOrders(counsel, slug, { knownAt: known })).items.map(({ title, version }) => [title, version])).toEqual([
      ['Order of the test', 1],
    ]);
    expect((await listLegalOrders(counsel, slug)).items.map(({ title, version }) => [title, version])).toEqual([['Its right title', 2]]);
    expect(await refusedWith(endLegalOrder(counsel, orderId, 1, { validTo: '2018-01-01', reason: 'Late.' }))).toBe('stale_version');
    await expect(world.db.pool.query('DELETE FROM legal_order')).rejects.toThrow(/permission denied/);
    await expect(world.db.pool.query(`UPDATE legal_order SET title = 'x'`)).rejects.toThrow(/permission denied/);
  });

  test('two corrections at once: one is kept, and who comes second is told so', async () => {
    await fresh();
    const { orderId } = await recordLegalOrder(counsel, slug, order());
    const correct = (title: string) => refusedWith(amendLegalOrder(counsel, orderId, 1, { ...order({ title }), reason: 'Misread.' }));
    const ended = refusedWith(endLegalOrder(counsel, orderId, 1, { validTo: '2018-01-01', reason: 'It was lifted.' }));
    const said = await Promise.all([correct('One'), correct('Two'), ended]);
    expect(said.sort()).toEqual(['nothing was refused', 'stale_version', 'stale_version']);
    // Who was first is named, with what stands now in words.
    await expect(endLegalOrder(counsel, orderId, 1, { validTo: '2018-01-01', reason: 'Late.' })).rejects.toMatchObject({
      details: { current: { version: 2, status: 'Suspends the deadline', updatedBy: counsel.actor?.name } },
    });
    expect((await listLegalOrders(counsel, slug)).items.map(({ version }) => version)).toEqual([2]);
  });

  test('a correction keeps the papers, unless it names which there are; it says why', async () => {
    await fresh();
    const newEvidence = { title: 'The order itself', class: 'D', url: 'https://example.gov/order' };
    const { orderId } = await recordLegalOrder(counsel, slug, order({ newEvidence }));
    const papers = async () => (await listLegalOrders(counsel, slug)).items[0]?.evidence.map(({ title }) => title);
    const amend = (version: number, more: object) =>
      amendLegalOrder(counsel, orderId, version, { ...order(), reason: 'Misread.', ...more });
    await amend(1, { title: 'Its right title' });
    expect(await papers()).toEqual(['The order itself']);
    await amend(2, { newEvidence: { ...newEvidence, title: 'Its appendix' } });
    expect(await papers()).toEqual(['The order itself', 'Its appendix']);
    expect(await refusedWith(amend(3, { reason: ' ' }))).toBe('reason_required');
    await amend(3, { evidenceIds: [] });
    expect(await papers()).toEqual([]);
  });

  test('it acts on one recorded before it, not on itself and not on a later one', async () => {
    await fresh();
    const first = await recordLegalOrder(counsel, slug, order());
    const second = await recordLegalOrder(counsel, slug, order({ docket: '00-2', actsOnId: first.orderId }));
    const correct = (id: string, actsOnId: string) =>
      refusedWith(amendLegalOrder(counsel, id, 1, { ...order(), actsOnId, reason: 'It acts on another.' }));
    expect(await correct(first.orderId, second.orderId)).toBe('invalid_request');
    expect(await correct(first.orderId, first.orderId)).toBe('invalid_request');
    // However its id is written.
    expect(await correct(first.orderId, first.orderId.toUpperCase())).toBe('invalid_request');
    expect(await correct(second.orderId, first.orderId.toUpperCase())).toBe('nothing was refused');
  });

  test('it acts on none that was decided later, and no correction makes it so', async () => {
    await fresh();
    const first = await recordLegalOrder(counsel, slug, order({ decidedOn: '2017-08-14' }));
    const stay = { docket: '00-2', effect: 'stayed_pending_appeal', actsOnId: first.orderId };
    const message = 'An order decided on August 13, 2017 cannot act on one that was decided later, on August 14, 2017.';
    await expect(recordLegalOrder(counsel, slug, order({ ...stay, decidedOn: '2017-08-13' }))).rejects.toMatchObject({
      code: 'invalid_request',
      message,
      details: { field: 'decidedOn' },
    });
    const second = await recordLegalOrder(counsel, slug, order({ ...stay, decidedOn: '2017-08-14' }));
    const moved = { ...order({ decidedOn: '2017-08-15' }), reason: 'Misread.' };
    expect(await refusedWith(amendLegalOrder(counsel, first.orderId, 1, moved))).toBe('invalid_request');
    expect(await refusedWith(amendLegalOrder(counsel, second.orderId, 1, { ...moved, ...stay }))).toBe('nothing was refused');
    expect(await refusedWith(amendLegalOrder(counsel, first.orderId, 1, moved))).toBe('nothing was refused');
  });

  test('the paper that comes with it can be opened, and stands on what the order reaches', async () => {
    await fresh();
    const row = await at('2017-08-15');
    const newEvidence = { title: 'The order itself', class: 'D', url: 'https://example.gov/order' };
    await recordLegalOrder(counsel, slug, order({ parties: 'named', applicationIds: [row.subject.id], newEvidence }));
    const paper = (await listLegalOrders(counsel, slug)).items[0]?.evidence[0];
    const { links } = await getEvidence(counsel, paper?.id ?? '');
    expect(new Set(links.map(({ assessment }) => assessment.applicant))).toEqual(new Set([row.applicant?.name]));
    await markPrivileged(counsel, paper?.id ?? '', { privileged: true, reason: 'A draft of counsel.' });
    expect((await listLegalOrders(await world.as('analyst'), slug)).items[0]?.evidence[0]).toMatchObject({
      title: 'Privileged item',
      url: null,
    });
  });

  test('the codes', async () => {
    await fresh();
    const { subject } = await world.row('psp-2017', 'Stockton', 'access');
    const { orderId } = await recordLegalOrder(counsel, 'psp-2017', order({ decidedOn: '2026-01-01', validTo: '2026-01-01' }));
    const [analyst, admin] = [await world.as('analyst'), await world.as('admin')];
    const count = await world.count('event');
    const refused = (more: object) => refusedWith(recordLegalOrder(counsel, slug, order(more)));
    expect(await refused({ decidedOn: '2999-01-01' })).toBe('effective_in_future');
    expect(await refused({ effect: 'vacated' })).toBe('field_required');
    expect(await refused({ effect: 'vacated', actsOnId: orderId })).toBe('not_found');
    expect(await refused({ parties: 'named' })).toBe('field_required');
    expect(await refused({ parties: 'named', applicationIds: [subject.id] })).toBe('not_found');
    expect(await refused({ conditions: ['no-such'] })).toBe('invalid_request');
    expect(await refused({ validTo: '2017-08-09' })).toBe('invalid_request');
    expect(await refused({ court: ' ' })).toBe('invalid_request');
    expect(await refusedWith(recordLegalOrder(analyst, slug, order()))).toBe('forbidden');
    expect(await refusedWith(endLegalOrder(admin, orderId, 1, { validTo: '2026-02-01', reason: 'x' }))).toBe('forbidden');
    expect(await world.count('event')).toBe(count);
  });

  test('a practice copy takes orders and extensions along', async () => {
    const row = await world.row('psp-2017', 'Stockton', 'access');
    await recordLegalOrder(counsel, 'psp-2017', order({ docket: '00-copied', parties: 'named', applicationIds: [row.subject.id] }));
    await fresh();
    const copied = (await listLegalOrders(counsel, slug)).items.find(({ docket }) => docket === '00-copied');
    expect(copied?.applicants.map(({ name }) => name)).toEqual(['Stockton']);
    expect(copied?.applicants[0]?.id).not.toBe(row.subject.id);
    expect((await at('2017-08-20')).flags).toContain('stayed');
  });
});
