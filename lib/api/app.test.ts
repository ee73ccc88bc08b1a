import { describe, expect, test } from 'vitest';
import type { ErrorCode } from '#lib/domain/errors.ts';
import { errorStatuses } from '#lib/domain/errors.ts';
import { createApi, endpoints } from './app.ts';
import type { GivenDependencies } from './dependencies.ts';
import { formatEntry, type LogEntry } from './log.ts';
import { type Problem, problemTitles } from './problem.ts';

const pool = { totalCount: 2, idleCount: 1, waitingCount: 0, query: async () => ({ rows: [] }) };
const actor = { principalId: 'p', name: 'Test', kind: 'token', onBehalfOfId: null, grants: [] };

function make(given: Partial<GivenDependencies> = {}) {
  const logged: LogEntry[] = [];
  const db = { pool, prisma: {}, close: async () => undefined } as unknown as GivenDependencies['db'];
  const tokenActor = async (token: string) => (token === 'good' ? actor : null);
  return { logged, api: createApi({ db, secret: 's', tokenActor, log: (entry) => logged.push(entry), ...given }) };
}

const bearer = { headers: { Authorization: 'Bearer good' } };
const problem = async (response: Response | Promise<Response>): Promise<Problem> => (await (await response).json()) as Problem;

describe('every answer', () => {
  test('has a request id of its own, is never cached and never sniffed', async () => {
    const { api } = make();
    const ids = new Set<string>();
    for (const path of ['/healthz', '/api/v1/programs', '/api/v1/nowhere', '/api/v1/openapi.json', '/elsewhere']) {
      const { headers } = await api.request(path);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      ids.add(headers.get('x-request-id') ?? '');
    }
    expect(ids.size).toBe(5);
  });

  test('to an unknown address or method is a problem', async () => {
    const { api } = make();
    expect(await problem(api.request('/api/v1/nowhere', bearer))).toMatchObject({ code: 'not_found', status: 404 });
    expect(await problem(api.request('/api/v1/programs', { ...bearer, method: 'DELETE' }))).toMatchObject({ code: 'not_found' });
  });

  test('to nobody says how to sign in', async () => {
    const { api } = make();
    const response = await api.request('/api/v1/programs');
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain('Bearer');
  });

  test('to an unexpected error says nothing of it, and the log says all of it in one line', async () => {
    const { api, logged } = make({ tokenActor: async () => Promise.reject(new Error('secret\nforged line')) });
    const response = await api.request('/api/v1/programs?q=name', bearer);
    const body = await problem(response);
    expect(body).toMatchObject({ code: 'internal', status: 500, requestId: response.headers.get('x-request-id') });
    expect(JSON.stringify(body)).not.toContain('secret');
    expect(logged).toHaveLength(1);
    const line = formatEntry(logged[0] as LogEntry, new Date(0));
    expect(line).not.toContain('\n');
    expect(JSON.parse(line)).toMatchObject({
      level: 'error',
      path: '/api/v1/programs',
      requestId: body.requestId,
      error: { message: 'secret\nforged line' },
    });
  });
});

describe('health', () => {
  test('alive without a database, ready only with one', async () => {
    const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    const down = { pool: { ...pool, query: async () => Promise.reject(refused) } } as unknown as GivenDependencies['db'];
    const { api } = make({ db: down });
    expect((await api.request('/healthz')).status).toBe(200);
    const ready = await api.request('/readyz');
    expect(ready.status).toBe(503);
    expect(ready.headers.get('retry-after')).toBe('2');
    expect((await make().api.request('/readyz')).status).toBe(200);
  });

  test('metrics only from this machine or with a token', async () => {
    const near = make({ remoteAddress: () => '127.0.0.1' }).api;
    await near.request('/healthz');
    const text = await (await near.request('/metrics')).text();
    expect(text).toContain('proviso_http_request_seconds_count{method="GET",route="/healthz",status="200"} 1\n');
    expect(text).toContain('proviso_database_connections{state="idle"} 1\n');
    expect((await near.request('/metrics', { headers: { 'X-Forwarded-For': '203.0.113.9' } })).status).toBe(401);

    const far = make({ remoteAddress: () => '203.0.113.9', sessionActor: async () => actor }).api;
    expect((await far.request('/metrics')).status).toBe(401);
    expect((await far.request('/metrics', bearer)).status).toBe(200);
    expect((await make().api.request('/metrics')).status).toBe(401);
  });
});

interface OpenApi {
  openapi: string;
  paths: Record<string, Record<string, { responses: Record<string, unknown>; security: unknown }>>;
  components: { schemas: Record<string, unknown>; securitySchemes: Record<string, unknown> };
}

describe('the OpenAPI document', () => {
  const document = async (): Promise<OpenApi> => (await (await make().api.request('/api/v1/openapi.json')).json()) as OpenApi;

  test('describes every endpoint, with both ways to sign in and its refusals', async () => {
    const { openapi, paths, components } = await document();
    expect(openapi).toBe('3.1.0');
    expect(Object.keys(components.securitySchemes)).toEqual(['bearer', 'cookie']);
    for (const { route } of endpoints) {
      const described = paths[route.path]?.[route.method];
      expect(described?.responses, route.path).toHaveProperty('401');
      expect(described?.security).toEqual([{ bearer: [] }, { cookie: [] }]);
    }
  });

  test('refers only to what it holds', async () => {
    const whole = await document();
    const names = [...JSON.stringify(whole).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map((match) => match[1] ?? '');
    expect(names.length).toBeGreaterThan(20);
    for (const name of names) expect(whole.components.schemas).toHaveProperty(name);
  });
});

test('every code has a title', () => {
  for (const code of Object.keys(errorStatuses) as ErrorCode[]) expect(problemTitles[code]).toBeTruthy();
});
