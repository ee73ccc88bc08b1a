/** The HTTP API as one Hono application, mounted in Next or served alone. */
import { randomUUID } from 'node:crypto';
import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context as HonoContext } from 'hono';
import { AppError } from '#lib/domain/errors.ts';
import { authenticate } from './authentication.ts';
import { type ApiDependencies, type ApiEnv, type GivenDependencies, withDefaults } from './dependencies.ts';
import { API, type Endpoint } from './endpoint.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { describeApi } from './openapi.ts';
import { problemResponse, toProblem } from './problem.ts';
import { assessmentEndpoints } from './resources/assessments.ts';
import { auditEndpoints } from './resources/audit.ts';
import { deadlineEndpoints } from './resources/deadlines.ts';
import { disputeEndpoints } from './resources/disputes.ts';
import { evidenceEndpoints } from './resources/evidence.ts';
import { mountHealth } from './resources/health.ts';
import { ledgerEndpoints } from './resources/ledger.ts';
import { letterEndpoints } from './resources/letters.ts';
import { operatorEndpoints } from './resources/operators.ts';
import { programEndpoints } from './resources/programs.ts';
import { proposalEndpoints } from './resources/proposals.ts';
import { reportEndpoints } from './resources/reports.ts';
import { requestEndpoints } from './resources/requests.ts';
import { timelineEndpoints } from './resources/timeline.ts';
import { workEndpoints } from './resources/work.ts';
import { NO_PAGE, securityHeaders } from './security-headers.ts';

export const endpoints: readonly Endpoint[] = [
  ...programEndpoints,
  ...assessmentEndpoints,
  ...proposalEndpoints,
  ...deadlineEndpoints,
  ...letterEndpoints,
  ...requestEndpoints,
  ...disputeEndpoints,
  ...evidenceEndpoints,
  ...timelineEndpoints,
  ...reportEndpoints,
  ...auditEndpoints,
  ...ledgerEndpoints,
  ...operatorEndpoints,
  ...workEndpoints,
];

const METHODS = new Set(['GET', 'HEAD', 'POST']);

/** Everything except the database and the secret has a default; see `withDefaults`. */
export function createApi(given: GivenDependencies): OpenAPIHono<ApiEnv> {
  const deps = withDefaults(given);
  const metrics = createMetrics();
  const app = new OpenAPIHono<ApiEnv>();
  frame(app, deps, metrics);
  mountHealth(app, deps, metrics);
  for (const endpoint of endpoints) mount(app, deps, endpoint);
  const document = describeApi(app);
  app.get(`${API}/openapi.json`, (c) => {
    c.set('route', `${API}/openapi.json`);
    return c.json(document);
  });
  return app;
}

/** What every answer has, whatever happened: some of the addresses stand outside the proxy of the pages, and served alone all do. */
function frame(app: OpenAPIHono<ApiEnv>, deps: ApiDependencies, metrics: Metrics): void {
  const safe = Object.entries(securityHeaders(deps.origin));
  app.use(async (c, next) => {
    const started = performance.now();
    c.set('requestId', randomUUID());
    await next();
    c.header('X-Request-Id', c.get('requestId'));
    c.header('Cache-Control', 'no-store');
    for (const [name, value] of safe) c.header(name, value);
    if (!c.res.headers.has('Content-Security-Policy')) c.header('Content-Security-Policy', NO_PAGE);
    const method = METHODS.has(c.req.method) ? c.req.method : 'other';
    metrics.observe({ method, route: c.get('route') ?? 'none', status: c.res.status, seconds: (performance.now() - started) / 1000 });
  });
  app.notFound((c) => refuse(c, new AppError('not_found', `Nothing answers ${c.req.method} at this address.`)));
  app.onError((error, c) => {
    // A client that left in the middle of its body is no fault of ours.
    if (!(error instanceof AppError) && !c.req.raw.signal.aborted) {
      deps.log({ level: 'error', message: 'request failed', requestId: c.get('requestId'), method: c.req.method, path: c.req.path, error });
    }
    return refuse(c, error);
  });
}

const refuse = (c: HonoContext<ApiEnv>, error: Error): Response =>
  problemResponse(toProblem(error, c.get('requestId')), error instanceof AppError ? error.details.retryAfterSeconds : undefined);

function mount(app: OpenAPIHono<ApiEnv>, deps: ApiDependencies, endpoint: Endpoint): void {
  const { db, secret, origin, now } = deps;
  app.openAPIRegistry.registerPath(endpoint.route);
  app.on(endpoint.route.method.toUpperCase(), endpoint.routingPath, async (c) => {
    c.set('route', endpoint.route.path);
    const asker = await authenticate(deps, c.req.raw, deps.remoteAddress(c));
    const context = { db, secret, now, actor: asker.actor, requestId: c.get('requestId'), idempotencyKey: null };
    const response = await endpoint.handle({ raw: c.req.raw, asker, context, origin, params: c.req.param() });
    // The answer to HEAD has no body; one that is left unread would hold its database connection.
    if (c.req.method === 'HEAD') await response.body?.cancel();
    return response;
  });
}
