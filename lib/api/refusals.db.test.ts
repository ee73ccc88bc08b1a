/** Every refusal through the API on a real database: its code, its status, and that nothing was written. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ErrorCode, errorStatuses } from '#lib/domain/errors.ts';
import type { AssessmentRow } from '#lib/domain/record.ts';
import { openDatabase } from '#lib/operations/authenticate.ts';
import { createApi } from './app.ts';
import { MAX_BODY_BYTES } from './body.ts';
import { rescindedLetter } from './letter.fixture.ts';
import type { Problem } from './problem.ts';
import { closedCircle, endedReliance } from './reliance.fixture.ts';
import { json, makeWorld, RECORD, type World } from './world.fixture.ts';

let world: World;

beforeAll(async () => {
  world = await makeWorld();
}, 60_000);
afterAll(() => world.close());

const REVIEW = { to: 'under_review', reason: 'No answer came by the due date.', details: { reminders: 'August 21, 2017' } };
const MISSING = '01900000-0000-7000-8000-000000000000';
/** Longer than a change waits for another with the same key. */
const LOCK_WAIT_MS = 30_000;

/** A request under way, so that the one before it can be prepared and only the last one is counted. */
type Send = () => Promise<Response>;

async function ok(response: Response): Promise<AssessmentRow> {
  if (!response.ok) throw new Error(`Preparation was refused: ${await response.text()}`);
  return json<AssessmentRow>(response);
}

const statusOf = (row: { id: string }): string => `/assessments/${row.id}/status`;
const move = (row: AssessmentRow, body: unknown) => world.post(statusOf(row), { version: row.version, body }).then(ok);

/** An assessment of the practice copy that is under review; each test takes its own. */
async function underReview(n: number, program = world.practice): Promise<AssessmentRow> {
  const row = await world.assessment(program, n);
  return row.status === 'under_review' ? row : move(row, REVIEW);
}

/** Evidence that can carry a finding: an adopted policy. */
async function policy(row: AssessmentRow): Promise<string> {
  const body = {
    applicationId: row.subject.id,
    class: 'B',
    answeredBy: 'body_in_control',
    url: 'https://example.gov/policy',
    counts: 'no',
    answers: [{ condition: row.condition.ref, answer: 'not_addressed' }],
  };
  const response = await world.post(`/programs/${world.practice}/letters`, { body });
  if (response.status !== 201) throw new Error(await response.text());
  return (await json<{ evidenceId: string }>(response)).evidenceId;
}

interface Proposed {
  id: string;
  row: AssessmentRow;
}

async function proposed(n: number, as: 'analyst' | 'reviewer' = 'analyst'): Promise<Proposed> {
  const before = await underReview(n);
  const evidenceIds = [await policy(before)];
  const row = await world.assessment(world.practice, n);
  const response = await world.post(`/assessments/${row.id}/proposals`, {
    as,
    version: row.version,
    body: { to: 'met', reason: 'The policy says so.', evidenceIds },
  });
  if (response.status !== 201) throw new Error(await response.text());
  const made = await json<{ id: string; assessment: AssessmentRow }>(response);
  return { id: made.id, row: made.assessment };
}

/** What only the settings pages can meet; their own tests ask for each. */
type PagesOnly =
  | 'evidence_damaged'
  | 'file_refused'
  | 'rule_fixed'
  | 'last_administrator'
  | 'sign_off_required'
  | 'response_fixed'
  | 'invitation_closed';

