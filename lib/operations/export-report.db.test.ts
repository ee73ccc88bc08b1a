import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openAssessment } from '#lib/data/history.ts';
import { newId } from '#lib/data/ids.ts';
import { inTransaction } from '#lib/data/transaction.ts';
import { exportFormats, FORMATS } from '#lib/exports/index.ts';
import { REPORT_COLUMNS, USUAL_COLUMNS } from '#lib/exports/report-row.ts';
import { exportReport, type ReportQuery } from './export-report.ts';
import { type AssessmentQuery, listAssessments } from './list-assessments.ts';
import { listChanges } from './list-changes.ts';
import { makePracticeCopy } from './make-practice-copy.ts';
import { previewReport } from './preview-report.ts';
import { recordStatus } from './record-status.ts';
import { openWorld, refusedWith, type World } from './world.fixture.ts';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const SLUG = 'psp-2017';
const NOW = '2026-12-01T17:00:00.000000Z';

async function exported(
  query: ReportQuery,
  slug = SLUG,
): Promise<{ meta: Record<string, unknown>; items: Record<string, unknown>[]; filename: string }> {
  const { body, filename } = await exportReport(await world.as('viewer', { now: NOW }), slug, 'json', query);
  return { ...JSON.parse(await new Response(body).text()), filename };
}
const csvOf = async (query: ReportQuery, slug = SLUG): Promise<string> =>
  new Response((await exportReport(await world.as('viewer'), slug, 'csv', query)).body).text();
const idle = () => world.db.pool.totalCount - world.db.pool.idleCount;

describe('a file has exactly the rows on the screen', () => {
  const queries: AssessmentQuery[] = [
    {},
    { asOf: '2017-08-10' },
    { asOf: '2017-08-20', flag: 'no_answer_found' },
    { status: ['submitted'] },
    { status: ['requested', 'submitted'], condition: 'notice', sort: 'status', descending: true },
    { state: 'CA', sort: 'updated' },
    { q: 'san', sort: 'due', descending: true },
    { subject: 'operator' },
    { knownAt: '2020-01-01' },
    { condition: 'no such condition' },
  ];
  test.each(queries)('%j', async (query) => {
    const { items } = await previewReport(await world.as('viewer', { now: NOW }), SLUG, query);
    const file = await exported(query);
    expect(file.items).toEqual(items.map(({ row }) => JSON.parse(JSON.stringify(row))));
    expect(file.items.map((row) => row.assessment_id)).toEqual(
      (await listAssessments(await world.as('viewer', { now: NOW }), SLUG, query)).items.map(({ id }) => id),
    );
    expect((await csvOf(query)).trimEnd().split('\r\n')).toHaveLength(items.length + 1);
  });
});

describe('a file says what it is', () => {
  test('its name has the program and the day, and the day known where one was asked for', async () => {
    expect((await exported({ asOf: '2017-08-10' })).filename).toBe('psp-2017-status-2017-08-10.json');
    expect((await exported({})).filename).toBe('psp-2017-status-2026-12-01.json');
    expect((await exported({ asOf: '2017-08-10', knownAt: '2026-11-30' })).filename).toBe(
      'psp-2017-status-2017-08-10-known-2026-11-30.json',
    );
  });

  test('instants, filters and the standing lines are in it', async () => {
    const { meta } = await exported({ asOf: '2017-08-10', status: ['requested'], sort: 'due', descending: true });
    expect(meta).toMatchObject({
      program: SLUG,
      asOf: '2017-08-11T03:59:59.999999Z',
      knownAt: NOW,
      generatedAt: NOW,
      filters: { status: 'requested', sort: '-due' },
    });
    expect(String(meta.notice)).toContain('Not an assessment by the US Department of Justice');
    expect(await csvOf({})).toContain('recorded but not tracked');
  });

  test('a practice copy is marked in every format', async () => {
    const { slug } = await makePracticeCopy(await world.as('analyst'), SLUG);
    for (const format of FORMATS) {
      const { body } = await exportReport(await world.as('viewer'), slug, format, {});
      expect(await new Response(body).text()).toContain('Practice. Not the record.');
      expect(exportFormats[format].extension).toBe(format);
    }
  });

  test('the decision is the funder’s, made by then', async () => {
    const decision = async (asOf?: string) =>
      (await exported({ q: 'Baltimore', condition: 'access', ...(asOf ? { asOf } : {}) })).items[0]?.funder_decision;
    expect(await decision('2019-06-02')).toBe('None found');
    expect(await decision('2019-06-03')).toContain('Selected, June 3, 2019');
    expect(await decision()).toContain('Reported in June 2019');
  });

  test('columns are those chosen, in the order chosen; all without a choice', async () => {
    expect((await exported({})).meta.columns).toEqual([...REPORT_COLUMNS]);
    expect(Object.keys((await exported({ columns: ['due_on', 'applicant', 'due_on'] })).items[0] ?? {})).toEqual(['due_on', 'applicant']);
    expect((await csvOf({ columns: USUAL_COLUMNS })).split('\r\n')[0]).toBe(
      [...USUAL_COLUMNS, 'program', 'as_of', 'known_at', 'generated_at', 'filters', 'notice', 'ledger'].join(','),
    );
  });
});

