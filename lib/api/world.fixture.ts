/** The API on a real database with the PSP record, a practice copy, and a token for each role. */
import { readFile } from 'node:fs/promises';
import type { Role } from '#lib/domain/permission.ts';
import type { AssessmentRow } from '#lib/domain/record.ts';
import { openDatabase } from '#lib/operations/authenticate.ts';
import { createToken } from '#lib/operations/create-token.ts';
import { loadPack } from '#lib/operations/load-pack.ts';
import { createTestDatabase } from '../../scripts/test/database.ts';
import { createApi } from './app.ts';
import type { LogEntry } from './log.ts';

const PACK = new URL('../../prisma/seed/psp-2017.json', import.meta.url);
const HELD_ROLES = ['viewer', 'analyst', 'reviewer', 'approver', 'auditor', 'admin'] as const satisfies readonly Role[];
type HeldRole = (typeof HELD_ROLES)[number];

export const RECORD = 'psp-2017';

export interface Sent {
  as?: HeldRole | 'nobody';
  /** An object is sent as JSON, text as it is. */
  body?: unknown;
  version?: number | string;
  key?: string;
  headers?: Record<string, string>;
}

export interface World {
  db: ReturnType<typeof openDatabase>;
  api: ReturnType<typeof createApi>;
  tokens: Record<HeldRole, string>;
  practice: string;
  logged: LogEntry[];
  get(path: string, sent?: Sent): Promise<Response>;
  post(path: string, sent?: Sent): Promise<Response>;
  /** The n-th assessment of a program as it stands now. */
  assessment(program: string, n: number): Promise<AssessmentRow>;
  /** How many rows a write could have added: events, proposals, responses, evidence, keys. */
  written(): Promise<Record<string, number>>;
  close(): Promise<void>;
}

const COUNTED = [
  'event',
  'proposal',
  'response',
  'evidence',
  'evidence_link',
  'deadline',
  'extension',
  'legal_order',
  'request',
  'program',
  'assessment_period',
  'idempotency_key',
];

async function makeTokens(db: World['db']): Promise<Record<HeldRole, string>> {
  const entries: [HeldRole, string][] = [];
  for (const role of HELD_ROLES) entries.push([role, await createToken(db, { role })]);
  return Object.fromEntries(entries) as Record<HeldRole, string>;
}

export const json = async <T>(response: Response): Promise<T> => (await response.json()) as T;

const textOf = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body));

function headersOf({ body, version, key, headers }: Sent, token: string | null): Record<string, string> {
  return {
    ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    ...(version === undefined ? {} : { 'If-Match': typeof version === 'number' ? `"${version}"` : version }),
    ...(key === undefined ? {} : { 'Idempotency-Key': key }),
    ...headers,
  };
}

export async function makeWorld(): Promise<World> {
  const database = await createTestDatabase();
  const db = openDatabase(database.appUrl, { max: 4 });
  await loadPack(db, JSON.parse(await readFile(PACK, 'utf8')));
  const tokens = await makeTokens(db);
  const logged: LogEntry[] = [];
  const api = createApi({ db, secret: 'only for this test', log: (entry) => logged.push(entry) });

  const send = async (method: string, path: string, sent: Sent): Promise<Response> => {
    const { as = 'analyst', body } = sent;
    const headers = headersOf(sent, as === 'nobody' ? null : tokens[as]);
    return api.request(`/api/v1${path}`, { method, headers, ...(body === undefined ? {} : { body: textOf(body) }) });
  };
  const get = (path: string, sent: Sent = {}) => send('GET', path, sent);
  const post = (path: string, sent: Sent = {}) => send('POST', path, sent);

  const { slug: practice } = await json<{ slug: string }>(await post(`/programs/${RECORD}/practice-copy`));
  return {
    db,
    api,
    tokens,
    practice,
    logged,
    get,
    post,
    async assessment(program, n) {
      const { items } = await json<{ items: AssessmentRow[] }>(await get(`/programs/${program}/assessments`));
      const row = items[n];
      if (!row) throw new Error(`${program} has no assessment ${n}.`);
      return row;
    },
    async written() {
      const counts = COUNTED.map((table) => `(SELECT count(*)::int FROM ${table}) AS "${table}"`);
      const { rows } = await db.pool.query<Record<string, number>>(`SELECT ${counts.join(', ')}`);
      return rows[0] ?? {};
    },
    async close() {
      await db.close();
      await database.drop();
    },
  };
}
