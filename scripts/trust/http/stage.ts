/**
 * What the attacks over HTTP play on: a served product, two practice copies that hold different things (one's own and
 * another's), and everybody who may knock.
 */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Database } from '#lib/data/client.ts';
import { instantFromDate } from '#lib/domain/time.ts';
import { askClarification } from '#lib/operations/ask-clarification.ts';
import type { Context } from '#lib/operations/context.ts';
import { getExchange } from '#lib/operations/get-exchange.ts';
import { listOperators } from '#lib/operations/list-operators.ts';
import { listPrograms } from '#lib/operations/list-programs.ts';
import { makePracticeCopy } from '#lib/operations/make-practice-copy.ts';
import { nameBody } from '#lib/operations/name-body.ts';
import { openDispute } from '#lib/operations/open-dispute.ts';
import { openOperatorAssessmentAct } from '#lib/operations/open-operator-assessment.ts';
import { proposeFinding } from '#lib/operations/propose-finding.ts';
import { proposeSetting } from '#lib/operations/propose-setting.ts';
import { recordLetter } from '#lib/operations/record-letter.ts';
import { recordReliance } from '#lib/operations/record-reliance.ts';
import { recordStatus } from '#lib/operations/record-status.ts';
import { sendRequest } from '#lib/operations/send-request.ts';
import { type Auth, createAuth } from '#lib/server/auth.ts';
import { DISPUTE, letterBody } from '../letter-writers.ts';
import type { TrustRun, TrustWeb } from '../types.ts';
import { type Client, createClient } from './client.ts';
import { makeDates } from './dates.ts';
import { actorOf, type Everybody, makeEverybody, makePerson, type Person } from './people.ts';

/** The ids of one program and of one applicant's things in it. */
export interface Objects {
  slug: string;
  programId: string;
  organizationId: string;
  application: string;
  assessment: string;
  /** Another assessment of the same applicant, requested and with nothing open. */
  openAssessment: string;
  operator: string;
  proposal: string;
  /** More time asked for by the applicant, and an order of a court. */
  extension: string;
  order: string;
  deadline: string;
  /** Somebody with a role there, and nowhere else. */
  member: string;
  /** An open proposal to change a rule. */
  change: string;
  /** What an assessment of its applicant takes its finding by. */
  reliance: string;
  /** The operator's assessment that it names. */
  reliedOn: string;
  evidence: string;
  response: string;
  /** Of what the applicant submitted itself. */
  receipt: string;
  /** A letter to the applicant alone. */
  request: string;
  /** An open objection. */
  dispute: string;
  /** A question that the applicant asked back, not answered. */
  clarification: string;
  /** The body that the applicant named, not passed on. */
  referral: string;
  condition: string;
  /** A word that stands in this program and nowhere else. */
  marker: string;
}

export interface Stage {
  web: TrustWeb;
  client: Client;
  db: Database;
  owner: pg.Pool;
  auth: Auth;
  own: Objects;
  other: Objects;
  /** Another applicant of both programs. */
  otherOrganizationId: string;
  people: Everybody;
  /** A context of operations for somebody, in this process. */
  contextOf(person: Person | null, key?: string): Context;
}

const PLACE = 'Baltimore';
const OTHER_PLACE = 'Stockton';

const stages = new WeakMap<TrustRun, Promise<Stage>>();

/** One stage for all tests of a run that leave its people and programs as they are. */
export function stageOf(run: TrustRun): Promise<Stage> {
  const known = stages.get(run) ?? run.startWeb({ demo: false }).then(openStage);
  stages.set(run, known);
  return known;
}

