/** The document at `/api/v1/openapi.json`, made from the declarations of the endpoints. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { ApiEnv } from './dependencies.ts';

const DESCRIPTION = `Every fact has two times: when it was true and when it was recorded. Reads take asOf and knownAt.
Writes name the version they change in If-Match, and may carry an Idempotency-Key.
Refusals are application/problem+json and are tested in this order: 401, 404, 403, 400, 428, a repeated key's stored answer, 412, 409, 422.`;

export function describeApi(app: OpenAPIHono<ApiEnv>): object {
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    description: 'An API token.',
  });
  app.openAPIRegistry.registerComponent('securitySchemes', 'cookie', {
    type: 'apiKey',
    in: 'cookie',
    name: 'proviso.session_token',
    description: 'The session of a signed-in browser. Over https the name begins with __Host-. Writes must come from the same origin.',
  });
  return app.getOpenAPI31Document({ openapi: '3.1.0', info: { title: 'Proviso', version: '1', description: DESCRIPTION } });
}
