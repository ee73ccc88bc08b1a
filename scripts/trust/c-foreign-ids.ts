/** C2: an id of another program in every field that takes one. */
import { actionRules } from './access-table.ts';
import { deadlineIdCases } from './c-deadlines.ts';
import { evidenceCases } from './c-evidence-fields.ts';
import { bodyCases } from './c-foreign-bodies.ts';
import { type FormCase, formFields, forms, type Strange, strangeThings } from './c-foreign-forms.ts';
import { createTally, type Tally } from './check.ts';
import { type ApiDocument, type JsonSchema, listActions, readApiDocument } from './http/build-lists.ts';
import { actionRequest } from './http/cells.ts';
import type { Answer } from './http/client.ts';
import { countRows, writtenBetween } from './http/rows.ts';
import { type Objects, type Stage, stageOf, versionOf } from './http/stage.ts';
import { disputeCases, letterCases } from './letter-writers.ts';
import type { TrustRun, TrustTest } from './types.ts';

const MISSING = '01900000-0000-7000-8000-00000000dead';
const SILENCE = { to: 'under_review', reason: 'No answer came by the due date.', details: { reminders: 'August 21, 2017' } };

const WITHDRAWAL = { kind: 'city_withdrew' };

export interface Ids {
  application: string;
  assessment: string;
  organization: string;
  evidence: string;
  deadline: string;
  order: string;
}

const MISSING_IDS: Ids = {
  application: MISSING,
  assessment: MISSING,
  organization: MISSING,
  evidence: MISSING,
  deadline: MISSING,
  order: MISSING,
};

export interface Case {
  /** The address and a body that would be accepted with ids of one's own. */
  path: string;
  body(ids: Ids, own: Objects): unknown;
  /** The assessment whose version is sent. */
  versionOf?: string;
  /** The version itself, of what is not an assessment. */
  version?: number;
  /** Absent: the analyst. */
  as?: 'analyst' | 'reviewer' | 'counsel';
}

const status = (own: Objects): string => `/api/v1/assessments/${own.openAssessment}/status`;
const letter = (applicationId: string, condition: string) => ({
  applicationId,
  url: 'https://example.gov/letter',
  counts: 'no',
  answers: [{ condition, answer: 'not_addressed' }],
});

/** By method, path and field, as the API's document names them; one that it does not name stands in free details. */
const cases: Record<string, (own: Objects, requested: string) => Case> = {
  ...letterCases,
  ...disputeCases,
  'POST /api/v1/assessments/{id}/status evidenceIds': (own) => ({
    path: status(own),
    body: ({ evidence }) => ({ ...SILENCE, evidenceIds: [evidence] }),
  }),
  'POST /api/v1/assessments/{id}/status details.evidenceIds': (_own, requested) => ({
    path: `/api/v1/assessments/${requested}/status`,
    versionOf: requested,
    body: ({ evidence }) => ({ to: 'submitted', reason: 'A letter came.', details: { evidenceIds: [evidence] } }),
  }),
  'POST /api/v1/assessments/{id}/proposals evidenceIds': (own) => ({
    path: `/api/v1/assessments/${own.openAssessment}/proposals`,
    body: ({ evidence }) => ({ to: 'withdrawn', reason: 'The city withdrew.', details: WITHDRAWAL, evidenceIds: [evidence] }),
  }),
  'POST /api/v1/programs/{program}/letters applicationId': (own) => ({
    path: `/api/v1/programs/${own.slug}/letters`,
    body: ({ application }) => letter(application, own.condition),
  }),
  ...deadlineIdCases,
  ...bodyCases,
};

Object.assign(cases, evidenceCases);

/** Parameters that take an id or hold one; each has to give nothing of the other program. */
const queryFields = new Set(['assignee', 'cursor']);

function idFields(document: ApiDocument): { body: string[]; query: string[] } {
  const isId = (name: string, schema: JsonSchema): boolean =>
    /Ids?$/.test(name) || schema.format === 'uuid' || schema.items?.format === 'uuid';
  const body = document.operations.flatMap(({ method, path, body: schema }) =>
    Object.entries(schema ? (document.resolve(schema).properties ?? {}) : {})
      .filter(([name, field]) => isId(name, document.resolve(field)))
      .map(([name]) => `${method} ${path} ${name}`),
  );
  const query = document.operations.flatMap(({ method, path, parameters }) =>
    parameters
      .filter((parameter) => parameter.in === 'query' && (isId(parameter.name, parameter.schema) || parameter.name === 'cursor'))
      .map((parameter) => `${method} ${path} ${parameter.name}`),
  );
  return { body, query };
}

async function send(stage: Stage, { path, versionOf: assessment, version: given, as = 'analyst' }: Case, body: unknown): Promise<Answer> {
  const version = given ?? (await versionOf(stage.owner, assessment ?? stage.own.openAssessment));
  return stage.client.send({
    method: 'POST',
    path,
    headers: {
      Authorization: `Bearer ${stage.people[as].token}`,
      'Content-Type': 'application/json',
      'If-Match': `"${version}"`,
    },
    body: JSON.stringify(body),
  });
}

const withoutIds = ({ status: code, text }: Answer): string => `${code} ${text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID')}`;