/** Fills a served product; without the example accounts, as an agency would run it. */
export async function openStage(web: TrustWeb): Promise<Stage> {
  const { db, owner } = web.database;
  const auth = createAuth(db, { secret: web.secret, origin: web.baseUrl });
  const contextOf = (person: Person | null, key?: string): Context => ({
    db,
    actor: person && actorOf(person),
    requestId: randomUUID(),
    now: () => instantFromDate(new Date()),
    secret: web.secret,
    idempotencyKey: key ?? null,
  });
  const registry = { db, owner, auth };
  const builder = await makePerson(registry, 'builder', [{ role: 'analyst', programId: null, organizationId: null }]);
  const own = await buildProgram(owner, contextOf(builder), 'ownmarker');
  const other = await buildProgram(owner, contextOf(builder), 'othermarker');
  const otherOrganizationId = await organizationOf(owner, OTHER_PLACE);
  const places = { programId: own.programId, otherProgramId: other.programId, organizationId: own.organizationId, otherOrganizationId };
  const people = await makeEverybody(registry, places);
  const withRest = async (built: Built, admin: Person, member: Person): Promise<Objects> => {
    const change = await proposeSetting(contextOf(admin), built.slug, { kind: 'two_person_rule', value: 'off', reason: 'To be decided.' });
    return { ...built, member: member.principalId, change: change.changeId };
  };
  const stage = { web, client: createClient(web.baseUrl), db, owner, auth, otherOrganizationId, people, contextOf };
  return {
    ...stage,
    own: await withRest(own, people.admin, people.viewer),
    other: await withRest(other, people.elsewhere, people.elsewhere),
  };
}

async function one(owner: pg.Pool, sql: string, values: unknown[] = []): Promise<string> {
  const { rows } = await owner.query<{ value: string }>(sql, values);
  const value = rows[0]?.value;
  if (value === undefined) throw new Error(`Nothing found: ${sql}`);
  return value;
}

const organizationOf = (owner: pg.Pool, place: string): Promise<string> =>
  one(
    owner,
    `SELECT ap.organization_id AS value FROM application ap JOIN jurisdiction j ON j.id = ap.jurisdiction_id
     WHERE j.name LIKE $1 || '%' LIMIT 1`,
    [place],
  );

type Built = Omit<Objects, 'member' | 'change'>;

/** A practice copy with a letter, an assessment under review and an open proposal on it. */
async function buildProgram(owner: pg.Pool, context: Context, word: string): Promise<Built> {
  const record = (await listPrograms(context)).find((program) => program.kind === 'record');
  const { slug } = await makePracticeCopy(context, record?.slug ?? '');
  const programId = await one(owner, 'SELECT id AS value FROM program WHERE slug = $1', [slug]);
  const organizationId = await organizationOf(owner, PLACE);
  const application = await one(owner, 'SELECT id AS value FROM application WHERE program_id = $1 AND organization_id = $2', [
    programId,
    organizationId,
  ]);
  const { rows } = await owner.query<{ id: string; version: number; ref: string }>(
    `SELECT a.id, a.version, c.ref FROM assessment a JOIN condition c ON c.program_id = a.program_id AND c.id = a.condition_id
     WHERE a.program_id = $1 AND a.application_id = $2 ORDER BY c.sort_order`,
    [programId, application],
  );
  const [first, second] = rows;
  if (!first || !second) throw new Error(`${slug} has no two assessments of ${PLACE}.`);
  const marker = `${word}${randomUUID().slice(0, 8)}`;
  const letter = await recordLetter(context, slug, {
    applicationId: application,
    title: `Letter ${marker}`,
    class: 'B',
    answeredBy: 'body_in_control',
    url: `https://example.gov/${marker}`,
    text: `Text ${marker}`,
    counts: 'no',
    summary: `Summary ${marker}`,
    answers: [{ condition: first.ref, answer: 'not_addressed', note: `Note ${marker}` }],
  });
  const dates = await makeDates(owner, context, { slug, programId, application, assessment: first.id });
  const said = await sayAndAsk(context, {
    slug,
    programId,
    organizationId,
    application,
    assessment: first.id,
    condition: first.ref,
    marker,
  });
  const { requestId } = await sendRequest(context, slug, letterBody({ organizationId, condition: first.ref }, `Questions ${marker}`));
  const dispute = await openDispute(context, first.id, DISPUTE);
  const { reliance, reliedOn } = await rely(owner, context, slug, second);
  const proposal = await propose(owner, context, first.id, letter.evidenceId, marker);
  return {
    slug,
    programId,
    organizationId,
    application,
    assessment: first.id,
    openAssessment: second.id,
    operator: await operatorFor(context, slug, application),
    proposal,
    ...dates,
    request: requestId,
    dispute: dispute.id,
    reliance,
    reliedOn,
    evidence: letter.evidenceId,
    response: letter.responseId,
    ...said,
    condition: first.ref,
    marker,
  };
}

