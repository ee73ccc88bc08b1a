/** Takes the personal data out of one event, for good. The event, its digest and its place in the chain stay, and the history says so. */
import type { Database } from '#lib/data/client.ts';
import { eraseContent as erase, findEventBrief, listEventsWithText } from '#lib/data/erasure.ts';
import { isId } from '#lib/data/ids.ts';
import { findProgram } from '#lib/data/programs.ts';
import { inTransaction } from '#lib/data/transaction.ts';
import { AppError, notFound } from '#lib/domain/errors.ts';
import { NO_PROGRAM } from '#lib/domain/event.ts';
import { systemAct } from './system-principal.ts';

export interface Erasure {
  /** Slug; absent for the streams that belong to no program. */
  program?: string | undefined;
  stream: string;
  sequence: number;
  /** Kept in the history for good: it should name the rule or the request, not the person. */
  reason: string;
}

export interface Erased {
  kind: string;
  recordedAt: string;
  /** The event that tells of it. */
  toldBy: number;
  /** Other events of the stream that hold the same reason, which are not erased. */
  sameReason: number[];
}

const MAX_REASON = 1000;

function check({ stream, sequence, reason }: Erasure): void {
  if (!isId(stream)) throw notFound('The stream');
  if (!Number.isSafeInteger(sequence) || sequence < 1) throw new AppError('invalid_request', 'Name the event by its sequence, such as 3.');
  if (reason.trim() === '' || reason.length > MAX_REASON) throw new AppError('reason_required', 'Say why, in at most 1,000 characters.');
}

/**
 * @param db as the owner of the tables; nobody else can erase
 * @throws AppError `not_found`, `reason_required`, `invalid_request` when it is erased already
 */
export async function eraseContent(db: Database, request: Erasure): Promise<Erased> {
  check(request);
  const program = request.program === undefined ? null : await findProgram(db, request.program);
  if (request.program !== undefined && !program) throw notFound(`The program ${request.program}`);
  const at = { programId: program?.id ?? NO_PROGRAM, streamId: request.stream.toLowerCase(), sequence: request.sequence };
  return inTransaction(db, async (tx) => {
    const event = await findEventBrief(tx, at);
    if (!event) throw notFound('The event');
    if (event.isErased || event.kind === 'content_erased') {
      throw new AppError('invalid_request', 'There is nothing to erase: it is erased already, or tells of an erasure.', {
        field: 'sequence',
      });
    }
    const toldBy = await erase(tx, await systemAct(tx), at, request.reason.trim());
    const sameReason = event.reason ? await listEventsWithText(tx, at, event.reason) : [];
    return { kind: event.kind, recordedAt: event.recordedAt, toldBy, sameReason };
  });
}
