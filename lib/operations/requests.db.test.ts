/** Letters to many: what they record and move, who has not answered, what replaces and takes them back, and what others see. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { changeCounting } from './change-counting.ts';
import type { Context } from './context.ts';
import { decideExtension } from './decide-extension.ts';
import { exportLetter } from './export-letter.ts';
import { getLetter } from './get-letter.ts';
import { getRequest } from './get-request.ts';
import { listRequests } from './list-requests.ts';
import { listResponses } from './list-responses.ts';
import { makePracticeCopy } from './make-practice-copy.ts';
import { makePerson } from './people.fixture.ts';
import { previewRequest } from './preview-request.ts';
import { recordLetter } from './record-letter.ts';
import { reissueRequest } from './reissue-request.ts';
import { requestExtension } from './request-extension.ts';
import { applicationOf, contributorOf, letterTo, organizationsOf } from './requests.fixture.ts';
import { rescindRequest } from './rescind-request.ts';
import { sendRequest } from './send-request.ts';
import { openWorld, refusedWith, type World } from './world.fixture.ts';

let world: World;
let slug: string;
let analyst: Context;
let cities: Record<string, string>;
const ALL = ['Albuquerque', 'Baltimore', 'San Bernardino', 'Stockton'];
const ids = (...places: string[]) => places.map((place) => cities[place] ?? '');
beforeAll(async () => {
  world = await openWorld();
  analyst = await makePerson(world, 'Ana Analyst', ['analyst']);
});
beforeEach(async () => {
  slug = (await makePracticeCopy(await world.as('analyst'), 'psp-2017')).slug;
  cities = await organizationsOf(analyst, slug);
});
afterAll(() => world.close());

const events = async (kind: string) =>
  (
    await world.owner.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM event e JOIN program p ON p.id = e.program_id WHERE p.slug = $1 AND e.kind = $2`,
      [slug, kind],
    )
  ).rows[0]?.n;

async function answer(place: string, answers: object[], more: object = {}) {
  return recordLetter(analyst, slug, {
    applicationId: await applicationOf(world, slug, place),
    text: 'We answer.',
    receivedOn: '2017-08-25',
    counts: 'yes',
    answers,
    ...more,
  });
}

describe('sending', () => {
  test('one letter to four cities: each its own text, the words of the questions, one event an assessment, statuses stay', async () => {
    const before = await world.row(slug, 'Baltimore', 'access');
    const sent = await sendRequest(analyst, slug, letterTo(ids(...ALL)));
    expect([sent.recipients, sent.assessments.length, sent.assessments.some(({ moved }) => moved)]).toEqual([4, 8, false]);
    expect([await events('request_sent'), await events('request_noted')]).toEqual([1, 8]);
    const after = await world.row(slug, 'Baltimore', 'access');
    expect([after.status, after.dueOn, after.version]).toEqual([before.status, before.dueOn, before.version + 1]);
    const { request, recipients } = await getRequest(analyst, sent.requestId);
    expect(request).toMatchObject({ recipients: 4, unanswered: 4, answered: 0, dueOn: '2017-09-15' });
    expect(request.questions.map(({ wording }) => wording)).toEqual(['Is there a rule on access?', 'Is there a rule on notice?']);
    expect(recipients.map(({ state, hasText }) => [state, hasText])).toEqual(ALL.map(() => ['unanswered', true]));
    const { letter } = await getLetter(analyst, sent.requestId, cities.Stockton ?? '');
    expect(letter.subject).toContain('Stockton, CA');
    expect(letter.blocks).toContainEqual({ kind: 'questions', items: ['Is there a rule on access?', 'Is there a rule on notice?'] });
  });

  test('the preview shows the same, refuses the same, and writes nothing', async () => {
    const before = await world.count('event');
    const preview = await previewRequest(analyst, slug, letterTo(ids('Baltimore', 'Stockton')));
    expect(preview.letters.map(({ subject }) => subject.includes('Baltimore') || subject.includes('Stockton'))).toEqual([true, true]);
    expect(preview.letters[0]?.moves).toHaveLength(2);
    const bad = letterTo(ids('Baltimore'), { letter: { subject: 'Hello', body: 'Dear {{mayor}}' } });
    await expect(previewRequest(analyst, slug, bad)).rejects.toThrow('{{mayor}} is not a merge field (body, line 1, column 6).');
    expect(await refusedWith(sendRequest(analyst, slug, bad))).toBe('invalid_request');
    expect(await world.count('event')).toBe(before);
  });

  test('roles, other programs and bad input are refused, and nothing is written', async () => {
    const body = letterTo(ids('Baltimore'));
    const roles = ['viewer', 'reviewer', 'auditor', 'admin', 'contributor'] as const;
    for (const role of roles) await world.as(role);
    const before = await world.count('event');
    for (const role of roles) expect(await refusedWith(sendRequest(await world.as(role), slug, body)), role).toBe('forbidden');
    expect(await refusedWith(sendRequest(analyst, 'no-such-program', body))).toBe('not_found');
    const elsewhere = { ...analyst, actor: analyst.actor && { ...analyst.actor, grants: [] } };
    expect(await refusedWith(sendRequest(elsewhere, slug, body))).toBe('not_found');
    const refusals: [object, string][] = [
      [{ colour: 'red' }, 'invalid_request'],
      [{ recipients: [] }, 'invalid_request'],
      [{ recipients: [...body.recipients, ...body.recipients] }, 'invalid_request'],
      [{ recipients: [{ organizationId: '01900000-0000-7000-8000-000000000000' }] }, 'invalid_request'],
      [{ questions: [{ condition: 'nothing', text: 'x' }] }, 'invalid_request'],
      [{ sentOn: '2999-01-01', dueOn: '2999-02-01' }, 'effective_in_future'],
      [{ dueOn: '2017-08-01' }, 'invalid_request'],
      [{ dueBasis: undefined }, 'field_required'],
      [{ dueOn: undefined, dueBasis: undefined }, 'field_required'],
      [{ deadlineId: '01900000-0000-7000-8000-000000000000', dueOn: undefined }, 'not_found'],
      [{ templateId: '01900000-0000-7000-8000-000000000000' }, 'not_found'],
    ];
    for (const [more, code] of refusals)
      expect(await refusedWith(sendRequest(analyst, slug, { ...body, ...more })), JSON.stringify(more)).toBe(code);
    expect(await world.count('event')).toBe(before);
  });

  test('sent twice under one key, it has one effect; two letters at once both arrive', async () => {
    const keyed = { ...analyst, idempotencyKey: 'one letter' };
    const body = letterTo(ids(...ALL));
    const first = await sendRequest(keyed, slug, body);
    expect(await sendRequest(keyed, slug, body)).toEqual(first);
    expect(await refusedWith(sendRequest(keyed, slug, { ...body, title: 'Another' }))).toBe('idempotency_key_reused');
    const both = [ids(...ALL), ids(...[...ALL].reverse())];
    await Promise.all(both.map((to) => sendRequest(analyst, slug, letterTo(to))));
    expect([await events('request_sent'), await events('request_noted')]).toEqual([3, 24]);
  });
});

describe('who has answered', () => {
  test('answers that count, in part or in full; a letter of before, one undecided and one that addresses nothing do not', async () => {
    const { requestId } = await sendRequest(analyst, slug, letterTo(ids(...ALL)));
    await answer('Albuquerque', [
      { condition: 'access', answer: 'yes' },
      { condition: 'notice', answer: 'no' },
    ]);
    await answer('Baltimore', [{ condition: 'notice', answer: 'declined' }]);
    await answer('San Bernardino', [{ condition: 'access', answer: 'yes' }], { counts: 'undecided' });
    await answer('Stockton', [{ condition: 'access', answer: 'yes' }], { receivedOn: '2017-08-21' });
    const { request, recipients } = await getRequest(analyst, requestId);
    expect(recipients.map(({ state }) => state)).toEqual(['answered', 'partly', 'unanswered', 'unanswered']);
    expect(request).toMatchObject({ answered: 1, partly: 1, unanswered: 2 });
    expect(recipients[1]?.items.map(({ conditionRef, answeredOn }) => [conditionRef, answeredOn])).toEqual([
      ['access', null],
      ['notice', '2017-08-25'],
    ]);
    const past = await getRequest(analyst, requestId, { asOf: '2017-08-24' });
    expect(past.request.unanswered).toBe(4);
    expect(await refusedWith(getRequest(analyst, requestId, { asOf: '2017-08-21' }))).toBe('not_found');
  });

  test('a response comes to count: work moves, the letter counts as answered, and what was held before is still held of then', async () => {
    const { requestId } = await sendRequest(analyst, slug, letterTo(ids('Stockton')));
    const before = await world.row(slug, 'Stockton', 'notice');
    const { responseId } = await answer('Stockton', [{ condition: 'notice', answer: 'yes' }], { counts: 'undecided' });
    const known = new Date().toISOString();
    await new Promise((resolve) => setTimeout(resolve, 20));
    const decided = await changeCounting(analyst, responseId, { counts: 'yes', reason: 'It answers the second question.' });
    expect(decided).toEqual({ responseId, counts: 'yes', moved: before.status === 'submitted' ? 0 : 1 });
    expect((await getRequest(analyst, requestId)).recipients[0]?.state).toBe('partly');
    expect((await getRequest(analyst, requestId, { knownAt: known })).recipients[0]?.state).toBe('unanswered');
    const counted = (await listResponses(analyst, slug)).items.find(({ id }) => id === responseId);
    expect(counted).toMatchObject({ counts: 'yes', decisions: [{ was: 'undecided', counts: 'yes', by: 'Ana Analyst' }] });
    expect((await listResponses(analyst, slug, { knownAt: known })).items.find(({ id }) => id === responseId)?.counts).toBe('undecided');
    expect(await refusedWith(changeCounting(analyst, responseId, { counts: 'yes', reason: 'Again.' }))).toBe('invalid_request');
    expect(await refusedWith(changeCounting(analyst, responseId, { counts: 'no' }))).toBe('reason_required');
    expect(await refusedWith(changeCounting(await world.as('viewer'), responseId, { counts: 'no', reason: 'x' }))).toBe('forbidden');
    expect(
      await refusedWith(changeCounting(await contributorOf(world, cities.Baltimore ?? ''), responseId, { counts: 'no', reason: 'x' })),
    ).toBe('not_found');
    expect((await changeCounting(analyst, responseId, { counts: 'no', reason: 'A press release.' })).moved).toBe(0);
    expect((await getRequest(analyst, requestId)).recipients[0]?.state).toBe('unanswered');
  });
});

test('a letter within more time that was granted did not come after the due date', async () => {
  const { responseId } = await answer('Stockton', [{ condition: 'access', answer: 'yes' }], { receivedOn: '2017-08-25' });
  const letter = async () => (await listResponses(analyst, slug)).items.find(({ id }) => id === responseId);
  expect((await letter())?.afterDue).toBe(true);
  const row = await world.row(slug, 'Stockton', 'access');
  const wanted = { applicationIds: [row.subject.id], deadlineId: row.deadlineId, wantedOn: '2017-08-26', reason: 'One week.' };
  const { extensionId } = await requestExtension(analyst, slug, wanted);
  await decideExtension(await world.as('reviewer'), extensionId, { decision: 'grant', grantedOn: '2017-08-26', reason: 'As asked.' });
  expect((await letter())?.afterDue).toBe(false);
});

describe('replacing and taking back', () => {
  test('reissued to one: the former is replaced for that one and readable, the due date is new where an answer is awaited', async () => {
    const { requestId } = await sendRequest(analyst, slug, letterTo(ids(...ALL)));
    const again = letterTo(ids('Stockton'), { title: 'Second letter', sentOn: '2017-09-20', dueOn: '2017-10-06' });
    const made = await reissueRequest(analyst, requestId, again);
    const former = await getRequest(analyst, requestId);
    expect(former.request).toMatchObject({ recipients: 3, replaced: 1 });
    expect(former.recipients.map(({ replacedBy }) => replacedBy?.title ?? null)).toEqual([null, null, null, 'Second letter']);
    expect((await getLetter(analyst, requestId, cities.Stockton ?? '')).letter.standing).toContain('Second letter');
    expect((await getRequest(analyst, made.requestId)).request.replaces).toMatchObject({ id: requestId });
    const rows = [await world.row(slug, 'Stockton', 'access'), await world.row(slug, 'Stockton', 'notice')];
    for (const row of rows) expect(row.dueOn).toBe(row.status === 'requested' ? '2017-10-06' : '2017-08-18');
    expect(await refusedWith(reissueRequest(analyst, requestId, again))).toBe('request_closed');
    expect(
      await refusedWith(reissueRequest(analyst, made.requestId, letterTo(ids('Baltimore'), { sentOn: '2017-09-21', dueOn: '2017-10-06' }))),
    ).toBe('invalid_request');
    expect(await refusedWith(reissueRequest(analyst, requestId, letterTo(ids('Baltimore'), { sentOn: '2017-08-01' })))).toBe(
      'invalid_request',
    );
    expect(await refusedWith(reissueRequest(await world.as('reviewer'), requestId, again))).toBe('forbidden');
  });

  test('two reissues at once: one goes out', async () => {
    const { requestId } = await sendRequest(analyst, slug, letterTo(ids(...ALL)));
    const again = letterTo(ids(...ALL), { sentOn: '2017-09-20', dueOn: '2017-10-06' });
    const results = await Promise.all([1, 2, 3].map(() => refusedWith(reissueRequest(analyst, requestId, again))));
    expect(results.sort()).toEqual(['nothing was refused', 'request_closed', 'request_closed']);
    expect((await listRequests(analyst, slug)).items.filter(({ replacesId }) => replacesId === requestId)).toHaveLength(1);
  });

  test('rescinded: a fact of the letter with its date and source; no status moves; the letter says so', async () => {
    const { requestId } = await sendRequest(analyst, slug, letterTo(ids(...ALL)));
    const before = await world.row(slug, 'Baltimore', 'access');
    const body = { rescindedOn: '2017-08-30', reason: 'Sent in error.', source: 'Letter of August 30, 2017' };
    expect(await refusedWith(rescindRequest(analyst, requestId, { ...body, rescindedOn: '2017-08-01' }))).toBe('invalid_request');
    expect(await refusedWith(rescindRequest(analyst, requestId, { ...body, rescindedOn: '2999-01-01' }))).toBe('effective_in_future');
    expect(await refusedWith(rescindRequest(analyst, requestId, { ...body, reason: ' ' }))).toBe('reason_required');
    expect(await refusedWith(rescindRequest(await world.as('viewer'), requestId, body))).toBe('forbidden');
    await rescindRequest(analyst, requestId, body);
    expect((await world.row(slug, 'Baltimore', 'access')).status).toBe(before.status);
    expect((await getRequest(analyst, requestId)).request).toMatchObject({
      rescindedOn: '2017-08-30',
      rescission: { reason: 'Sent in error.' },
    });
    expect((await getRequest(analyst, requestId, { asOf: '2017-08-29' })).request.rescindedOn).toBeNull();
    expect(await refusedWith(rescindRequest(analyst, requestId, body))).toBe('request_closed');
    expect(
      await refusedWith(reissueRequest(analyst, requestId, letterTo(ids('Baltimore'), { sentOn: '2017-09-20', dueOn: '2017-10-06' }))),
    ).toBe('request_closed');
  });
});

describe('a contributor', () => {
  test('sees the letters to the own organization, and of them its own part', async () => {
    const { requestId } = await sendRequest(analyst, slug, letterTo(ids(...ALL), { note: 'For the office only.' }));
    const other = await sendRequest(analyst, slug, letterTo(ids('Stockton')));
    const city = await contributorOf(world, cities.Baltimore ?? '');
    const page = await getRequest(city, requestId);
    expect(page.recipients.map(({ organization }) => organization.id)).toEqual([cities.Baltimore]);
    expect([page.request.recipients, page.request.unanswered, page.request.note]).toEqual([1, 1, null]);
    expect(JSON.stringify(page)).not.toMatch(/Stockton|Albuquerque|San Bernardino|office only/);
    expect(await refusedWith(getRequest(city, other.requestId))).toBe('not_found');
    expect(await refusedWith(getLetter(city, requestId, cities.Stockton ?? ''))).toBe('not_found');
    expect((await getLetter(city, requestId, cities.Baltimore ?? '')).letter.addressee.length).toBeGreaterThan(0);
    expect(await refusedWith(exportLetter(city, requestId, cities.Stockton ?? ''))).toBe('not_found');
    expect((await listRequests(city, slug)).items.map(({ id }) => id)).not.toContain(other.requestId);
  });
});

test('a copy of a program has its letters with their texts, answers and what replaced them', async () => {
  const record = await organizationsOf(analyst, 'psp-2017');
  const body = letterTo(Object.values(record));
  const { requestId } = await sendRequest(analyst, 'psp-2017', body);
  await reissueRequest(
    analyst,
    requestId,
    letterTo([record.Stockton ?? ''], { title: 'Second letter', sentOn: '2017-09-20', dueOn: '2017-10-06' }),
  );
  await rescindRequest(analyst, requestId, { rescindedOn: '2017-09-25', reason: 'Sent in error.' });
  const copy = await makePracticeCopy(await world.as('analyst'), 'psp-2017');
  const { items } = await listRequests(analyst, copy.slug);
  expect(items.map(({ title, replaced, rescindedOn }) => [title, replaced, rescindedOn])).toEqual(
    expect.arrayContaining([
      ['Questions to the cities', 1, '2017-09-25'],
      ['Second letter', 0, null],
    ]),
  );
  const copied = items.find(({ title }) => title === 'Questions to the cities');
  expect((await getLetter(analyst, copied?.id ?? '', record.Stockton ?? '')).letter.standing).toContain('rescinded');
});
