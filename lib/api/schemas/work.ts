import { z } from '@hono/zod-openapi';
import { WORK_GROUPS, workLabels } from '#lib/domain/work.ts';
import { assessment } from './assessment.ts';
import { instant, localDate } from './common.ts';

const entry = z.strictObject({
  program: z.strictObject({ slug: z.string(), name: z.string() }),
  assessment,
  expiresOn: localDate.nullable().openapi({ description: 'Last day of a waiver, or of the evidence a finding rests on.' }),
  asked: z
    .strictObject({ kind: z.enum(['extension', 'dispute', 'clarification', 'referral']), id: z.uuid(), at: instant, by: z.string() })
    .nullable(),
  mention: z.strictObject({ noteId: z.uuid(), author: z.string(), recordedAt: instant }).nullable(),
});

export const work = z
  .strictObject({
    asOf: instant,
    groups: z.array(
      z.strictObject({
        group: z.enum(WORK_GROUPS).openapi({ description: WORK_GROUPS.map((group) => `${group}: ${workLabels[group]}`).join('; ') }),
        items: z.array(entry).openapi({ description: 'At most 200, the oldest due date first.' }),
        more: z.boolean().openapi({ description: 'There are more than are listed.' }),
      }),
    ),
  })
  .openapi('Work');
