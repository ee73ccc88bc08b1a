/** Decides whether a response counts as an answer, with a reason. What was held of it before stays on record. */

import type pg from 'pg';
import { z } from 'zod';
import { type AssessmentEvent, type AssessmentPatch, recordEvent, recordStatuses } from '#lib/data/history.ts';
import { isId, newId } from '#lib/data/ids.ts';
import { lockTargets } from '#lib/data/request-writes.ts';
import {
  type AnsweredAssessment,
  type CountedResponse,
  findResponse,
  findStandingAnswer,
  insertCounting,
  listAnswered,
} from '#lib/data/response-counting.ts';
import { translated } from '#lib/data/transaction.ts';
import { COUNTS, type Counts, isAnswer } from '#lib/domain/answer.ts';
import { AppError, notFound } from '#lib/domain/errors.ts';
import { reasonInput } from '#lib/domain/input.ts';
import type { Status } from '#lib/domain/status.ts';
import { findTransition } from '#lib/domain/transition.ts';
import { parseInput, requireReason } from './change-input.ts';
import { actOf, authorize, type Context, confinement, requireActor } from './context.ts';
import { write } from './write.ts';

export const countingInput = z.strictObject({
  counts: z.enum(COUNTS, { error: 'Say whether it counts as an answer, or that this is undecided.' }),
  reason: reasonInput,
});

/**
 * A response that comes to count moves open work to Answer received, as it would have when it was recorded. One that no longer counts
 * moves nothing back: the status is corrected by an act of its own.
 * @throws AppError `not_found`, `forbidden`, `invalid_request` when this is what stands, `reason_required`
 */
export async function changeCounting(
  context: Context,
  responseId: string,
  body: unknown,
): Promise<{ responseId: string; counts: Counts; moved: number }> {
  const response = await loadResponse(context, responseId);
  const input = parseInput(countingInput, body);
  return write(context, `change-counting:${responseId}`, input, async (tx) => {
    const ids = (await listAnswered(tx, response.programId, responseId)).map(({ assessmentId }) => assessmentId);
    await lockTargets(tx, response.programId, ids);
    const stands = await findResponse(tx, responseId);
    if (!stands) throw notFound('The letter');
    if (stands.counts === input.counts) throw new AppError('invalid_request', 'This is what stands already.', { field: 'counts' });
    const reason = requireReason(input.reason);
    await insertCounting(tx, {
      programId: stands.programId,
      id: newId(),
      responseId,
      was: stands.counts,
      counts: input.counts,
      reason,
      decidedById: requireActor(context).principalId,
    });
    const answered = await listAnswered(tx, stands.programId, responseId);
    const events: AssessmentEvent[] = [];
    for (const item of answered) events.push(await eventFor(tx, stands, item, input.counts, reason));
    await recordStatuses(tx, actOf(context), events);
    await recordOnSubject(tx, context, stands, input.counts, reason);
    return { responseId, counts: input.counts, moved: events.filter(({ kind }) => kind === 'status_changed').length };
  });
}

async function loadResponse(context: Context, id: string): Promise<CountedResponse> {
  requireActor(context);
  const response = isId(id) ? await translated(findResponse(context.db.pool, id)) : null;
  if (!response) throw notFound('The letter');
  const confined = confinement(context, response.programId);
  if (confined !== null && confined !== response.organizationId) throw notFound('The letter');
  authorize(context, 'record_letter', response.programId, 'The letter');
  return response;
}

async function eventFor(
  tx: pg.PoolClient,
  response: CountedResponse,
  item: AnsweredAssessment,
  counts: Counts,
  reason: string,
): Promise<AssessmentEvent> {
  const base = { programId: response.programId, assessmentId: item.assessmentId, expectedVersion: item.version, reason };
  const says = item.answer !== null && isAnswer(item.answer) && item.answer !== 'not_addressed' ? item.answer : null;
  const status = item.status as Status;
  if (counts === 'yes' && says !== null && findTransition(status, 'submitted')) {
    const payload = { from: status, to: 'submitted', answer: says, responseId: response.id };
    return { ...base, kind: 'status_changed', payload, patch: { status: 'submitted', answer: says } };
  }
  const answer = await findStandingAnswer(tx, response.programId, item.assessmentId);
  const patch: AssessmentPatch = answer === item.current ? {} : { answer };
  return { ...base, kind: 'response_counted', payload: { responseId: response.id, was: response.counts, counts }, patch };
}

/** On the history of whoever answered, beside the record of the letter itself. */
async function recordOnSubject(
  tx: pg.PoolClient,
  context: Context,
  response: CountedResponse,
  counts: Counts,
  reason: string,
): Promise<void> {
  await recordEvent(tx, actOf(context), {
    programId: response.programId,
    streamId: response.applicationId ?? response.organizationId,
    streamKind: response.applicationId ? 'application' : 'operator',
    kind: 'response_counted',
    reason,
    payload: { responseId: response.id, was: response.counts, counts },
  });
}
