/** What went to and fro with the organization on one assessment: what it asked back, which bodies it named, what it submitted. */
import { type ClarificationView, listClarifications } from '#lib/data/clarifications.ts';
import { listReceiptsOn, type ReceiptRow } from '#lib/data/receipts.ts';
import { listReferrals, type ReferralView } from '#lib/data/referrals.ts';
import { translated } from '#lib/data/transaction.ts';
import type { Moment, ProgramView } from '#lib/domain/record.ts';
import type { Context } from './context.ts';
import { getAssessment } from './load-assessment.ts';
import type { MomentInput } from './moment.ts';

export interface Exchange {
  program: ProgramView;
  moment: Moment;
  clarifications: ClarificationView[];
  referrals: ReferralView[];
  receipts: ReceiptRow[];
}

/** @throws AppError `unauthenticated`, `not_found`, `invalid_request`, `as_of_in_future` */
export async function getExchange(context: Context, id: string, input: MomentInput = {}): Promise<Exchange> {
  const { home, moment } = await getAssessment(context, id, input);
  const { program } = home;
  const tx = context.db.pool;
  const [clarifications, referrals, receipts] = await Promise.all([
    translated(listClarifications(tx, program.id, [id], moment.knownAt)),
    translated(listReferrals(tx, program.id, [id], moment.knownAt)),
    translated(listReceiptsOn(tx, program.id, id, moment.knownAt)),
  ]);
  return { program, moment, clarifications, referrals, receipts };
}