const cases: Record<Exclude<ErrorCode, 'too_many_requests' | 'unavailable' | 'request_in_progress' | PagesOnly>, () => Promise<Send>> = {
  unauthenticated: async () => {
    const row = await world.assessment(RECORD, 0);
    return () => world.post(statusOf(row), { as: 'nobody', version: row.version, body: REVIEW });
  },
  not_found: async () => () => world.post(`/assessments/${MISSING}/status`, { version: 1, body: REVIEW }),
  forbidden: async () => {
    const row = await world.assessment(RECORD, 0);
    return () => world.post(statusOf(row), { as: 'viewer', version: row.version, body: REVIEW });
  },
  invalid_request: async () => {
    const row = await world.assessment(RECORD, 0);
    return () => world.post(statusOf(row), { version: row.version, body: { ...REVIEW, colour: 'red' } });
  },
  as_of_in_future: async () => () => world.get(`/programs/${RECORD}/assessments?asOf=2999-01-01`),
  version_required: async () => {
    const row = await world.assessment(RECORD, 0);
    return () => world.post(statusOf(row), { body: REVIEW });
  },
  stale_version: async () => {
    const row = await world.assessment(RECORD, 0);
    return () => world.post(statusOf(row), { version: row.version + 7, body: REVIEW });
  },
  illegal_transition: async () => {
    const row = await world.assessment(RECORD, 0);
    return () =>
      world.post(statusOf(row), {
        version: row.version,
        body: { to: 'info_requested', reason: 'x', details: { missing: 'x', dueOn: '2017-09-01' } },
      });
  },
  needs_proposal: async () => {
    const row = await underReview(0);
    return () => world.post(statusOf(row), { version: row.version, body: { to: 'met', reason: 'It is met.' } });
  },
  assessor_missing: async () => {
    const row = await underReview(7, RECORD);
    return () => world.post(`/assessments/${row.id}/proposals`, { version: row.version, body: { to: 'met', reason: 'It is met.' } });
  },
  circular_reliance: () => closedCircle(world),
  reliance_ended: () => endedReliance(world),
  proposal_open: async () => {
    const { row } = await proposed(1);
    const evidenceIds = [await policy(row)];
    const now = await world.assessment(world.practice, 1);
    return () =>
      world.post(`/assessments/${row.id}/proposals`, {
        as: 'reviewer',
        version: now.version,
        body: { to: 'met', reason: 'Me too.', evidenceIds },
      });
  },
  proposal_closed: async () => {
    const { id, row } = await proposed(4);
    const returned = await ok(
      await world.post(`/proposals/${id}/return`, { as: 'reviewer', version: row.version, body: { comment: 'Which policy?' } }),
    );
    return () => world.post(`/proposals/${id}/approve`, { as: 'reviewer', version: returned.version, body: {} });
  },
  extension_closed: async () => {
    const row = await world.assessment(world.practice, 6);
    const body = {
      applicationIds: [row.subject.id],
      deadlineId: row.deadlineId,
      wantedOn: '2017-09-29',
      reason: 'The council meets late.',
    };
    const asked = await world.post(`/programs/${world.practice}/extensions`, { body });
    const { extensionId } = await json<{ extensionId: string }>(asked);
    const decide = () =>
      world.post(`/extensions/${extensionId}/decide`, { as: 'reviewer', body: { decision: 'refuse', reason: 'The date stands.' } });
    if (!(await decide()).ok) throw new Error('Preparation was refused.');
    return decide;
  },
  proposal_outdated: async () => {
    const { id, row } = await proposed(5);
    const moved = await move(row, {
      to: 'info_requested',
      reason: 'A page is missing.',
      details: { missing: 'Page 2', dueOn: '2017-09-01' },
    });
    return () => world.post(`/proposals/${id}/approve`, { as: 'reviewer', version: moved.version, body: {} });
  },
  same_person: async () => {
    const { id, row } = await proposed(6, 'reviewer');
    return () => world.post(`/proposals/${id}/approve`, { as: 'reviewer', version: row.version, body: {} });
  },
  request_closed: async () => {
    const { path, body } = await rescindedLetter(world);
    return () => world.post(path, { body });
  },
  dispute_closed: async () => {
    const row = await world.assessment(world.practice, 3);
    const made = await world.post(`/assessments/${row.id}/disputes`, {
      body: { kind: 'objection', grounds: 'The county runs the jail.', asked: 'Ask the county.' },
    });
    const path = `/disputes/${(await json<{ id: string }>(made)).id}/decide`;
    const body = { outcome: 'dismissed', reason: 'The county was asked.' };
    await ok(await world.post(path, { as: 'reviewer', body }));
    return () => world.post(path, { as: 'reviewer', body });
  },
  reason_required: async () => {
    const row = await world.assessment(RECORD, 0);
    return () => world.post(statusOf(row), { version: row.version, body: { ...REVIEW, reason: '  ' } });
  },
  evidence_required: async () => {
    const row = await underReview(0);
    return () => world.post(`/assessments/${row.id}/proposals`, { version: row.version, body: { to: 'met', reason: 'It is met.' } });
  },
  field_required: async () => {
    const row = await underReview(0);
    return () => world.post(statusOf(row), { version: row.version, body: { to: 'info_requested', reason: 'A page is missing.' } });
  },
  effective_in_future: async () => {
    const row = await world.assessment(RECORD, 0);
    return () => world.post(statusOf(row), { version: row.version, body: { ...REVIEW, effectiveOn: '2999-01-01' } });
  },
  idempotency_key_reused: async () => {
    const row = await world.assessment(RECORD, 6);
    const after = await ok(await world.post(statusOf(row), { version: row.version, key: 'once', body: REVIEW }));
    return () => world.post(statusOf(row), { version: after.version, key: 'once', body: { ...REVIEW, reason: 'Another.' } });
  },
  payload_too_large: async () => {
    const row = await world.assessment(RECORD, 0);
    return () => world.post(statusOf(row), { version: row.version, body: { ...REVIEW, reason: 'x'.repeat(MAX_BODY_BYTES) } });
  },
  unsupported_media_type: async () => {
    const row = await world.assessment(RECORD, 0);
    return () => world.post(statusOf(row), { version: row.version, body: REVIEW, headers: { 'Content-Type': 'text/plain' } });
  },
};

