/** Events that took effect long before they were recorded: what an auditor looks at first. */
import { listBackDated as readBackDated } from '#lib/data/audit.ts';
import { translated } from '#lib/data/transaction.ts';
import { type AuditEvent, BACK_DATED_DEFAULT, BACK_DATED_MOST } from '#lib/domain/audit.ts';
import { AppError } from '#lib/domain/errors.ts';
import type { Moment, ProgramView } from '#lib/domain/record.ts';
import type { Context } from './context.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { getProgram } from './get-program.ts';
import { type MomentInput, momentOf } from './moment.ts';

export interface BackDatedQuery extends Pick<MomentInput, 'knownAt'> {
  /** Whole days of 24 hours, from 1; absent: 30. */
  days?: number | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
}

export interface BackDatedList {
  program: ProgramView;
  moment: Moment;
  days: number;
  /** The last recorded first. */
  items: AuditEvent[];
  nextCursor: string | null;
}

const PAGE = 50;

/** @throws AppError `unauthenticated`, `not_found`, `forbidden`, `invalid_request`, `as_of_in_future` */
export async function listBackDated(context: Context, slug: string, query: BackDatedQuery = {}): Promise<BackDatedList> {
  const program = await getProgram(context, slug, 'read_audit');
  const moment = momentOf(context, program, { knownAt: query.knownAt });
  const days = query.days ?? BACK_DATED_DEFAULT;
  if (!Number.isInteger(days) || days < 1 || days > BACK_DATED_MOST)
    throw new AppError('invalid_request', `days: a whole number from 1 to ${BACK_DATED_MOST}.`, { field: 'days' });
  const identity = ['back-dated', program.id, days, query.knownAt || 'now'];
  const after = query.cursor ? readCursor(decodeCursor(context.secret, identity, query.cursor)) : null;
  const limit = query.limit ?? PAGE;
  const found = await translated(
    readBackDated(context.db.pool, { programId: program.id, days, knownAt: moment.knownAt, after, limit: limit + 1 }),
  );
  const items = found.slice(0, limit);
  const last = found.length > limit ? items.at(-1) : undefined;
  const nextCursor = last
    ? encodeCursor(context.secret, identity, { value: `${last.recordedAt} ${last.sequence}`, id: last.streamId })
    : null;
  return { program, moment, days, items, nextCursor };
}

function readCursor({ value, id }: { value: string | number; id: string }): { recordedAt: string; streamId: string; sequence: number } {
  const [recordedAt = '', sequence = ''] = String(value).split(' ');
  return { recordedAt, streamId: id, sequence: Number(sequence) };
}
