/** Sends a letter again in place of a former one, for some or all of its addressees, with a new due date. The former stays readable. */
import type { z } from 'zod';
import { findStandingRequest, listAskedIds, lockTargets, replaceRecipients, type StandingRequest } from '#lib/data/request-writes.ts';
import { AppError, notFound } from '#lib/domain/errors.ts';
import { parseInput } from './change-input.ts';
import { requestInput } from './compose-request.ts';
import type { Context } from './context.ts';
import { loadRequest } from './load-request.ts';
import { type SentRequest, sendLetters } from './send-request.ts';
import { write } from './write.ts';

/** The same as of a new letter: it says in full what goes out now. */
export const reissueInput = requestInput;

/**
 * @throws AppError `request_closed` when the letter was rescinded, or another has replaced it for one of these addressees;
 *   `invalid_request` for an addressee that the former letter did not go to; and those of sending
 */
export async function reissueRequest(context: Context, requestId: string, body: unknown): Promise<SentRequest> {
  const { program } = await loadRequest(context, requestId, 'send_request');
  const input = parseInput(reissueInput, body);
  const organizationIds = input.recipients.map(({ organizationId }) => organizationId);
  return write(context, `reissue-request:${requestId}`, input, async (tx) => {
    await lockTargets(tx, program.id, await listAskedIds(tx, program.id, requestId));
    const former = await findStandingRequest(tx, program.id, requestId);
    if (!former) throw notFound('The letter');
    requireStanding(former, organizationIds);
    if (input.sentOn < former.sentOn)
      throw new AppError('invalid_request', 'A letter cannot be sent again before it was first sent.', { field: 'sentOn' });
    const sent = await sendLetters(tx, context, program, input, requestId);
    await replaceRecipients(tx, program.id, requestId, organizationIds, sent.requestId);
    return sent;
  });
}

function requireStanding(former: StandingRequest, organizationIds: readonly string[]): void {
  if (former.rescindedOn !== null) throw new AppError('request_closed', 'This letter was rescinded. Send a new one.');
  if (organizationIds.some((id) => former.replaced.includes(id)))
    throw new AppError('request_closed', 'Another letter has already replaced this one for one of these recipients.', {
      field: 'recipients',
    });
  if (organizationIds.every((id) => former.standing.includes(id))) return;
  throw new AppError('invalid_request', 'This letter did not go to one of these recipients.', { field: 'recipients' });
}

export type ReissueInput = z.infer<typeof reissueInput>;