async function expectRefusal(response: Response, code: ErrorCode): Promise<Problem> {
  const problem = await json<Problem>(response);
  expect(problem).toMatchObject({ code, status: errorStatuses[code], requestId: response.headers.get('x-request-id') });
  expect(response.status).toBe(errorStatuses[code]);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(response.headers.get('cache-control')).toBe('no-store');
  return problem;
}

describe('each refusal has its own code and writes nothing', () => {
  test.each(Object.keys(cases) as (keyof typeof cases)[])('%s', async (code) => {
    const send = await cases[code]();
    const before = await world.written();
    await expectRefusal(await send(), code);
    expect(await world.written()).toEqual(before);
    expect(world.logged).toEqual([]);
  });

  test('request_in_progress, while another request holds the key', { timeout: LOCK_WAIT_MS }, async () => {
    const row = await world.assessment(RECORD, 0);
    const before = await world.written();
    const other = await world.db.pool.connect();
    try {
      await other.query('BEGIN');
      await other.query(
        `INSERT INTO idempotency_key (principal_id, key, digest, status, body, created_at)
         SELECT principal_id, 'held', '', 0, 'null', clock_timestamp() FROM api_token WHERE prefix = $1`,
        [world.tokens.analyst.split('_')[1]],
      );
      await expectRefusal(await world.post(statusOf(row), { version: row.version, key: 'held', body: REVIEW }), 'request_in_progress');
    } finally {
      await other.query('ROLLBACK');
      other.release();
    }
    expect(await world.written()).toEqual(before);
  });

  test('unavailable, when the database does not answer', async () => {
    const db = openDatabase('postgresql://nobody:nothing@127.0.0.1:1/nowhere');
    const api = createApi({ db, secret: 'x' });
    const response = await api.request('/api/v1/programs', { headers: { Authorization: `Bearer ${world.tokens.analyst}` } });
    await expectRefusal(response, 'unavailable');
    expect(response.headers.get('retry-after')).toBe('2');
    expect((await api.request('/readyz')).status).toBe(503);
    await db.close();
  });

  test('control: a good request writes one event', async () => {
    const row = await world.assessment(RECORD, 1);
    const before = await world.written();
    const response = await world.post(statusOf(row), { version: row.version, body: REVIEW });
    expect(response.status).toBe(200);
    expect(response.headers.get('etag')).toBe(`"${row.version + 1}"`);
    expect((await world.written()).event).toBe((before.event ?? 0) + 1);
  });
});

test('a stale version says what stands now', async () => {
  const row = await world.assessment(RECORD, 1);
  const problem = await expectRefusal(await world.post(statusOf(row), { version: 1, body: REVIEW }), 'stale_version');
  expect(problem.current).toMatchObject({ version: row.version, status: row.status });
});
