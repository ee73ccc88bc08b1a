/** One letter out: what it asked, whom it went to, and who has not answered. */
import { findRequest, listRecipients } from '#lib/data/requests.ts';
import { translated } from '#lib/data/transaction.ts';
import { notFound } from '#lib/domain/errors.ts';
import type { RecipientView, RequestDetail } from '#lib/domain/letter.ts';
import type { Moment, ProgramView } from '#lib/domain/record.ts';
import type { Context } from './context.ts';
import { letterDues } from './letter-due.ts';
import { loadRequest } from './load-request.ts';
import { type MomentInput, momentOf } from './moment.ts';

export interface RequestPage {
  program: ProgramView;
  moment: Moment;
  request: RequestDetail;
  /** Somebody confined to one organization sees that one alone. */
  recipients: RecipientView[];
}

/** @throws AppError `unauthenticated`, `not_found` (also when it was not sent or not known then), `invalid_request`, `as_of_in_future` */
export async function getRequest(
  context: Context,
  id: string,
  { program: on, ...input }: MomentInput & { program?: string } = {},
): Promise<RequestPage> {
  const { program, confined } = await loadRequest(context, id, 'read', on);
  const moment = momentOf(context, program, input);
  const scope = { program, moment, organizationId: confined, requestId: id };
  const request = await translated(findRequest(context.db.pool, scope));
  if (!request) throw notFound('The letter');
  const rows = await translated(listRecipients(context.db.pool, scope));
  const { deadlineId, ...facts } = request;
  const { due, recipients } = await letterDues({ program, moment, deadlineId, rows }, context);
  const detail = { ...facts, due };
  return { program, moment, request: confined === null ? detail : ownPart(detail, recipients), recipients };
}

/** What another addressee's letter is called is not this one's to know. */
function ownPart(request: RequestDetail, recipients: RecipientView[]): RequestDetail {
  const replaces = request.replaces && recipients.length > 0 ? request.replaces : null;
  return { ...request, note: null, replaces, due: recipients[0]?.due ?? request.due };
}
