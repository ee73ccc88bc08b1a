/** E9: objects and SQL where text is expected. */
import { apiRules } from './access-table.ts';
import { createTally, type Tally } from './check.ts';
import { bases, withClosedThings } from './e-bodies.ts';
import { type ApiDocument, type ApiOperation, type JsonSchema, readApiDocument } from './http/build-lists.ts';
import { apiPath, type Names, namesFor, pagePath } from './http/cells.ts';
import { type Answer, inParallel } from './http/client.ts';
import { countRows, writtenBetween } from './http/rows.ts';
import { type Stage, stageOf } from './http/stage.ts';
import type { TrustRun, TrustTest } from './types.ts';

const WIDTH = 6;
const SQL = [
  "' OR '1'='1",
  "' OR 1=1 --",
  "'; DROP TABLE event; --",
  "' UNION SELECT id, name FROM principal --",
  '1; SELECT pg_sleep(3) --',
  "' || pg_sleep(3) || '",
  '$1',
  "\\'; SELECT 1; --",
  '%',
  '_',
  '%27%20OR%201=1',
  "x' AND (SELECT count(*) FROM pg_user) > 0 --",
];
const SHAPES = ['{"not":""}', '{"contains":""}', '[]', '[object Object]', 'null', 'undefined', 'true', '-1', '1e309', 'NaN'];
const SLEPT_MS = 2900;

const bearer = (stage: Stage): Record<string, string> => ({ Authorization: `Bearer ${stage.people.severalRoles.token}` });

/** One's own thing at each address; of the assessments the one with nothing open. */
function namesOf(stage: Stage, { method, path }: Pick<ApiOperation, 'method' | 'path'>): Names {
  const names = namesFor(stage, apiRules[`${method} ${path}`] ?? { needs: 'account' }, 'own');
  return names.thing === stage.own.assessment ? { ...names, thing: stage.own.openAssessment } : names;
}

interface List {
  items?: unknown[];
}

const countItems = (answer: Answer): number => {
  if (!String(answer.headers['content-type'] ?? '').startsWith('application/json')) return 0;
  return (JSON.parse(answer.text) as List).items?.length ?? 0;
};

/** Reads that need a parameter before they give anything. */
const needed: Record<string, string> = { '/api/v1/programs/{program}/audit/sample': '?seed=1' };

/** Every parameter of every read, as text that is none, as an object, and as SQL. */
async function tryParameters(stage: Stage, { operations }: ApiDocument, tally: Tally, payloads: readonly string[]): Promise<number> {
  const reads = operations.filter((operation) => operation.method === 'GET' && !operation.path.endsWith('.json'));
  const fields = reads.flatMap((operation) =>
    operation.parameters.filter((parameter) => parameter.in === 'query').map((parameter) => ({ operation, name: parameter.name })),
  );
  const most = new Map<string, number>();
  for (const operation of reads) {
    const path = apiPath(operation, namesOf(stage, operation));
    most.set(
      operation.path,
      countItems(await stage.client.send({ path: `${path}${needed[operation.path] ?? ''}`, headers: bearer(stage) })),
    );
  }
  await inParallel(fields, WIDTH, async ({ operation, name }) => {
    const path = apiPath(operation, namesOf(stage, operation));
    const queries = [
      ...payloads.map((value) => `${name}=${encodeURIComponent(value)}`),
      ...['[]', '[not]', '[$ne]', '.not'].map((ending) => `${encodeURIComponent(name + ending)}=x`),
      `${name}=a&${name}=b`,
      `${name}=%00`,
      `${name}=%ff%fe`,
    ];
    for (const query of queries) {
      const answer = await stage.client.send({ path: `${path}?${query}`, headers: bearer(stage) });
      const more = answer.status === 200 && countItems(answer) > (most.get(operation.path) ?? 0);
      const good = (answer.status === 400 || (answer.status === 200 && !more)) && answer.ms < SLEPT_MS;
      tally.check(good, `${operation.path}?${query}: ${answer.status}${more ? ', extra rows' : ''} in ${Math.round(answer.ms)} ms`);
    }
  });
  return fields.length;
}

const isText = (schema: JsonSchema): boolean => schema.type === 'string' || schema.enum !== undefined;

function wrongValues(schema: JsonSchema): unknown[] {
  const wrong: unknown[] = [{ not: '' }, { toString: 'x' }, null, true, [[]], 1.5];
  return isText(schema) ? [...wrong, 1, []] : wrong.filter((value) => schema.type !== 'boolean' || value !== true);
}