describe('reading', () => {
  test('takes no connection before it begins, and gives it back at the end', async () => {
    const { body } = await exportReport(await world.as('viewer'), SLUG, 'csv', {});
    expect(idle()).toBe(0);
    await new Response(body).text();
    expect(idle()).toBe(0);
  });

  test('gives its connection back when the reader goes away', async () => {
    const { body } = await exportReport(await world.as('viewer'), SLUG, 'json', {});
    const reader = body.getReader();
    await reader.read();
    await reader.cancel();
    expect(idle()).toBe(0);
  });

  test('refusals come before the first byte', async () => {
    const viewer = await world.as('viewer');
    const admin = await world.as('admin');
    expect(await refusedWith(exportReport({ ...viewer, actor: null }, SLUG, 'csv', {}))).toBe('unauthenticated');
    expect(await refusedWith(exportReport(viewer, 'nowhere', 'csv', {}))).toBe('not_found');
    expect(await refusedWith(exportReport(admin, SLUG, 'csv', {}))).toBe('forbidden');
    expect(await refusedWith(exportReport(viewer, SLUG, 'csv', { columns: ['constructor'] }))).toBe('invalid_request');
    expect(await refusedWith(exportReport(viewer, SLUG, 'csv', { asOf: 'yesterday' }))).toBe('invalid_request');
    expect(await refusedWith(exportReport(viewer, SLUG, 'csv', { asOf: '2999-01-01' }))).toBe('as_of_in_future');
  });
});

describe('changed since', () => {
  test('one group per assessment, from what was on record when the day began to what is on record now', async () => {
    const row = await world.row(SLUG, 'Stockton', 'access');
    await recordStatus(await world.as('analyst'), row.id, row.version, {
      to: 'under_review',
      reason: 'No answer after two reminders.',
      effectiveOn: '2017-08-22',
    });
    const viewer = await world.as('viewer');
    const { items, more } = await listChanges(viewer, SLUG, { since: '2020-01-01' });
    expect([items.length, more]).toEqual([8, false]);
    expect(items[0]).toMatchObject({ assessmentId: row.id, subject: 'Stockton', from: null, to: 'under_review' });
    expect(items[0]?.events.map(({ kind }) => kind)).toEqual(['status_changed', 'status_changed', 'assessment_opened']);
  });

  test('what had been recorded before the day is where it starts from', async () => {
    // As if the record had been loaded in 2018: only the change just made came after.
    await world.owner.query(`ALTER TABLE event DISABLE TRIGGER USER`);
    await world.owner.query(`UPDATE event SET recorded_at = '2018-01-05T12:00:00Z' WHERE sequence <= 2 AND stream_kind = 'assessment'`);
    await world.owner.query(
      `UPDATE assessment_period SET known_from = CASE known_version WHEN 1 THEN '2018-01-05T11:00:00Z' WHEN 2 THEN '2018-01-05T12:00:00Z' ELSE known_from END,
         known_to = CASE WHEN known_version = 1 AND known_to <> 'infinity' THEN '2018-01-05T12:00:00Z' ELSE known_to END`,
    );
    const { items } = await listChanges(await world.as('viewer'), SLUG, { since: '2018-01-06' });
    const stockton = items.find(({ subject, condition }) => subject === 'Stockton' && condition.ref === 'access');
    expect(stockton).toMatchObject({ from: 'requested', to: 'under_review', events: [{ from: 'requested', to: 'under_review' }] });
    expect(items.some(({ subject }) => subject === 'San Bernardino')).toBe(false);
  });

  test('the filters of places and conditions hold here too', async () => {
    const viewer = await world.as('viewer');
    const subjects = async (query: Partial<Parameters<typeof listChanges>[2]>) =>
      [
        ...new Set(
          (await listChanges(viewer, SLUG, { since: '2000-01-01', ...query })).items.map(
            ({ subject, condition }) => `${subject} ${condition.ref}`,
          ),
        ),
      ].sort();
    expect(await subjects({ state: 'MD' })).toEqual(['Baltimore access', 'Baltimore notice']);
    expect(await subjects({ condition: 'notice', q: 'SAN' })).toEqual(['San Bernardino notice']);
    expect(await subjects({ q: '%' })).toEqual([]);
  });

  test('a bad day is refused', async () => {
    expect(await refusedWith(listChanges(await world.as('viewer'), SLUG, { since: '2017-13-01' }))).toBe('invalid_request');
  });
});

