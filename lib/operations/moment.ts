/** The two times of a request, in the program's zone. */
import { resolveMoment } from '#lib/domain/as-of.ts';
import { AppError } from '#lib/domain/errors.ts';
import type { Moment, ProgramView } from '#lib/domain/record.ts';
import { localDateOf } from '#lib/domain/time.ts';
import type { Context } from './context.ts';

export interface MomentInput {
  asOf?: string | undefined;
  knownAt?: string | undefined;
}

/** @throws AppError `invalid_request`, `as_of_in_future` */
export function momentOf(context: Context, program: ProgramView, input: MomentInput): Moment {
  const result = resolveMoment(input, program.zone, context.now());
  if (!result.ok) throw new AppError(result.code, result.message, { field: result.field });
  return result.moment;
}

export function liveMoment(context: Context, program: ProgramView): Moment {
  const now = context.now();
  return { asOf: now, asOfOn: localDateOf(now, program.zone), knownAt: now, live: true };
}
