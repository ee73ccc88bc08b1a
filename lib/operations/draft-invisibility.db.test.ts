/**
 * A draft exists for its organization alone. Every operation that takes a context is asked before and after one is written, as every
 * role: nothing may differ, so it can be neither read nor counted. The operations are found in their files, so that a new one is asked too.
 * The control: once submitted, the same comparison shows it.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApi } from '#lib/api/app.ts';
import { openDatabase } from '#lib/data/client.ts';
import { ROLES, type Role } from '#lib/domain/permission.ts';
import { type ExportedOperation, listOperations } from '../../scripts/trust/http/operations.ts';
import type { Context } from './context.ts';
import { createToken } from './create-token.ts';
import { getOrganizationPage } from './get-organization-page.ts';
import { draftOf, makeOrganization, type Organization } from './organization.fixture.ts';
import { saveDraft } from './save-draft.ts';
import { signOffDraft } from './sign-off-draft.ts';
import { submitDraft } from './submit-draft.ts';
import { openWorld, type World } from './world.fixture.ts';

const MARKER = 'unsaidword';
const FUNDERS = ROLES.filter((role) => role !== 'contributor');
const READS = /^(get|list|preview|export|prove|sample|check|find|search)/;
/** Each is asked with every id there is, the draft's own among them. */
const BY_ID = new Set([
  'id',
  'assessmentId',
  'responseId',
  'principalId',
  'stream',
  'evidenceId',
  'proposalId',
  'organizationId',
  'operatorId',
]);

let world: World;
let city: Organization;
let writer: Context;
let counsel: Context;
let reads: ExportedOperation[];
let now: string;

beforeAll(async () => {
  world = await openWorld();
  city = await makeOrganization(world, 'Albuquerque');
  writer = await city.as(await city.person('Wanda Writer'));
  counsel = await city.as(await city.person('Carl Counsel'));
  for (const role of FUNDERS) await world.as(role);
  reads = (await listOperations()).filter(({ name }) => READS.test(name));
}, 60_000);
afterAll(() => world.close());

const clock = async (): Promise<string> =>
  (await world.owner.query<{ at: string }>('SELECT proviso_instant(clock_timestamp()) AS at')).rows[0]?.at ?? '';

/** The instant of an export is its own. */
const EXPORTED_AT = /"exportedAt":"[^"]+"/g;

async function textOf(value: unknown): Promise<string> {
  if (value !== null && typeof value === 'object' && 'body' in value && value.body instanceof ReadableStream)
    return (await new Response(value.body).text()).replaceAll(EXPORTED_AT, '');
  return JSON.stringify(value, (_, part: unknown) => (part instanceof Map || part instanceof Set ? [...part] : part)) ?? '';
}

const arguments_ = (operation: ExportedOperation, id: string): unknown[] =>
  operation.parameters.map((name) => {
    if (BY_ID.has(name)) return id;
    if (name === 'slug') return city.slug;
    if (name === 'format') return 'json';
    if (name === 'sequence') return '1';
    if (name === 'query') return { since: '2017-01-01', seed: 'a', size: 200, limit: 200 };
    return name === 'actions' ? ['read'] : {};
  });

async function ask(context: Context, operation: ExportedOperation, id: string): Promise<string> {
  try {
    return await textOf(await operation.call(context, ...arguments_(operation, id)));
  } catch (error) {
    return `refused: ${(error as { code?: string }).code ?? 'fault'}`;
  }
}

/** What every role is told by every read, by a name that says which. */
async function everythingToldTo(roles: readonly Role[], ids: string[]): Promise<Map<string, string>> {
  const told = new Map<string, string>();
  for (const role of roles) {
    const context = { ...(await world.as(role)), now: () => now };
    for (const operation of reads) {
      const asked = operation.parameters.some((name) => BY_ID.has(name)) ? ids : [''];
      for (const id of asked) told.set(`${role} ${operation.name} ${id}`, await ask(context, operation, id));
    }
  }
  return told;
}

const knownIds = async (): Promise<string[]> => {
  const { rows } = await world.owner.query<{ id: string }>(
    `(SELECT id FROM assessment WHERE application_id = $1 LIMIT 1) UNION ALL SELECT $1 UNION ALL SELECT $2`,
    [city.applicationId, city.id],
  );
  return rows.map(({ id }) => id);
};

const differing = (before: Map<string, string>, after: Map<string, string>): string[] =>
  [...before].filter(([name, text]) => after.get(name) !== text).map(([name]) => name);

