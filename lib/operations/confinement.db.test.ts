/**
 * A contributor of one city is shown nothing of another applicant: every read operation is run as him, and none of the
 * others' ids may stand in what it returns. An analyst is shown all of them, so the test can fail.
 */
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditReads } from './confinement-audit.fixture.ts';
import { deadlineReads, foreignDates, moveDates } from './confinement-deadlines.fixture.ts';
import { letterReads, writeToEveryCity } from './confinement-letters.fixture.ts';
import { readsOfWork, WORK_OF_NO_PROGRAM } from './confinement-work.fixture.ts';
import { workOnEveryCity } from './confinement-world.fixture.ts';
import type { Context } from './context.ts';
import { exchangeIds, exchangeReads } from './exchange.fixture.ts';
import { exportReport } from './export-report.ts';
import { getAccount } from './get-account.ts';
import { getApplication } from './get-application.ts';
import { getAssessmentPage } from './get-assessment-page.ts';
import { getConditions } from './get-conditions.ts';
import { getDashboard } from './get-dashboard.ts';
import { getEvidence } from './get-evidence.ts';
import { getEvidenceForm } from './get-evidence-form.ts';
import { getInvitation } from './get-invitation.ts';
import { getInvitationForm } from './get-invitation-form.ts';
import { getLetterForm } from './get-letter-form.ts';
import { getMember } from './get-member.ts';
import { getOperator } from './get-operator.ts';
import { getOperatorWork } from './get-operator-work.ts';
import { getProgram } from './get-program.ts';
import { getPublicRecord } from './get-public-record.ts';
import { getReliances } from './get-reliances.ts';
import { getSettings } from './get-settings.ts';
import { getSummary } from './get-summary.ts';
import { getTimeline } from './get-timeline.ts';
import { listApplicants } from './list-applicants.ts';
import { listAssessmentEvents } from './list-assessment-events.ts';
import { listAssessments } from './list-assessments.ts';
import { listChanges } from './list-changes.ts';
import { listEvidence } from './list-evidence.ts';
import { listInvitations } from './list-invitations.ts';
import { listMembers } from './list-members.ts';
import { listOperators } from './list-operators.ts';
import { listPrograms } from './list-programs.ts';
import { listSessions } from './list-sessions.ts';
import { listOwnTokens, listTokens } from './list-tokens.ts';
import { makePracticeCopy } from './make-practice-copy.ts';
import { previewReport } from './preview-report.ts';
import { relyEverywhere } from './reliance-everywhere.fixture.ts';
import { openWorld, type World } from './world.fixture.ts';

let world: World;
let slug: string;
let organizationId: string;
/** A person who is not the one who asks. */
let somebody: string;
let ids: {
  applications: string[];
  assessments: string[];
  operators: string[];
  requests: string[];
  organizations: string[];
  evidence: string[];
};
/** Everything of other applicants, by what it is. */
let foreign: Map<string, string[]>;

beforeAll(async () => {
  world = await openWorld();
  ({ slug } = await makePracticeCopy(await world.as('analyst'), 'psp-2017'));
  await writeToEveryCity(world, await world.as('analyst'), slug);
  await relyEverywhere(world, slug);
  await workOnEveryCity(world, slug);
  await moveDates(world, slug);
  const { rows } = await world.owner.query<{ id: string }>(`SELECT id FROM organization WHERE ref = 'baltimore-md-police'`);
  organizationId = rows[0]?.id ?? '';
  somebody = (await world.as('analyst')).actor?.principalId ?? '';
  ids = await collectAll();
  foreign = await collectForeign();
}, 60_000);
afterAll(() => world.close());

const idsOf = async (sql: string): Promise<string[]> =>
  (await world.owner.query<{ id: string }>(sql, [slug, organizationId])).rows.map(({ id }) => id);
const PROGRAM = '(SELECT id FROM program WHERE slug = $1)';