async function tryBodies(stage: Stage, document: ApiDocument, tally: Tally, statements: readonly string[]): Promise<number> {
  let fields = 0;
  for (const operation of document.operations) {
    if (!operation.body) continue;
    const name = `${operation.method} ${operation.path}`;
    const made = bases[name];
    const base = made?.body(stage.own);
    tally.check(base !== undefined, `${name} takes a body and has no case here`);
    if (!base) continue;
    const person = stage.people[made?.as ?? 'analyst'];
    const headers = { Authorization: `Bearer ${person.token}`, 'Content-Type': 'application/json', 'If-Match': '"999999"' };
    const path = apiPath(operation, namesOf(stage, operation));
    const properties = Object.entries(document.resolve(operation.body).properties ?? {});
    fields += properties.length;
    await inParallel(properties, WIDTH, async ([field, schema]) => {
      for (const value of wrongValues(document.resolve(schema))) {
        const answer = await stage.client.send({ method: 'POST', path, headers, body: JSON.stringify({ ...base, [field]: value }) });
        tally.check(answer.status === 400, `${name} with ${field} = ${JSON.stringify(value)}: ${answer.status}`);
      }
      for (const value of statements) {
        const answer = await stage.client.send({ method: 'POST', path, headers, body: JSON.stringify({ ...base, [field]: value }) });
        const refused = answer.status >= 400 && answer.status < 500 && answer.ms < SLEPT_MS;
        tally.check(refused, `${name} with ${field} = ${value}: ${answer.status} in ${Math.round(answer.ms)} ms`);
      }
    });
  }
  return fields;
}

/** Names that pages read from their address, gathered from the API's own and those of the forms. */
const PAGE_PARAMETERS = [
  'q',
  'state',
  'condition',
  'status',
  'flag',
  'sort',
  'cursor',
  'asOf',
  'knownAt',
  'kind',
  'class',
  'since',
  'columns',
  'publicBy',
  'applicant',
  'on',
  'days',
  'seed',
  'size',
  'format',
  'returnTo',
  'recorded',
  'done',
];
const PAGES = ['', '/applicants', '/timeline', '/reports', '/record', '/evidence', '/conditions', '/letters/new', '/reports/download'];

async function tryPages(stage: Stage, tally: Tally, payloads: readonly string[]): Promise<void> {
  const asked = PAGES.flatMap((page) => payloads.map((value) => ({ page, value })));
  await inParallel(asked, WIDTH, async ({ page, value }) => {
    const query = new URLSearchParams(PAGE_PARAMETERS.map((name) => [name, value])).toString();
    const path = `${pagePath('/programs/[program]', { program: stage.own.slug, thing: '' })}${page}?${query}`;
    const answer = await stage.client.send({ path, headers: { Cookie: stage.people.analyst.cookie ?? '' } });
    tally.check(answer.status < 500 && answer.ms < SLEPT_MS * 3, `${path}: ${answer.status} in ${Math.round(answer.ms)} ms`);
  });
}

async function injection(run: TrustRun) {
  const stage = await stageOf(run);
  const tally = createTally();
  const document = await readApiDocument(stage.client);
  const statements = SQL.slice(0, run.scale(2, SQL.length));
  const shapes = SHAPES.slice(0, run.scale(2, SHAPES.length));
  const closed = await withClosedThings(stage);
  const before = await countRows(stage.owner);
  const parameters = await tryParameters(stage, document, tally, [...statements, ...shapes]);
  const fields = await tryBodies(closed, document, tally, statements);
  await tryPages(stage, tally, [...statements.slice(0, run.scale(2, SQL.length)), ...shapes.slice(0, run.scale(1, SHAPES.length))]);
  const written = writtenBetween(before, await countRows(stage.owner));
  tally.check(written.length === 0, `written: ${written.join(', ')}`);
  const { rows } = await stage.owner.query<{ n: number }>(`SELECT count(*)::int AS n FROM assessment WHERE status = '${SQL[0]}'`);
  return tally.figures(
    { parameters, 'body fields': fields, payloads: statements.length + shapes.length, 'tables written': written.length },
    {
      what: 'the first payload joined into a statement',
      failedAsItMust: (rows[0]?.n ?? 0) > 0,
      figures: { 'extra rows': rows[0]?.n ?? 0 },
    },
  );
}

export const injectionTests: readonly TrustTest[] = [
  {
    id: 'E9',
    title: 'Objects, arrays, null, numbers and SQL in every parameter and every field of every body',
    must: '400 or no row more; nothing written, no fault, no wait',
    run: injection,
  },
];