/** @returns what a foreign id and a missing one came to differently, or how one was taken */
async function tryBodies(stage: Stage, tally: Tally, fields: readonly string[]): Promise<void> {
  const { rows } = await stage.owner.query<{ id: string }>(
    `SELECT id FROM assessment WHERE program_id = $1 AND status = 'requested' LIMIT 1`,
    [stage.own.programId],
  );
  const requested = rows[0]?.id ?? '';
  for (const name of [...fields, 'POST /api/v1/assessments/{id}/status details.evidenceIds']) {
    const made = cases[name]?.(stage.own, requested);
    tally.check(made !== undefined, `${name} takes an id and has no case here`);
    if (!made) continue;
    const foreign = await send(stage, made, made.body({ ...stage.other, organization: stage.otherOrganizationId }, stage.own));
    const missing = await send(stage, made, made.body(MISSING_IDS, stage.own));
    tally.check([400, 404].includes(foreign.status), `${name}: ${foreign.status} ${foreign.text.slice(0, 200)}`);
    tally.check(withoutIds(foreign) === withoutIds(missing), `${name}: foreign and missing look different`);
  }
}

interface List {
  items?: unknown[];
  rows?: unknown[];
  nextCursor: string | null;
}

function countItems({ text }: Answer): number | undefined {
  const { items, rows } = JSON.parse(text) as List;
  return (items ?? rows)?.length;
}

/** A filter by somebody else's people finds nothing; a cursor of another program's list is refused. */
async function tryQueries(stage: Stage, tally: Tally, fields: readonly string[]): Promise<void> {
  const ask = (person: 'auditor' | 'elsewhere', path: string) =>
    stage.client.send({ path, headers: { Authorization: `Bearer ${stage.people[person].token}` } });
  for (const name of fields) {
    const [, path = '', field = ''] = name.split(' ');
    tally.check(queryFields.has(field), `${name} takes an id and has no case here`);
    const at = (slug: string, id: string) => path.replace('{program}', slug).replace('{id}', id).replace('{format}', 'json');
    const own = at(stage.own.slug, stage.own.assessment);
    if (field === 'assignee') {
      const answer = await ask('auditor', `${own}?assignee=${stage.people.elsewhere.principalId}`);
      tally.check(answer.status === 200 && countItems(answer) === 0, `${name}: ${answer.status} ${answer.text.slice(0, 900)}`);
      continue;
    }
    const foreign = await ask('elsewhere', `${at(stage.other.slug, stage.other.assessment)}?limit=1`);
    const { nextCursor } = JSON.parse(foreign.text) as List;
    if (nextCursor === null) continue;
    const answer = await ask('auditor', `${own}?cursor=${encodeURIComponent(nextCursor)}`);
    // A place in one stream's own numbering is the same number in every other.
    const harmless = answer.status === 200 && !answer.text.includes(stage.other.marker) && /^\d+$/.test(nextCursor);
    tally.check(answer.status === 400 || harmless, `${name}: ${answer.status} ${answer.text.slice(0, 200)}`);
  }
}

async function tryForms(stage: Stage, tally: Tally, fields: readonly string[], strange: Strange): Promise<void> {
  for (const name of fields) {
    const made = forms[name]?.(stage, strange);
    tally.check(made !== undefined, `the form field ${name} takes an id and has no case here`);
    for (const one of made ? [made].flat() : []) await tryForm(stage, tally, name, one);
  }
}

async function tryForm(stage: Stage, tally: Tally, field: string, made: FormCase): Promise<void> {
  const action = listActions().find((known) => known.name === made.action);
  const rule = action && actionRules[action.name];
  tally.check(rule !== undefined, `${made.action}, which reads ${field}, is not in the build`);
  if (!action || !rule) return;
  const version = String(await versionOf(stage.owner, stage.own.openAssessment));
  const { field: _, ...unnamed } = rule;
  const names = { program: stage.own.slug, thing: made.thing ?? '' };
  const person = stage.people[made.as ?? 'analyst'];
  const answer = await stage.client.send(actionRequest(stage, person, { action, rule: unnamed, names, form: { version, ...made.form } }));
  const refused = /"code":"(not_found|invalid_request)"/.test(answer.text);
  tally.check(refused, `form field ${field} of ${made.action}: ${answer.status} ${answer.text.slice(-300)}`);
}

/** The same ids, looked up as a product would that forgets to ask for the program. */
async function findWithoutProgram({ owner, other }: Stage): Promise<number> {
  const { rows } = await owner.query<{ found: number }>(
    `SELECT (SELECT count(*)::int FROM evidence WHERE id = $1) + (SELECT count(*)::int FROM application WHERE id = $2) AS found`,
    [other.evidence, other.application],
  );
  return rows[0]?.found ?? 0;
}

async function foreignIds(run: TrustRun) {
  const stage = await stageOf(run);
  const tally = createTally();
  const fields = idFields(await readApiDocument(stage.client));
  const inForms = formFields();
  const strange = await strangeThings(stage);
  const before = await countRows(stage.owner);
  await tryBodies(stage, tally, fields.body);
  await tryQueries(stage, tally, fields.query);
  await tryForms(stage, tally, inForms, strange);
  const written = writtenBetween(before, await countRows(stage.owner));
  tally.check(written.length === 0, `written: ${written.join(', ')}`);
  const found = await findWithoutProgram(stage);
  return tally.figures(
    {
      'fields in bodies': fields.body.length + 1,
      'in parameters': fields.query.length,
      'in forms': inForms.length,
      'tables written': written.length,
    },
    { what: 'the same ids looked up without their program', failedAsItMust: found === 2, figures: { found } },
  );
}

export const foreignIdTests: readonly TrustTest[] = [
  {
    id: 'C2',
    title: 'An id of another program in each field that takes one, in bodies, parameters, cursors and forms',
    must: '404 or 400 as for a missing one; no row written in any table',
    run: foreignIds,
  },
];