async function collectAll() {
  const evidence = `SELECT DISTINCT evidence_id AS id FROM evidence_link WHERE program_id = ${PROGRAM} AND $2 <> ''`;
  const applied = `FROM application ap WHERE ap.program_id = ${PROGRAM} AND $2 <> ''`;
  return {
    evidence: await idsOf(evidence),
    applications: await idsOf(`SELECT ap.id ${applied}`),
    organizations: await idsOf(`SELECT ap.organization_id AS id ${applied}`),
    requests: await idsOf(`SELECT id FROM request WHERE program_id = ${PROGRAM} AND $2 <> ''`),
    assessments: await idsOf(
      `SELECT a.id FROM assessment a JOIN application ap ON ap.program_id = a.program_id AND ap.id = a.application_id WHERE a.program_id = ${PROGRAM} AND $2 <> ''`,
    ),
    operators: await idsOf(
      `SELECT DISTINCT fo.organization_id AS id ${applied.replace('WHERE', 'JOIN booking_relation b ON b.organization_id = ap.organization_id JOIN facility_operation fo ON fo.facility_id = b.facility_id WHERE')}`,
    ),
  };
}

async function collectForeign(): Promise<Map<string, string[]>> {
  const others = `application ap WHERE ap.program_id = ${PROGRAM} AND ap.organization_id <> $2`;
  const assessments = `SELECT a.id FROM assessment a JOIN application ap ON ap.program_id = a.program_id AND ap.id = a.application_id
    WHERE a.program_id = ${PROGRAM} AND ap.organization_id <> $2`;
  /** Linked to assessments of others and to none of his. */
  const onlyTheirs = (id: string, table: string) =>
    `SELECT ${id} AS id FROM ${table} GROUP BY 1 HAVING bool_and(assessment_id IN (${assessments}))`;
  const entries: [string, string][] = [
    ...exchangeIds(assessments),
    ['application', `SELECT ap.id FROM ${others}`],
    ['organization', `SELECT ap.organization_id AS id FROM ${others}`],
    ['assessment', assessments],
    ['evidence', onlyTheirs('evidence_id', `(SELECT * FROM evidence_link WHERE program_id = ${PROGRAM}) l`)],
    ['response', `SELECT id FROM response WHERE application_id IN (SELECT ap.id FROM ${others})`],
    ['request', onlyTheirs('request_id', `(SELECT * FROM request_item WHERE program_id = ${PROGRAM}) i`)],
    ['reliance', `SELECT id FROM reliance WHERE assessment_id IN (${assessments})`],
    [
      "operator's assessment",
      onlyTheirs('id', `(SELECT p.assessment_id AS id, r.assessment_id FROM reliance_part p JOIN reliance r ON r.id = p.reliance_id) a`),
    ],
    ['dispute', `SELECT id FROM dispute WHERE assessment_id IN (${assessments})`],
    ['note', `SELECT id FROM note WHERE assessment_id IN (${assessments})`],
    ['proposal', `SELECT id FROM proposal WHERE assessment_id IN (${assessments})`],
    ...foreignDates(others),
    [
      'deadline',
      `SELECT deadline_id AS id FROM assessment WHERE program_id = ${PROGRAM} AND deadline_id IS NOT NULL GROUP BY 1 HAVING bool_and(id IN (${assessments}))`,
    ],
    [
      'record entry',
      `SELECT entry_id AS id FROM record_entry_subject WHERE program_id = ${PROGRAM} GROUP BY 1
      HAVING bool_and(application_id IN (SELECT ap.id FROM ${others}))`,
    ],
    ['facility', `SELECT b.facility_id AS id FROM booking_relation b GROUP BY 1 HAVING bool_and(b.organization_id <> $2) AND $1 <> ''`],
    [
      'event',
      `SELECT hash AS id FROM event WHERE program_id = ${PROGRAM} AND stream_id IN (${assessments} UNION SELECT ap.id FROM ${others})`,
    ],
  ];
  const found = new Map<string, string[]>();
  for (const [what, sql] of entries) found.set(what, await idsOf(sql));
  return found;
}

