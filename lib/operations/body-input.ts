/** What the facts about bodies in control have in common: a source, a grade, dates. */
import type pg from 'pg';
import { z } from 'zod';
import { insertSource } from '#lib/data/bodies.ts';
import { AppError } from '#lib/domain/errors.ts';
import { GRADES } from '#lib/domain/record.ts';
import { isLocalDate, localDateOf } from '#lib/domain/time.ts';
import type { Context } from './context.ts';

export const dateField = (message: string) => z.string({ error: message }).refine(isLocalDate, message);
export const nameField = (message: string) => z.string({ error: message }).trim().min(1, message).max(200, 'At most 200 characters.');
export const longField = z.string().trim().min(1).max(2000, 'At most 2,000 characters.');
/** `primary` when somebody read the document itself; `single` unless something else is said. */
export const gradeField = z.enum(GRADES, { error: 'Choose how well it is known.' }).default('single');

/** Where a fact was read. Every fact on record names one. */
export const sourceInput = z.strictObject(
  {
    title: nameField('Give the source a title.'),
    url: z
      .url({ protocol: /^https?$/, error: 'Give a link to the source that begins with https://.' })
      .max(2000, 'At most 2,000 characters.'),
    publisher: z.string().trim().min(1).max(200).optional(),
    /** As printed on it. */
    dated: z.string().trim().min(1).max(40).optional(),
  },
  { error: 'Name the source that says so.' },
);
export type SourceInput = z.infer<typeof sourceInput>;

export async function addSource(tx: pg.PoolClient, source: SourceInput): Promise<string[]> {
  const { title, url, publisher = null, dated = null } = source;
  return [await insertSource(tx, { title, url, publisher, dated })];
}

/** Of a fact that holds now, the first day has come. @throws AppError `effective_in_future`, `invalid_request` */
export function requireSpan(context: Context, zone: string, span: { validFrom?: string | undefined; validTo?: string | undefined }): void {
  if (span.validFrom !== undefined && span.validFrom > localDateOf(context.now(), zone)) {
    throw new AppError('effective_in_future', 'The first day is after today. Record it once it holds.', { field: 'validFrom' });
  }
  if (span.validFrom !== undefined && span.validTo !== undefined && span.validTo < span.validFrom) {
    throw new AppError('invalid_request', 'The last day is before the first.', { field: 'validTo' });
  }
}
