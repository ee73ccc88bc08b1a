/** For those who keep it running: is the process alive, can it work, what does it do. Outside `/api/v1`. */
import type { Hono, Context as HonoContext } from 'hono';
import { AppError } from '#lib/domain/errors.ts';
import { checkDatabase } from '#lib/operations/authenticate.ts';
import { authenticate } from '../authentication.ts';
import type { ApiDependencies, ApiEnv } from '../dependencies.ts';
import type { Metrics } from '../metrics.ts';

const LOOPBACK = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);
const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-real-ip'];

/** From this machine, and not passed on by a proxy on it. */
function isLocal(c: HonoContext, deps: ApiDependencies): boolean {
  const address = deps.remoteAddress(c);
  return address !== null && LOOPBACK.has(address) && FORWARDED.every((name) => c.req.header(name) === undefined);
}

async function requireReader(c: HonoContext, deps: ApiDependencies): Promise<void> {
  if (isLocal(c, deps)) return;
  const { via } = await authenticate(deps, c.req.raw, deps.remoteAddress(c));
  if (via !== 'token') throw new AppError('unauthenticated', 'Metrics are read from this machine or with an API token.');
}

export function mountHealth(app: Hono<ApiEnv>, deps: ApiDependencies, metrics: Metrics): void {
  app.get('/healthz', (c) => {
    c.set('route', '/healthz');
    return c.json({ status: 'ok' });
  });
  app.get('/readyz', async (c) => {
    c.set('route', '/readyz');
    await checkDatabase(deps.db);
    return c.json({ status: 'ready' });
  });
  app.get('/metrics', async (c) => {
    c.set('route', '/metrics');
    await requireReader(c, deps);
    return c.text(metrics.render(deps.db), 200, { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' });
  });
}