const rowsOf = async (): Promise<Record<string, number>> => {
  const { rows: tables } = await world.owner.query<{ name: string }>(
    `SELECT quote_ident(relname) AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1`,
  );
  const counts = tables.map(({ name }) => `(SELECT count(*)::int FROM ${name})`);
  const { rows } = await world.owner.query<{ counts: number[] }>(`SELECT ARRAY[${counts.join(', ')}] AS counts`);
  return Object.fromEntries(tables.map(({ name }, index) => [name, rows[0]?.counts[index] ?? 0]));
};

const write = async (version: number): Promise<void> => {
  const body = { ...draftOf(city.applicationId, MARKER), needsSignOff: true };
  await saveDraft(writer, city.slug, version, body);
};

test('nothing that any role of the funder reads differs, and no row but the draft’s is written', async () => {
  now = await clock();
  const ids = await knownIds();
  const before = await everythingToldTo(FUNDERS, ids);
  expect(differing(before, await everythingToldTo(FUNDERS, ids)), 'what differs by itself proves nothing').toEqual([]);
  const rows = await rowsOf();
  await write(0);
  await signOffDraft(counsel, city.slug, 1, { subjectId: city.applicationId, title: `Attorney ${MARKER}` });
  const after = await everythingToldTo(FUNDERS, ids);
  expect(differing(before, after)).toEqual([]);
  const written = Object.entries(await rowsOf()).filter(([name, count]) => count !== rows[name]);
  expect(written.map(([name]) => name)).toEqual(['response_draft', 'response_draft_answer', 'response_draft_item']);
  expect(after.size).toBeGreaterThan(200);
  const { rows: drafts } = await world.owner.query<{ id: string }>(
    'SELECT id FROM response_draft UNION SELECT id FROM response_draft_item',
  );
  const told = await everythingToldTo(
    FUNDERS,
    drafts.map(({ id }) => id),
  );
  expect([...told].filter(([, text]) => text.includes(MARKER) || drafts.some(({ id }) => text.includes(id))).map(([name]) => name)).toEqual(
    [],
  );
});

test('no role holds the right to an organization’s page, whatever it is given besides', async () => {
  for (const role of FUNDERS) {
    const context = await world.as(role);
    const outcome = await getOrganizationPage(context, city.slug).then(
      () => 'shown',
      (error: { code?: string }) => error.code,
    );
    expect([role, outcome]).toEqual([role, 'forbidden']);
  }
});

/** The addresses of every read of the API; a path that names nothing besides the program is asked once. */
async function readAddresses(api: ReturnType<typeof createApi>, ids: string[]): Promise<string[]> {
  const { paths } = (await (await api.request('/api/v1/openapi.json')).json()) as { paths: Record<string, Record<string, unknown>> };
  const reads = Object.keys(paths).filter((path) => paths[path]?.get);
  return reads.flatMap((path) => {
    const known = path.replace('{program}', city.slug).replace('{format}', 'csv').replace('{sequence}', '1');
    const asked = known.includes('{') ? ids : ids.slice(0, 1);
    return asked.map((id) => `${path.startsWith('/api') ? '' : '/api/v1'}${known.replaceAll(/\{\w+\}/g, id)}`);
  });
}

test('the API, as every role, says nothing of it', async () => {
  const api = createApi({ db: world.db, secret: 'a secret of this test', log: () => undefined });
  const addresses = await readAddresses(api, await knownIds());
  expect(addresses.length).toBeGreaterThan(10);
  for (const role of FUNDERS) {
    const headers = { Authorization: `Bearer ${await createToken(world.db, { role })}` };
    for (const address of addresses) {
      const response = await api.request(address, { headers });
      expect([address, (await response.text()).includes(MARKER)]).toEqual([address, false]);
    }
  }
}, 60_000);

test('no open page is told of a save', async () => {
  const listening = openDatabase(world.appUrl, { max: 1 });
  const client = await listening.pool.connect();
  const notices: string[] = [];
  client.on('notification', ({ payload }) => notices.push(payload ?? ''));
  await client.query('LISTEN proviso');
  await write(2);
  await client.query('SELECT 1');
  expect(notices).toEqual([]);
  await submitted();
  await client.query('SELECT pg_sleep(0.1)');
  expect(notices.length, 'the control: a submission tells them').toBeGreaterThan(0);
  client.release();
  await listening.close();
});

async function submitted(): Promise<void> {
  await signOffDraft(counsel, city.slug, 3, { subjectId: city.applicationId, title: 'Attorney' });
  await submitDraft(writer, city.slug, 4, { subjectId: city.applicationId });
}

test('the control: once it is submitted, every role that reads the program is told', async () => {
  now = await clock();
  const told = await everythingToldTo(FUNDERS, await knownIds());
  for (const role of FUNDERS) {
    expect([...told].filter(([name, text]) => name.startsWith(`${role} `) && text.includes(MARKER)).length, role).toBeGreaterThan(0);
  }
});
