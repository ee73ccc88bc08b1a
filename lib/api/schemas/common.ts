/** What many answers share: dates, instants, lists, problems, headers. */
import { z } from '@hono/zod-openapi';
import { errorStatuses } from '#lib/domain/errors.ts';
import type { ProblemCode } from '../problem.ts';

export const localDate = z
  .string()
  .openapi({ format: 'date', description: 'A day of the calendar, without a zone.', example: '2017-08-18' });
export const instant = z
  .string()
  .openapi({ format: 'date-time', description: 'UTC, with microseconds.', example: '2017-08-19T03:59:59.999999Z' });

export const momentShape = {
  asOf: instant.openapi({ description: 'What was true at this instant.' }),
  knownAt: instant.openapi({ description: 'As far as it had been recorded by this instant.' }),
};

export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({
    items: z.array(item),
    nextCursor: z.string().nullable().openapi({ description: 'Send it as `cursor` for the next page; null at the end.' }),
    ...momentShape,
  });

const codes = [...(Object.keys(errorStatuses) as ProblemCode[]), 'internal'] as const;

export const problem = z
  .strictObject({
    type: z.string().openapi({ example: 'urn:proviso:problem:stale_version' }),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.enum(codes),
    field: z.string().optional().openapi({ description: 'The field, parameter or header it is about.' }),
    current: z
      .strictObject({ version: z.number().int(), status: z.string(), updatedAt: z.string(), updatedBy: z.string().nullable() })
      .optional()
      .openapi({ description: 'With stale_version: what stands now.' }),
    requestId: z.uuid(),
  })
  .openapi('Problem');

// Names of headers have to be lower case for the generator.
export const requestIdHeader = {
  'x-request-id': z.uuid().openapi({ description: 'The request id that every event of this request carries.' }),
};
export const etagHeader = { etag: z.string().openapi({ description: 'The version, to be sent as If-Match.', example: '"3"' }) };
export const ifMatchHeader = {
  'if-match': z
    .string()
    .openapi({ description: 'The version that was seen, in quotes. Without it: 428 version_required.', example: '"3"' }),
};
export const idempotencyHeader = {
  'idempotency-key': z
    .string()
    .min(1)
    .max(200)
    .optional()
    .openapi({ description: 'A repeated request with the same key has one effect and gets the first answer.' }),
};
