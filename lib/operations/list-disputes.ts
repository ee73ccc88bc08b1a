/** The disputes of one assessment, and on whose behalf one could be recorded. */
import { listConcerned, listDisputes as readDisputes } from '#lib/data/disputes.ts';
import { translated } from '#lib/data/transaction.ts';
import type { DisputeView } from '#lib/domain/dispute.ts';
import { may } from '#lib/domain/permission.ts';
import { type Context, confinement, requireActor } from './context.ts';
import { getAssessment } from './load-assessment.ts';
import type { MomentInput } from './moment.ts';

export interface DisputeList {
  items: (DisputeView & { mayWithdraw: boolean })[];
  /** Its own subject first. Somebody confined to one organization speaks for that one alone. */
  organizations: { id: string; name: string }[];
}

/** @throws AppError `unauthenticated`, `not_found`, `invalid_request`, `as_of_in_future` */
export async function listDisputes(context: Context, assessmentId: string, input: MomentInput = {}): Promise<DisputeList> {
  const { home, moment } = await getAssessment(context, assessmentId, input);
  const confined = confinement(context, home.program.id);
  const [items, concerned] = await Promise.all([
    translated(readDisputes(context.db.pool, home.program.id, home.id, moment)),
    translated(listConcerned(context.db.pool, home.program.id, home.id)),
  ]);
  const own = ({ id }: { id: string }) => confined === null || id === confined;
  const withdraws = may(requireActor(context).grants, 'open_dispute', home.program.id);
  return {
    items: items.map((item) => ({ ...item, mayWithdraw: withdraws && item.state === 'open' && own(item.organization) })),
    organizations: concerned.filter(own),
  };
}
