/** Reading the parameters of an address: each known, each once. */
import type { z } from '@hono/zod-openapi';
import { AppError } from '#lib/domain/errors.ts';
import { isStorable } from './body.ts';

const refuse = (name: string, message: string): AppError => new AppError('invalid_request', `${name}: ${message}`, { field: name });

/** An empty value counts as absent, as a form sends it. */
function collect(params: URLSearchParams): Record<string, string | undefined> {
  const values = new Map<string, string | undefined>();
  for (const [name, value] of params) {
    if (!isStorable(name) || !isStorable(value)) throw refuse('query', 'holds a character that is not text.');
    // The one name that a schema does not see as unknown.
    if (name === '__proto__') throw refuse(name, 'no such parameter here.');
    if (values.has(name)) throw refuse(name, 'given more than once.');
    values.set(name, value === '' ? undefined : value);
  }
  return Object.fromEntries(values);
}

/** @throws AppError `invalid_request` naming the parameter */
export function parseQuery<T>(schema: z.ZodType<T>, params: URLSearchParams): T {
  const parsed = schema.safeParse(collect(params));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  if (issue?.code === 'unrecognized_keys') throw refuse(issue.keys[0] ?? 'query', 'no such parameter here.');
  throw refuse(String(issue?.path[0] ?? 'query'), `${issue?.message ?? 'not valid'}.`);
}
