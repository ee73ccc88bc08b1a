/** Records that a letter was taken back: a fact of the letter with its date, reason and source. No status moves by it. */

import { z } from 'zod';
import { type AssessmentEvent, recordEvent, recordStatuses } from '#lib/data/history.ts';
import { findStandingRequest, insertRescission, listAskedIds, lockTargets } from '#lib/data/request-writes.ts';
import { AppError, notFound } from '#lib/domain/errors.ts';
import { dateInput, reasonInput } from '#lib/domain/input.ts';
import { localDateOf, startOfDay } from '#lib/domain/time.ts';
import { lacksReason, parseInput, requireReason } from './change-input.ts';
import { actOf, type Context, requireActor } from './context.ts';
import { loadRequest } from './load-request.ts';
import { write } from './write.ts';

export const rescissionInput = z.strictObject({
  rescindedOn: dateInput,
  reason: reasonInput,
  source: z.string().trim().min(1).max(2000, 'The source is too long: at most 2,000 characters.').optional(),
});

/** @throws AppError `request_closed` when it was rescinded before, `reason_required`, `effective_in_future`, `invalid_request` before the letter's day */
export async function rescindRequest(
  context: Context,
  requestId: string,
  body: unknown,
): Promise<{ requestId: string; rescindedOn: string }> {
  const { program } = await loadRequest(context, requestId, 'send_request');
  const input = parseInput(rescissionInput, body, lacksReason);
  return write(context, `rescind-request:${requestId}`, input, async (tx) => {
    const ids = await listAskedIds(tx, program.id, requestId);
    await lockTargets(tx, program.id, ids);
    const letter = await findStandingRequest(tx, program.id, requestId);
    if (!letter) throw notFound('The letter');
    if (letter.rescindedOn !== null) throw new AppError('request_closed', `This letter was already rescinded on ${letter.rescindedOn}.`);
    const reason = requireReason(input.reason);
    const today = localDateOf(context.now(), program.zone);
    const { rescindedOn } = input;
    if (rescindedOn > today)
      throw new AppError('effective_in_future', 'A letter cannot be rescinded after today.', { field: 'rescindedOn' });
    if (rescindedOn < letter.sentOn)
      throw new AppError('invalid_request', 'A letter cannot be rescinded before it was sent.', { field: 'rescindedOn' });
    const source = input.source ?? null;
    await insertRescission(tx, {
      programId: program.id,
      requestId,
      rescindedOn,
      reason,
      source,
      rescindedById: requireActor(context).principalId,
    });
    const effectiveAt = rescindedOn < today ? startOfDay(rescindedOn, program.zone) : null;
    await recordStatuses(
      tx,
      actOf(context),
      ids.map(
        (assessmentId): AssessmentEvent => ({
          programId: program.id,
          assessmentId,
          kind: 'request_noted',
          reason,
          payload: { requestId, act: 'rescinded' },
          effectiveAt,
        }),
      ),
    );
    await recordEvent(tx, actOf(context), {
      programId: program.id,
      streamId: program.id,
      streamKind: 'program',
      kind: 'request_rescinded',
      reason,
      payload: { requestId, rescindedOn, source },
      effectiveAt,
    });
    return { requestId, rescindedOn };
  });
}
