/** A random sample of a program's events that anybody can draw again. */
import { sampleEvents as drawEvents } from '#lib/data/audit.ts';
import { translated } from '#lib/data/transaction.ts';
import { type AuditEvent, SAMPLE_DEFAULT, SAMPLE_MOST } from '#lib/domain/audit.ts';
import { AppError } from '#lib/domain/errors.ts';
import type { Moment, ProgramView } from '#lib/domain/record.ts';
import { toMicros } from '#lib/domain/time.ts';
import type { Context } from './context.ts';
import { getProgram } from './get-program.ts';
import { type MomentInput, momentOf } from './moment.ts';

export interface SampleRequest extends Pick<MomentInput, 'knownAt'> {
  /** Any text of 1 to 100 characters; the same one draws the same sample. */
  seed: string;
  /** From 1 to 200; absent: 25. */
  size?: number | undefined;
  /** Only events that recorded a finding. */
  findingsOnly?: boolean | undefined;
}

export interface EventSample {
  program: ProgramView;
  /** With `knownAt` as it was resolved: to be given when the sample is drawn again. */
  moment: Moment;
  seed: string;
  size: number;
  findingsOnly: boolean;
  /**
   * False when `knownAt` is so young that a write under way then may still come in with an earlier recorded instant;
   * drawn again later, the sample could then differ.
   */
  settled: boolean;
  items: AuditEvent[];
}

const SEED_MOST = 100;
/** No write takes longer than this. */
const LONGEST_WRITE_MICROS = 60_000_000n;

/** @throws AppError `unauthenticated`, `not_found`, `forbidden`, `invalid_request`, `as_of_in_future` */
export async function sampleEvents(context: Context, slug: string, request: SampleRequest): Promise<EventSample> {
  const program = await getProgram(context, slug, 'read_audit');
  const moment = momentOf(context, program, { knownAt: request.knownAt });
  const { seed, size = SAMPLE_DEFAULT, findingsOnly = false } = request;
  if (seed.length === 0 || seed.length > SEED_MOST || seed.includes('\0') || !seed.isWellFormed())
    throw new AppError('invalid_request', `seed: 1 to ${SEED_MOST} characters of text.`, { field: 'seed' });
  if (!Number.isInteger(size) || size < 1 || size > SAMPLE_MOST)
    throw new AppError('invalid_request', `size: a whole number from 1 to ${SAMPLE_MOST}.`, { field: 'size' });
  const asked = { programId: program.id, seed, size, findingsOnly, knownAt: moment.knownAt };
  const items = await translated(drawEvents(context.db.pool, asked));
  const settled = toMicros(context.now()) - toMicros(moment.knownAt) > LONGEST_WRITE_MICROS;
  return { program, moment, seed, size, findingsOnly, settled, items };
}
