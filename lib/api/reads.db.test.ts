/** Reads, and the answers of writes, on a real database: each answer is exactly what its schema says. */

import type { z } from '@hono/zod-openapi';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AssessmentRow } from '#lib/domain/record.ts';
import type { Problem } from './problem.ts';
import { assessment, assessmentList, eventList, summary } from './schemas/assessment.ts';
import { practiceCopy, program, programList } from './schemas/program.ts';
import { jsonReport } from './schemas/report.ts';
import { timeline } from './schemas/timeline.ts';
import { proposal, recordedLetter } from './schemas/writes.ts';
import { json, makeWorld, RECORD, type World } from './world.fixture.ts';

let world: World;

beforeAll(async () => {
  world = await makeWorld();
}, 60_000);
afterAll(() => world.close());

const LIST = `/programs/${RECORD}/assessments`;

async function read<T>(schema: z.ZodType<T>, response: Response | Promise<Response>, status = 200): Promise<T> {
  const answered = await response;
  const body = await answered.json();
  expect(answered.status, JSON.stringify(body)).toBe(status);
  expect(answered.headers.get('cache-control')).toBe('no-store');
  expect(answered.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  return schema.parse(body);
}

const list = (query: string): Promise<z.infer<typeof assessmentList>> => read(assessmentList, world.get(`${LIST}?${query}`));

describe('what the record says', () => {
  test('eight assessments, and a program without an assessor', async () => {
    const { items, nextCursor, asOf, knownAt } = await list('');
    expect(items).toHaveLength(8);
    expect(nextCursor).toBeNull();
    expect(asOf).toBe(knownAt);
    const { items: programs } = await read(programList, world.get('/programs'));
    expect(programs.map(({ slug }) => slug)).toEqual([RECORD, world.practice]);
    expect(await read(program, world.get(`/programs/${RECORD}`))).toMatchObject({ recordBasis: 'public_sources', assessor: null });
  });

  test('as of August 2, 10 and 20, 2017', async () => {
    const before = await list('asOf=2017-08-02');
    expect(before.asOf).toBe('2017-08-03T03:59:59.999999Z');
    expect(new Set(before.items.map((row) => row.status))).toEqual(new Set(['not_started']));

    const asked = await list('asOf=2017-08-10');
    expect(asked.items.every((row) => row.status !== 'not_started' && !row.flags.includes('no_answer_found'))).toBe(true);

    const after = await list('asOf=2017-08-20');
    const answered = after.items.filter((row) => row.applicant?.name === 'Baltimore');
    expect(answered.map((row) => [row.status, row.answer])).toEqual([
      ['submitted', 'cannot_answer'],
      ['submitted', 'cannot_answer'],
    ]);
    expect(after.items.filter((row) => row.flags.includes('no_answer_found'))).toHaveLength(6);
    expect(after.items.some((row) => row.flags.includes('overdue'))).toBe(false);
  });

  test('the numbers agree with the rows', async () => {
    const numbers = await read(summary, world.get(`/programs/${RECORD}/summary?asOf=2017-08-20`));
    expect(numbers).toMatchObject({
      total: 8,
      applications: 4,
      flags: { no_answer_found: 6 },
      eligibility: { satisfied: 0, not_met: 0, open: 4 },
    });
  });

  test('one assessment has its version as tag, and its history in pages', async () => {
    const { id, version } = (await list('')).items[0] as AssessmentRow;
    const response = await world.get(`/assessments/${id}`);
    expect(response.headers.get('etag')).toBe(`"${version}"`);
    await read(assessment, response);
    const sequences: number[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: z.infer<typeof eventList> = await read(eventList, world.get(`/assessments/${id}/events?limit=1&cursor=${cursor}`));
      sequences.push(...page.items.map((event) => event.sequence));
      cursor = page.nextCursor;
    }
    expect(sequences).toEqual(Array.from({ length: version }, (_, index) => index + 1));
  });
});

describe('the timeline', () => {
  const ask = (query: string) => read(timeline, world.get(`/programs/${RECORD}/timeline?${query}`));

  test('has a lane for the program and one for each city', async () => {
    const { lanes, deadlines } = await ask('');
    expect(lanes.map((lane) => lane.kind)).toEqual(['program', ...Array(4).fill('application')]);
    expect(deadlines[0]?.dueOn).toBe('2017-08-18');
  });

  test('shows less of an earlier day, and less of what was public by then', async () => {
    const count = ({ lanes }: z.infer<typeof timeline>) => lanes.flatMap(({ items, bodyItems }) => [...items, ...bodyItems]).length;
    const [whole, rewound, early] = await Promise.all([ask(''), ask('asOf=2017-08-10'), ask('publicBy=2017-08-10')]);
    expect(count(rewound)).toBeLessThan(count(whole));
    expect(count(early)).toBeLessThan(count(whole));
    expect(early.publicBy).toBe('2017-08-10');
  });

  test.each(['publicBy=2017-02-30', 'publicBy=2017-08-10T00:00:00Z', 'status=met'])('%s is refused', async (query) => {
    expect((await world.get(`/programs/${RECORD}/timeline?${query}`)).status).toBe(400);
  });
});

describe('filters, order and pages', () => {
  test('pages of three hold every row once', async () => {
    for (const sort of ['applicant', '-applicant', 'due', '-due', 'status', '-status', 'updated', '-updated']) {
      const seen: string[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const page = await list(`limit=3&sort=${sort}&cursor=${cursor}`);
        seen.push(...page.items.map((row) => row.id));
        cursor = page.nextCursor;
      }
      expect(new Set(seen).size, sort).toBe(8);
      expect(seen, sort).toHaveLength(8);
    }
  });

  test.each([
    ['status=submitted', 2],
    ['status=submitted,requested', 8],
    ['condition=access', 4],
    ['state=ca', 4],
    ['q=BALTIM', 2],
    ['q=%25', 0],
    ['flag=no_answer_found', 6],
    ['subject=operator', 0],
    ['assignee=01900000-0000-7000-8000-000000000000', 0],
    ['status=&condition=&state=&flag=&assignee=&subject=&q=&sort=&cursor=&limit=&asOf=&knownAt=', 8],
  ])('%s finds %i', async (query, found) => {
    expect((await list(query)).items).toHaveLength(found);
  });

  test.each([
    ['colour=red', 'colour'],
    ['__proto__=1', '__proto__'],
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['limit=1e2', 'limit'],
    ['limit=5&limit=6', 'limit'],
    ['sort=name', 'sort'],
    ['status=met,', 'status'],
    ['status=bogus', 'status'],
    ['flag=red', 'flag'],
    ['state=Maryland', 'state'],
    ['subject=city', 'subject'],
    ['assignee=me', 'assignee'],
    ['asOf=2017-02-30', 'asOf'],
    ['asOf=2017-08-18T12:00:00', 'asOf'],
    ['knownAt=yesterday', 'knownAt'],
    ['q=%00', 'query'],
    ['cursor=forged.AAAAAAAAAAAAAAAAAAAAAA', 'cursor'],
  ])('%s is refused', async (query, field) => {
    const response = await world.get(`${LIST}?${query}`);
    expect(response.status).toBe(400);
    expect(await json<Problem>(response)).toMatchObject({ code: 'invalid_request', field });
    expect((await world.get(`/programs/missing/assessments?${query}`)).status).toBe(404);
    expect((await world.get(`${LIST}?${query}`, { as: 'nobody' })).status).toBe(401);
  });

  test('a cursor belongs to its filters and instants', async () => {
    const { nextCursor } = await list('limit=3');
    for (const other of ['sort=-due', 'state=CA', 'asOf=2017-08-20']) {
      const response = await world.get(`${LIST}?limit=3&cursor=${nextCursor}&${other}`);
      expect(await json<Problem>(response)).toMatchObject({ code: 'invalid_request', field: 'cursor' });
    }
  });
});

describe('reports', () => {
  const report = (rest: string) => world.get(`/programs/${RECORD}/report.${rest}`);

  test('JSON holds the rows of the list, and says what it is', async () => {
    const query = 'asOf=2017-08-20&status=requested&sort=-applicant';
    const { meta, items } = await read(jsonReport, report(`json?${query}`));
    expect(meta).toMatchObject({
      program: RECORD,
      asOf: '2017-08-21T03:59:59.999999Z',
      filters: { status: 'requested', sort: '-applicant' },
    });
    expect(items.map((row) => row.assessment_id)).toEqual((await list(query)).items.map((row) => row.id));
  });

  test('CSV has the columns asked for, and a name to be saved under', async () => {
    const response = await report('csv?asOf=2017-08-10&columns=condition,applicant&state=MD');
    expect(response.headers.get('content-type')).toMatch(/^text\/csv/);
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="${RECORD}-status-2017-08-10.csv"`);
    const lines = (await response.text()).trimEnd().split('\r\n');
    expect(lines[0]).toMatch(/^condition,applicant,program,/);
    expect(lines.slice(1).map((line) => line.split(',').slice(0, 2))).toEqual([
      ['Jail access', 'Baltimore'],
      ['Release notification', 'Baltimore'],
    ]);
    const marked = await (await report('csv?bom=1')).arrayBuffer();
    expect([...new Uint8Array(marked, 0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  });

  test.each([
    ['xlsx', 'analyst', 404, 'not_found'],
    ['xlsx', 'admin', 403, 'forbidden'],
    ['csv', 'nobody', 401, 'unauthenticated'],
    ['csv', 'admin', 403, 'forbidden'],
    ['csv?limit=1', 'analyst', 400, 'invalid_request'],
    ['csv?limit=1', 'admin', 403, 'forbidden'],
    ['csv?columns=geoid,colour', 'analyst', 400, 'invalid_request'],
    ['csv?asOf=2999-01-01', 'analyst', 400, 'as_of_in_future'],
  ] as const)('report.%s for %s is %i', async (rest, as, status, code) => {
    const response = await world.get(`/programs/${RECORD}/report.${rest}`, { as });
    expect(response.status).toBe(status);
    expect((await json<Problem>(response)).code).toBe(code);
  });

  test('HEAD leaves no connection behind', async () => {
    for (let n = 0; n < 8; n += 1) {
      const response = await world.api.request(`/api/v1/programs/${RECORD}/report.csv`, {
        method: 'HEAD',
        headers: { Authorization: `Bearer ${world.tokens.viewer}` },
      });
      expect(response.status).toBe(200);
      expect(await response.text()).toBe('');
    }
    expect(world.db.pool.idleCount).toBe(world.db.pool.totalCount);
  });
});

describe('answers of writes', () => {
  test('a letter, a review, a proposal, an approval, a correction', async () => {
    const row = await world.assessment(world.practice, 0);
    const body = {
      applicationId: row.subject.id,
      class: 'B',
      answeredBy: 'body_in_control',
      url: 'https://example.gov/policy',
      answers: ['access', 'notice'].map((condition) => ({ condition, answer: 'yes' })),
    };
    const letter = await read(recordedLetter, world.post(`/programs/${world.practice}/letters`, { body }), 201);
    expect(letter.assessments.map(({ status, moved }) => [status, moved])).toEqual([
      ['submitted', true],
      ['submitted', true],
    ]);

    const answered = await world.assessment(world.practice, 0);
    const review = await read(
      assessment,
      world.post(`/assessments/${row.id}/status`, { version: answered.version, body: { to: 'under_review', reason: 'Read it.' } }),
    );
    expect(review.assignee).not.toBeNull();

    const propose = { to: 'met', reason: 'The policy says so.', evidenceIds: [letter.evidenceId] };
    const made = await read(proposal, world.post(`/assessments/${row.id}/proposals`, { version: review.version, body: propose }), 201);
    expect(made.assessment.openProposal?.id).toBe(made.id);

    const decided = { as: 'reviewer' as const, version: made.assessment.version, body: { comment: 'Agreed.' } };
    const met = await read(assessment, world.post(`/proposals/${made.id}/approve`, decided));
    expect(met).toMatchObject({ status: 'met', openProposal: null });
  });

  test('an undo by the one who recorded it', async () => {
    const row = await world.assessment(world.practice, 6);
    const moved = await read(
      assessment,
      world.post(`/assessments/${row.id}/status`, { version: row.version, body: { to: 'under_review', reason: 'Wrong row.' } }),
    );
    const undo = { corrects: moved.version, to: row.status, reason: 'It was the wrong row.' };
    const undone = await read(assessment, world.post(`/assessments/${row.id}/corrections`, { version: moved.version, body: undo }));
    expect(undone).toMatchObject({ status: row.status, assignee: row.assignee, version: row.version + 2 });
  });

  test('a practice copy needs no body', async () => {
    const made = await world.post(`/programs/${RECORD}/practice-copy`);
    const { slug } = await read(practiceCopy, made, 201);
    expect(made.headers.get('location')).toBe(`/api/v1/programs/${slug}`);
    expect((await world.post(`/programs/${RECORD}/practice-copy`, { as: 'viewer' })).status).toBe(403);
    expect((await world.post(`/programs/${RECORD}/practice-copy`, { body: { name: 'x' } })).status).toBe(400);
    expect((await world.post('/programs/missing/practice-copy', { body: '{' })).status).toBe(404);
  });
});
