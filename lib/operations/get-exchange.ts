/** What went to and fro with the organization on one assessment: what it asked back, which bodies it named, what it submitted. */
import { listKnownOrganizations } from '#lib/data/bodies.ts';
import { type ClarificationView, listClarifications } from '#lib/data/clarifications.ts';
import { listReceiptsOn, type ReceiptRow } from '#lib/data/receipts.ts';
import { listReferrals, type ReferralView } from '#lib/data/referrals.ts';
import { translated } from '#lib/data/transaction.ts';
import { seenAt } from '#lib/domain/as-of.ts';
import { may } from '#lib/domain/permission.ts';
import type { Moment, ProgramView } from '#lib/domain/record.ts';
import { type Context, requireActor } from './context.ts';
import { getAssessment } from './load-assessment.ts';
import type { MomentInput } from './moment.ts';

export interface Exchange {
  program: ProgramView;
  moment: Moment;
  clarifications: ClarificationView[];
  referrals: ReferralView[];
  receipts: ReceiptRow[];
  /** To choose from where an applicant gave only a name; empty for those who pass nothing on. */
  bodies: { id: string; name: string }[];
}

/** @throws AppError `unauthenticated`, `not_found`, `invalid_request`, `as_of_in_future` */
export async function getExchange(context: Context, id: string, input: MomentInput = {}): Promise<Exchange> {
  const { home, moment } = await getAssessment(context, id, input);
  const { program } = home;
  const tx = context.db.pool;
  const passesOn = may(requireActor(context).grants, 'send_request', program.id);
  const seen = seenAt(moment);
  const [clarifications, referrals, receipts] = await Promise.all([
    translated(listClarifications(tx, program.id, [id], seen)),
    translated(listReferrals(tx, program.id, [id], seen)),
    translated(listReceiptsOn(tx, program.id, id, seen)),
  ]);
  const unnamed = passesOn && referrals.some(({ operatorId, passedOn }) => operatorId === null && passedOn === null);
  const bodies = unnamed ? await translated(listKnownOrganizations(tx, program.id)) : [];
  return { program, moment, clarifications, referrals, receipts, bodies: bodies.map(({ id: bodyId, name }) => ({ id: bodyId, name })) };
}