describe('more rows than one page of the database holds', () => {
  const PLACES = 250;

  beforeAll(async () => {
    const { owner, db } = world;
    const { rows } = await owner.query<{ programId: string; conditionId: string; conditionVersionId: string }>(
      `SELECT p.id AS "programId", c.id AS "conditionId", v.id AS "conditionVersionId" FROM program p
       JOIN condition c ON c.program_id = p.id AND c.ref = 'access' JOIN condition_version v ON v.program_id = p.id AND v.condition_id = c.id WHERE p.slug = $1`,
      [SLUG],
    );
    const home = rows[0];
    if (!home) throw new Error('The program has no condition to ask about.');
    const actor = (await world.as('analyst')).actor;
    await inTransaction(db, async (tx) => {
      for (let n = 0; n < PLACES; n += 1) {
        const [place, organization, applicationId] = [newId(), newId(), newId()];
        // Every third name is the same, so that pages end within a run of equal sort values.
        const name = `Place ${String(n % 3 === 0 ? 0 : n).padStart(3, '0')}`;
        const sorted = name.toLowerCase();
        await tx.query(`INSERT INTO jurisdiction (id, geoid, name, state, kind, sort_name) VALUES ($1, $2, $3, 'TX', 'city', $4)`, [
          place,
          `48${String(n).padStart(5, '0')}`,
          name,
          sorted,
        ]);
        await tx.query(`INSERT INTO organization (id, ref, name, sort_name, level) VALUES ($1, $2, $3, $4, 'city')`, [
          organization,
          `place-${n}`,
          name,
          sorted,
        ]);
        await tx.query(
          `INSERT INTO application (program_id, id, organization_id, jurisdiction_id, basis, letter_on_record, grade, source_ids, sort_name, recorded_at)
           VALUES ($1, $2, $3, $4, 'test', false, 'unverified', '{}', $5, clock_timestamp())`,
          [home.programId, applicationId, organization, place, sorted],
        );
        await openAssessment(
          tx,
          { actorId: actor?.principalId ?? '', onBehalfOfId: null, requestId: newId() },
          {
            ...home,
            assessmentId: newId(),
            subjectKind: 'application',
            applicationId,
            operatorId: null,
            sortName: sorted,
            controlledElsewhere: false,
            responsible: [],
          },
        );
      }
    });
    await owner.query('ANALYZE');
  });

  test.each([
    {},
    { sort: 'status' },
    { sort: 'updated', descending: true },
    { sort: 'due', descending: true, state: 'TX' },
  ] as ReportQuery[])('%j: each row once, in order', async (query) => {
    const file = await exported(query);
    const ids = file.items.map((row) => row.assessment_id);
    expect([ids.length, new Set(ids).size]).toEqual([query.state ? PLACES : PLACES + 8, ids.length]);
    const { items } = await previewReport(await world.as('viewer', { now: NOW }), SLUG, { ...query, limit: 200 });
    expect(ids.slice(0, 200)).toEqual(items.map(({ assessment }) => assessment.id));
  });

  test('shows one state, whatever is recorded while it is read', async () => {
    const { body } = await exportReport(await world.as('viewer'), SLUG, 'csv', { sort: 'status', columns: ['subject', 'status'] });
    const reader = body.getReader();
    const decoder = new TextDecoder();
    let text = decoder.decode((await reader.read()).value, { stream: true });
    const row = await world.row(SLUG, 'Stockton', 'notice');
    await recordStatus(await world.as('analyst'), row.id, row.version, { to: 'under_review', reason: 'No answer after two reminders.' });
    for (let next = await reader.read(); !next.done; next = await reader.read()) text += decoder.decode(next.value, { stream: true });
    expect(text.trimEnd().split('\r\n')).toHaveLength(PLACES + 8 + 1);
    expect(text.match(/,under_review,/g)).toHaveLength(1);
  });
});
