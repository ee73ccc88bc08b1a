/** Letters to a thousand bodies that nobody was asked before: one act, and each of them is Requested from the day it was sent. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LargeProgram, makeLargeProgram } from '../../scripts/bench/large-program.ts';
import type { Context } from './context.ts';
import { getRequest } from './get-request.ts';
import { getRequestForm } from './get-request-form.ts';
import { listAssessments } from './list-assessments.ts';
import { listRequests } from './list-requests.ts';
import { makePerson } from './people.fixture.ts';
import { letterTo } from './requests.fixture.ts';
import { sendRequest } from './send-request.ts';
import { openWorld, type World } from './world.fixture.ts';

const MANY = 1000;
let world: World;
let program: LargeProgram;
let analyst: Context;
beforeAll(async () => {
  world = await openWorld();
  program = await makeLargeProgram(world.owner, MANY);
  analyst = await makePerson(world, 'Ana Analyst', ['analyst']);
}, 60_000);
afterAll(() => world.close());

const timed = async <T>(what: string, work: () => Promise<T>): Promise<T> => {
  const started = performance.now();
  const result = await work();
  process.stdout.write(`${what}: ${Math.round(performance.now() - started)} ms\n`);
  return result;
};

test('a thousand recipients in one act', { timeout: 60_000 }, async () => {
  const { recipients } = await getRequestForm(analyst, program.slug);
  const questions = [{ condition: 'one', text: 'Is there a rule?' }];
  const body = letterTo(
    recipients.map(({ organizationId }) => organizationId),
    { questions },
  );
  const sent = await timed(`${MANY} recipients`, () => sendRequest(analyst, program.slug, body));
  expect([sent.recipients, sent.assessments.filter(({ moved, status }) => moved && status === 'requested').length]).toEqual([MANY, MANY]);
  const { request } = await timed('its page', () => getRequest(analyst, sent.requestId));
  expect(request).toMatchObject({ recipients: MANY, unanswered: MANY });
  expect((await timed('the list', () => listRequests(analyst, program.slug))).items).toHaveLength(1);
  const { rows } = await world.owner.query<{ requests: number; at: number }>(
    `SELECT count(DISTINCT request_id)::int AS requests, count(DISTINCT effective_at)::int AS at FROM event WHERE program_id = $1 AND kind = 'status_changed'`,
    [program.programId],
  );
  expect(rows[0]).toEqual({ requests: 1, at: 1 });
  const before = await listAssessments(analyst, program.slug, { subject: 'operator', asOf: '2017-08-21', limit: 1 });
  const after = await listAssessments(analyst, program.slug, { subject: 'operator', asOf: '2017-08-22', limit: 1 });
  expect([before.items[0]?.status, after.items[0]?.status, after.items[0]?.dueOn]).toEqual(['not_started', 'requested', '2017-09-15']);
});