/** Lets an assessment rely on the operator's own, on which nothing has been found. */
async function rely(
  owner: pg.Pool,
  context: Context,
  slug: string,
  { id, ref }: { id: string; ref: string },
): Promise<{ reliance: string; reliedOn: string }> {
  const conditionId = await one(
    owner,
    'SELECT c.id AS value FROM condition c JOIN program p ON p.id = c.program_id WHERE p.slug = $1 AND c.ref = $2',
    [slug, ref],
  );
  const application = await one(owner, 'SELECT application_id AS value FROM assessment WHERE id = $1', [id]);
  const operatorId = await operatorFor(context, slug, application);
  const { assessmentId } = await openOperatorAssessmentAct(context, slug, { operatorId, conditionId });
  const { reliance } = await recordReliance(context, id, await versionOf(owner, id), {
    reliesOn: [assessmentId],
    rule: 'all',
    scope: 'Everybody who is arrested.',
    validFrom: '2017-01-01',
    newEvidence: { title: 'Agreement', class: 'C', url: 'https://example.gov/agreement' },
  });
  return { reliance: reliance.id, reliedOn: assessmentId };
}

/** What somebody of the applicant does: a body named, with its receipt, and a question asked back. */
async function sayAndAsk(
  context: Context,
  at: Pick<Objects, 'slug' | 'programId' | 'organizationId' | 'application' | 'assessment' | 'condition' | 'marker'>,
): Promise<Pick<Objects, 'receipt' | 'clarification' | 'referral'>> {
  const { programId, organizationId } = at;
  if (!context.actor) throw new Error('Nobody acts.');
  const grants = [{ role: 'contributor' as const, programId, organizationId }];
  const person = { ...context, actor: { ...context.actor, grants } };
  const named = { subjectId: at.application, conditions: [at.condition], bodyName: `Body ${at.marker}` };
  const { responseId } = await nameBody(person, at.slug, named);
  const { id } = await askClarification(person, at.assessment, { question: `Question ${at.marker}` });
  const { referrals } = await getExchange(person, at.assessment);
  return { receipt: responseId, clarification: id, referral: referrals[0]?.id ?? '' };
}

/** The body that runs the jail which this applicant uses. */
async function operatorFor(context: Context, slug: string, application: string): Promise<string> {
  const { items } = await listOperators(context, slug);
  const operator = items.find((item) => item.applicants.some((applicant) => applicant.applicationId === application));
  if (!operator) throw new Error(`Nobody runs a jail for ${PLACE}.`);
  return operator.id;
}

export const versionOf = async (owner: pg.Pool, id: string): Promise<number> =>
  Number(await one(owner, 'SELECT version::text AS value FROM assessment WHERE id = $1', [id]));

async function propose(owner: pg.Pool, context: Context, id: string, evidenceId: string, marker: string): Promise<string> {
  await recordStatus(context, id, await versionOf(owner, id), {
    to: 'under_review',
    reason: `Reason ${marker}`,
    details: { reminders: 'August 21, 2017' },
  });
  const made = await proposeFinding(context, id, await versionOf(owner, id), {
    to: 'met',
    reason: `Proposed ${marker}`,
    evidenceIds: [evidenceId],
  });
  return made.proposal.id;
}