/** Every read operation by its file. Those that take an id are run on all ids; what is refused gives its code. */
const READS: Record<string, (context: Context) => Promise<unknown>[]> = {
  ...auditReads(() => ({ slug, assessments: ids.assessments })),
  ...deadlineReads(() => ({ slug, assessments: ids.assessments })),
  ...exchangeReads(
    () => slug,
    () => ids,
  ),
  ...letterReads(() => ({ slug, ...ids })),
  ...readsOfWork(() => ({ slug, assessments: ids.assessments })),
  'export-report': (context) => [exportReport(context, slug, 'json', {}).then(({ body }) => new Response(body).text())],
  'get-account': (context) => [getAccount(context)],
  'get-application': (context) => ids.applications.map((id) => getApplication(context, slug, id)),
  'get-assessment-page': (context) => ids.assessments.map((id) => getAssessmentPage(context, id, {})),
  'get-conditions': (context) => [getConditions(context, slug)],
  'get-dashboard': (context) => [getDashboard(context, slug, {}), getDashboard(context, slug, { q: 'Stockton' })],
  'get-evidence': (context) => [...ids.evidence, ...(foreign.get('evidence') ?? [])].map((id) => getEvidence(context, id)),
  'get-evidence-form': (context) => [getEvidenceForm(context, slug)],
  'get-invitation': (context) => [getInvitation(context, 'a secret that nobody was given')],
  'get-invitation-form': (context) => [getInvitationForm(context, slug)],
  'get-letter-form': (context) => [getLetterForm(context, slug)],
  'get-member': (context) => [getMember(context, slug, somebody)],
  'get-operator': (context) => ids.operators.map((id) => getOperator(context, slug, id)),
  'get-operator-work': (context) => ids.operators.map((id) => getOperatorWork(context, slug, id)),
  'get-program': (context) => [getProgram(context, slug)],
  'get-public-record': (context) => [getPublicRecord(context, slug)],
  'get-reliances': (context) => ids.assessments.map((id) => getReliances(context, id)),
  'get-settings': (context) => [getSettings(context, slug)],
  'get-summary': (context) => [getSummary(context, slug, {})],
  'get-timeline': (context) => [getTimeline(context, slug, {}), getTimeline(context, slug, { publicBy: '2026-01-01' })],
  'list-applicants': (context) => [
    listApplicants(context, slug),
    listApplicants(context, slug, { state: 'CA' }),
    listApplicants(context, slug, { q: 'a' }),
  ],
  'list-assessment-events': (context) => ids.assessments.map((id) => listAssessmentEvents(context, id)),
  'list-assessments': (context) => [
    listAssessments(context, slug, {}),
    listAssessments(context, slug, { q: 'Albuquerque' }),
    listAssessments(context, slug, { subject: 'operator' }),
    ...ids.applications.map((applicationId) => listAssessments(context, slug, { applicationId })),
  ],
  'list-changes': (context) => [
    listChanges(context, slug, { since: '2020-01-01' }),
    listChanges(context, slug, { since: '2020-01-01', q: 'San' }),
  ],
  'list-evidence': (context) => [listEvidence(context, slug)],
  'list-invitations': (context) => [listInvitations(context, slug)],
  'list-members': (context) => [listMembers(context, slug)],
  'list-operators': (context) => [listOperators(context, slug)],
  'list-programs': (context) => [listPrograms(context)],
  'list-sessions': (context) => [listSessions(context, somebody)],
  'list-tokens': (context) => [listTokens(context, slug), listOwnTokens(context)],
  'preview-report': (context) => [previewReport(context, slug, {}), previewReport(context, slug, { state: 'NM' })],
};

/** Maps and sets too, which JSON would leave empty. */
const everything = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => (part instanceof Map || part instanceof Set ? [...part] : part)) ?? '';

async function readAll(context: Context, name: string): Promise<string> {
  const results = await Promise.allSettled((READS[name] ?? (() => []))(context));
  return results
    .map((result) => (result.status === 'fulfilled' ? everything(result.value) : `refused: ${(result.reason as { code?: string }).code}`))
    .join('\n');
}

async function as(
  grants: { role: 'contributor' | 'analyst' | 'auditor'; programId: string | null; organizationId: string | null }[],
): Promise<Context> {
  const context = await world.as('contributor');
  if (!context.actor) throw new Error('Nobody acts.');
  return { ...context, actor: { ...context.actor, grants } };
}
const contributor = () => as([{ role: 'contributor', programId: null, organizationId }]);

