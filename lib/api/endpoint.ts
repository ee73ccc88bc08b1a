/**
 * An endpoint is declared once: its address, its parameters, its body, its answer, its refusals. The declaration
 * documents it; the handler reads with the same schemas, and the type of its answer is that of the schema.
 */
import { type RouteConfig, z } from '@hono/zod-openapi';
import { type ErrorCode, errorStatuses } from '#lib/domain/errors.ts';
import type { ApiRequest } from './request.ts';
import { etagHeader, idempotencyHeader, ifMatchHeader, problem, requestIdHeader } from './schemas/common.ts';

export interface Endpoint {
  /** As Hono writes it: `/api/v1/programs/:program`. */
  routingPath: string;
  /** What OpenAPI says about it. */
  route: RouteConfig;
  handle(request: ApiRequest): Promise<Response>;
}

interface Declared {
  method: 'get' | 'post';
  /** As OpenAPI writes it, below `/api/v1`. */
  path: string;
  /** Where Hono needs a pattern that OpenAPI cannot say. */
  routingPath?: string;
  tag: string;
  summary: string;
  description?: string;
  /** Parameters of the path that are more than text. */
  params?: Record<string, z.ZodType>;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** A write that takes If-Match. */
  conditional?: boolean;
  refusals?: readonly ErrorCode[];
}

export interface JsonAnswer<Body> {
  body: Body;
  /** Sent as ETag: what the next write has to name. */
  version?: number;
  location?: string;
}

interface JsonDeclared<Body extends z.ZodType> extends Declared {
  success: { status: 200 | 201; description: string; schema: Body };
  handle(request: ApiRequest): Promise<JsonAnswer<z.input<Body>>>;
}

interface FileDeclared extends Declared {
  content: Record<string, { schema: z.ZodType }>;
  handle(request: ApiRequest): Promise<Response>;
}

export const API = '/api/v1';

/** Every request can meet these. */
const COMMON: readonly ErrorCode[] = ['unauthenticated', 'too_many_requests', 'unavailable'];
const WRITING: readonly ErrorCode[] = [
  'forbidden',
  'invalid_request',
  'payload_too_large',
  'unsupported_media_type',
  'idempotency_key_reused',
  'request_in_progress',
];
const CONDITIONAL: readonly ErrorCode[] = ['version_required', 'stale_version'];

export function jsonEndpoint<Body extends z.ZodType>(declared: JsonDeclared<Body>): Endpoint {
  const { success } = declared;
  const tagged = declared.conditional === true || declared.path === '/assessments/{id}';
  const headers = z.object({ ...requestIdHeader, ...(tagged ? etagHeader : {}) });
  const answer = { description: success.description, headers, content: { 'application/json': { schema: success.schema } } };
  return {
    ...routed(declared, success.status, answer),
    async handle(request) {
      const { body, version, location } = await declared.handle(request);
      const response = new Response(JSON.stringify(body), {
        status: success.status,
        headers: { 'Content-Type': 'application/json; charset=utf-8' },
      });
      if (version !== undefined) response.headers.set('ETag', `"${version}"`);
      if (location !== undefined) response.headers.set('Location', location);
      return response;
    },
  };
}

export function fileEndpoint(declared: FileDeclared): Endpoint {
  const answer = { description: 'The file.', headers: z.object(requestIdHeader), content: declared.content };
  return { ...routed(declared, 200, answer), handle: declared.handle };
}

function routed(declared: Declared, status: number, answer: RouteConfig['responses'][string]): Pick<Endpoint, 'routingPath' | 'route'> {
  const path = `${API}${declared.path}`;
  return {
    routingPath: `${API}${declared.routingPath ?? declared.path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
    route: {
      method: declared.method,
      path,
      tags: [declared.tag],
      summary: declared.summary,
      ...(declared.description ? { description: declared.description } : {}),
      security: [{ bearer: [] }, { cookie: [] }],
      request: requestOf(declared),
      responses: { [status]: answer, ...refusalsOf(declared) },
    },
  };
}

function requestOf(declared: Declared): NonNullable<RouteConfig['request']> {
  const names = [...declared.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
  const params = z.object(Object.fromEntries(names.map((name) => [name, declared.params?.[name] ?? z.string()])));
  const headers = z.object({
    ...(declared.conditional ? ifMatchHeader : {}),
    ...(declared.method === 'post' ? idempotencyHeader : {}),
  });
  return {
    ...(names.length > 0 ? { params } : {}),
    ...(declared.query ? { query: declared.query } : {}),
    ...(declared.method === 'post' ? { headers } : {}),
    ...(declared.body ? { body: { required: true, content: { 'application/json': { schema: declared.body } } } } : {}),
  };
}

/** One response per HTTP status, naming the codes it may carry. */
function refusalsOf(declared: Declared): RouteConfig['responses'] {
  const codes = new Set<ErrorCode>([
    ...COMMON,
    ...(declared.refusals ?? []),
    ...(declared.query ? (['invalid_request'] as const) : []),
    ...(declared.method === 'post' ? WRITING : []),
    ...(declared.conditional ? CONDITIONAL : []),
  ]);
  const byStatus = Map.groupBy([...codes].sort(), (code) => errorStatuses[code]);
  const responses = [...byStatus].map(([status, list]) => [
    String(status),
    { description: `Code: ${list.join(', ')}.`, content: { 'application/problem+json': { schema: problem } } },
  ]);
  return Object.fromEntries(responses);
}
