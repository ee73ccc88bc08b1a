import { z } from '@hono/zod-openapi';
import { listOf } from './common.ts';

export const program = z
  .strictObject({
    id: z.uuid(),
    slug: z.string(),
    name: z.string(),
    kind: z.enum(['record', 'practice']),
    copyOf: z.string().nullable().openapi({ description: 'Slug of the program that a practice copy was made from.' }),
    agency: z.string(),
    office: z.string().nullable(),
    summary: z.string(),
    zone: z.string().openapi({ description: 'IANA zone in which its dates are meant.', example: 'America/New_York' }),
    calendar: z.string(),
    recordBasis: z.enum(['own_files', 'public_sources']),
    assessor: z
      .strictObject({ id: z.uuid(), name: z.string() })
      .nullable()
      .openapi({ description: 'Whose findings these are. Null: none can be recorded.' }),
    twoPersonRule: z.boolean(),
    dueSoonDays: z.number().int(),
    standingLines: z.array(z.string()).openapi({ description: 'Lines that stand on every page and file of this program.' }),
  })
  .openapi('Program');

export const programList = listOf(program).openapi('ProgramList');

export const practiceCopy = z.strictObject({ slug: z.string() }).openapi('PracticeCopy');