test('every operation that reads is in the list', () => {
  const files = readdirSync(new URL('.', import.meta.url)).filter(
    (file) => /^(get|list|preview|export|prove|sample)-.*\.ts$/.test(file) && !file.endsWith('.test.ts'),
  );
  expect(
    Object.keys(READS)
      .map((name) => `${name}.ts`)
      .sort(),
  ).toEqual(files.sort());
});

test('there is something of each kind to hide', () => {
  expect([...foreign].filter(([what, list]) => list.length === 0 && what !== 'request').map(([what]) => what)).toEqual([]);
});

describe('a contributor of Baltimore', () => {
  test.each(Object.keys(READS))('%s', async (name) => {
    const text = await readAll(await contributor(), name);
    const leaked = [...foreign].flatMap(([what, list]) => list.filter((id) => text.includes(id)).map((id) => `${what} ${id}`));
    expect(leaked).toEqual([]);
    expect(text.length).toBeGreaterThan(0);
  });

  test('is shown what is his own', async () => {
    const context = await contributor();
    const own = await listAssessments(context, slug, {});
    expect(own.items.map(({ applicant }) => applicant?.name)).toEqual(['Baltimore', 'Baltimore']);
    for (const { id } of own.items) expect(await readAll(context, 'get-assessment-page')).toContain(id);
    const dashboard = await getDashboard(context, slug, {});
    expect(dashboard.changes.length).toBeGreaterThan(0);
    expect(dashboard.positions.length).toBeGreaterThan(0);
    expect([dashboard.summary.total, dashboard.summary.applications]).toEqual([2, 1]);
    expect((await previewReport(context, slug, {})).states).toEqual(['MD']);
    expect((await listApplicants(context, slug)).states).toEqual(['MD']);
    expect((await getPublicRecord(context, slug)).entries.some(({ subjects }) => subjects.length === 0)).toBe(true);
    expect((await getPublicRecord(context, slug)).sources.length).toBeLessThan(87);
    expect((await getConditions(context, slug)).deadlines.length).toBeGreaterThan(0);
  });
});

test('an analyst is shown every one of them', async () => {
  const analyst = await world.as('auditor');
  const names = Object.keys(READS).filter((name) => name !== 'list-programs');
  const text = (await Promise.all(names.map((name) => readAll(analyst, name)))).join('\n');
  const unseen = [...foreign].flatMap(([what, list]) => list.filter((id) => !text.includes(id)).map(() => what));
  expect([...new Set(unseen)]).toEqual([]);
});

/** They ask for no program alone; what they answer is checked for the ids. */
const OF_NO_PROGRAM = new Set([
  'get-account',
  'get-invitation',
  'list-programs',
  'list-sessions',
  'list-tokens',
  ...WORK_OF_NO_PROGRAM,
]).add(
  // An item may be linked in several programs, as the letters of the record are in its copies.
  'get-evidence',
);

test('an analyst of another program is shown none: it does not exist for him', async () => {
  const { rows } = await world.owner.query<{ id: string }>(`SELECT id FROM program WHERE slug = 'psp-2017'`);
  const elsewhere = await as([{ role: 'analyst', programId: rows[0]?.id ?? '', organizationId: null }]);
  const all = (
    await idsOf(
      `SELECT id FROM assessment WHERE program_id = ${PROGRAM} AND $2 <> '' UNION SELECT id FROM application WHERE program_id = ${PROGRAM} UNION SELECT program_id FROM application WHERE program_id = ${PROGRAM}`,
    )
  ).concat([...(foreign.get('event') ?? []), ...(foreign.get('record entry') ?? [])]);
  for (const name of Object.keys(READS)) {
    const text = await readAll(elsewhere, name);
    expect(
      all.filter((id) => text.includes(id)),
      name,
    ).toEqual([]);
    if (!OF_NO_PROGRAM.has(name)) expect(new Set(text.split('\n')), name).toEqual(new Set(['refused: not_found']));
  }
});
