/** Requests with two faults: the refusal is the one that is tested first. And a repeated key gives its stored answer. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ErrorCode } from '#lib/domain/errors.ts';
import type { AssessmentRow } from '#lib/domain/record.ts';
import { createToken } from '#lib/operations/create-token.ts';
import { MAX_BODY_BYTES } from './body.ts';
import type { Problem } from './problem.ts';
import { json, makeWorld, RECORD, type Sent, type World } from './world.fixture.ts';

let world: World;
let row: AssessmentRow;

beforeAll(async () => {
  world = await makeWorld();
  row = await world.assessment(RECORD, 0);
}, 60_000);
afterAll(() => world.close());

const REVIEW = { to: 'under_review', reason: 'No answer came by the due date.' };
const MISSING = '01900000-0000-7000-8000-000000000000';

const faults: [string, ErrorCode, string, Sent][] = [
  ['401 before 404', 'unauthenticated', MISSING, { as: 'nobody', body: REVIEW }],
  ['401 before 400', 'unauthenticated', 'own', { as: 'nobody', body: '{' }],
  ['404 before 403', 'not_found', MISSING, { as: 'viewer', body: REVIEW }],
  ['404 before 400, no JSON', 'not_found', MISSING, { body: '{' }],
  ['404 before 400, bad If-Match', 'not_found', MISSING, { version: '3', body: REVIEW }],
  ['404 before 415', 'not_found', 'not-an-id', { body: 'to=met', headers: { 'Content-Type': 'text/plain' } }],
  ['404 before 413', 'not_found', MISSING, { body: 'x'.repeat(MAX_BODY_BYTES + 1) }],
  ['403 before 400, no JSON', 'forbidden', 'own', { as: 'viewer', body: '{' }],
  ['403 before 400, bad If-Match', 'forbidden', 'own', { as: 'auditor', version: 'W/"3"', body: REVIEW }],
  ['403 before 415', 'forbidden', 'own', { as: 'admin', body: 'to=met', headers: { 'Content-Type': 'text/plain' } }],
  ['403 before 428', 'forbidden', 'own', { as: 'viewer', body: REVIEW }],
  ['400 before 428', 'invalid_request', 'own', { body: { ...REVIEW, unknown: 1 } }],
  ['428 before 409', 'version_required', 'own', { body: { to: 'not_started' } }],
  ['412 before 409', 'stale_version', 'own', { version: 999, body: { to: 'not_started' } }],
  ['412 before 422', 'stale_version', 'own', { version: 999, body: { to: 'under_review' } }],
  ['409 before 422', 'illegal_transition', 'own', { version: 2, body: { to: 'not_started' } }],
];

test.each(faults)('%s', async (_, code, id, sent) => {
  const before = await world.written();
  const version = sent.version === 2 ? { version: row.version } : {};
  const response = await world.post(`/assessments/${id === 'own' ? row.id : id}/status`, { ...sent, ...version });
  expect((await json<Problem>(response)).code).toBe(code);
  expect(await world.written()).toEqual(before);
});

const malformed: [string, Sent, string | undefined][] = [
  ['a body that is no JSON', { body: '{"to":' }, undefined],
  ['an empty body', { body: '' }, undefined],
  ['a list', { body: [] }, undefined],
  ['null', { body: 'null' }, undefined],
  ['a character that PostgreSQL cannot store', { body: { to: 'under_review', reason: 'a\0b' } }, 'reason'],
  ['half a surrogate pair', { body: '{"to":"under_review","reason":"\\ud800"}' }, 'reason'],
  ['a key __proto__', { body: '{"to":"under_review","reason":"x","__proto__":{}}' }, 'body'],
  ['an unknown status', { body: { to: 'sanctioned', reason: 'x' } }, 'to'],
  ['a day that does not exist', { body: { ...REVIEW, effectiveOn: '2017-02-30' } }, 'effectiveOn'],
  ['both effective forms', { body: { ...REVIEW, effectiveOn: '2017-08-20', effectiveAt: '2017-08-20T00:00:00Z' } }, 'effectiveAt'],
  ['an unknown detail', { body: { ...REVIEW, details: { colour: 'red' } } }, 'details.colour'],
  ['a weak tag', { version: 'W/"2"', body: REVIEW }, 'If-Match'],
  ['two tags', { version: '"2", "3"', body: REVIEW }, 'If-Match'],
  ['any tag', { version: '*', body: REVIEW }, 'If-Match'],
  ['a version without quotes', { version: '2', body: REVIEW }, 'If-Match'],
  ['a long key', { key: 'k'.repeat(201), body: REVIEW }, 'Idempotency-Key'],
];

test.each(malformed)('%s is an invalid request', async (_, sent, field) => {
  const before = await world.written();
  const response = await world.post(`/assessments/${row.id}/status`, { version: row.version, ...sent });
  const problem = await json<Problem>(response);
  expect(problem.code).toBe('invalid_request');
  expect(problem.field).toBe(field);
  expect(await world.written()).toEqual(before);
  expect(world.logged).toEqual([]);
});

test('a parameter on a write is refused', async () => {
  const response = await world.post(`/assessments/${row.id}/status?asOf=2017-08-10`, { version: row.version, body: REVIEW });
  expect(await json<Problem>(response)).toMatchObject({ code: 'invalid_request', field: 'asOf' });
});

test('what is foreign looks exactly like what is missing', async () => {
  const token = await createToken(world.db, { role: 'analyst', program: world.practice });
  const headers = { Authorization: `Bearer ${token}` };
  const ask = async (path: string) => {
    const { requestId, ...problem } = await json<Problem>(await world.get(path, { as: 'nobody', headers }));
    expect(requestId).toBeTruthy();
    return problem;
  };
  expect(await ask(`/assessments/${row.id}`)).toEqual(await ask(`/assessments/${MISSING}`));
  expect(await ask(`/programs/${RECORD}`)).toEqual(await ask('/programs/missing'));
  expect((await world.get(`/programs/${world.practice}`, { as: 'nobody', headers })).status).toBe(200);
});

describe('an idempotency key', () => {
  test('gives the stored answer before the version is compared, and writes once', async () => {
    const target = await world.assessment(RECORD, 1);
    const send = () => world.post(`/assessments/${target.id}/status`, { version: target.version, key: 'repeat me', body: REVIEW });
    const first = await send();
    expect(first.status).toBe(200);
    const before = await world.written();
    const second = await send();
    expect(second.status).toBe(200);
    expect(await second.json()).toEqual(await first.json());
    expect(second.headers.get('etag')).toBe(first.headers.get('etag'));
    expect(await world.written()).toEqual(before);
    const unversioned = await world.post(`/assessments/${target.id}/status`, { key: 'repeat me', body: REVIEW });
    expect(unversioned.status).toBe(428);
  });

  test('ten at once have one effect', async () => {
    const target = await world.assessment(RECORD, 4);
    const before = await world.written();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        world.post(`/assessments/${target.id}/status`, { version: target.version, key: 'ten', body: REVIEW }),
      ),
    );
    expect(answers.map((answer) => answer.status)).toEqual(Array(10).fill(200));
    expect((await world.written()).event).toBe((before.event ?? 0) + 1);
  });

  test('twenty different writes of one version: one is accepted', async () => {
    const target = await world.assessment(RECORD, 5);
    const before = await world.written();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => world.post(`/assessments/${target.id}/status`, { version: target.version, body: REVIEW })),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, ...Array(19).fill(412)]);
    expect((await world.written()).event).toBe((before.event ?? 0) + 1);
  });
});
