/** Every refusal through the API on a real database: its code, its status, and that nothing was written. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ErrorCode, errorStatuses } from '#lib/domain/errors.ts';
import type { AssessmentRow } from '#lib/domain/record.ts';
import { instantFromDate } from '#lib/domain/time.ts';
import { authenticateToken, openDatabase } from '#lib/operations/authenticate.ts';
import { openOperatorAssessmentAct } from '#lib/operations/open-operator-assessment.ts';
import { createApi } from './app.ts';
import { MAX_BODY_BYTES } from './body.ts';
import type { Problem } from './problem.ts';
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

const relianceOf = (assessmentId: string, on: string) => ({
  assessmentId,
  reliesOn: [on],
  rule: 'all',
  scope: 'Everybody.',
  validFrom: '2017-01-01',
  newEvidence: { title: 'Agreement', class: 'C', url: 'https://example.gov/agreement' },
});

/** An operator's assessment in the practice copy, just opened. */
async function operatorAssessment(ref: string): Promise<string> {
  const { rows } = await world.db.pool.query<{ operatorId: string; conditionId: string }>(
    `SELECT o.id AS "operatorId", c.id AS "conditionId" FROM organization o, condition c JOIN program p ON p.id = c.program_id
     WHERE o.ref = $1 AND c.ref = 'access' AND p.slug = $2`,
    [ref, world.practice],
  );
  const actor = await authenticateToken(world.db, world.tokens.analyst);
  const context = {
    db: world.db,
    actor,
    requestId: randomUUID(),
    now: () => instantFromDate(new Date()),
    secret: '',
    idempotencyKey: null,
  };
  return (await openOperatorAssessmentAct(context, world.practice, rows[0])).assessmentId;
}

async function rely(id: string, on: string): Promise<{ reliance: { id: string }; assessment: AssessmentRow }> {
  const response = await world.post(`/programs/${world.practice}/reliances`, { version: 1, body: relianceOf(id, on) });
  if (response.status !== 201) throw new Error(await response.text());
  return json(response);
}

/** What only the settings pages can meet; their own tests ask for each. */
type PagesOnly = 'rule_fixed' | 'last_administrator' | 'invitation_closed';

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
  circular_reliance: async () => {
    const [a, b] = [await operatorAssessment('sbc-sheriff'), await operatorAssessment('sjc-sheriff')];
    const { assessment } = await rely(a, b);
    return () => world.post(`/programs/${world.practice}/reliances`, { version: 1, body: relianceOf(b, assessment.id) });
  },
  reliance_ended: async () => {
    const [a, b] = [await operatorAssessment('md-dpscs'), await operatorAssessment('bernalillo-county')];
    const { reliance, assessment } = await rely(a, b);
    const body = { endedOn: '2018-01-01', reason: 'Revoked.' };
    const ended = await ok(await world.post(`/reliances/${reliance.id}/end`, { version: assessment.version, body }));
    return () => world.post(`/reliances/${reliance.id}/end`, { version: ended.version, body });
  },
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
