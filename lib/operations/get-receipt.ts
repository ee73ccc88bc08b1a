/** The receipt of a submission, for whoever answers and for those who read the program. */
import type { ReceiptFacts } from '#lib/domain/receipt.ts';
import type { ProgramView } from '#lib/domain/record.ts';
import type { Context } from './context.ts';
import { loadReceipt } from './load-receipt.ts';

export interface ReceiptView {
  program: ProgramView;
  responseId: string;
  number: number;
  recordedAt: string;
  submittedBy: string;
  hash: string;
  stream: string;
  sequence: number;
  recall: { reason: string; by: string; at: string } | null;
  /** Null once what was said was erased as personal data. */
  facts: ReceiptFacts | null;
  text: string | null;
}

/** @throws AppError `unauthenticated`, `not_found`, also for another organization's when the asker is confined to one */
export async function getReceipt(context: Context, slug: string, id: string): Promise<ReceiptView> {
  const { program, row, event, facts, text } = await loadReceipt(context, slug, id);
  const { responseId, number, recordedAt, submittedBy, recall, streamId: stream, sequence } = row;
  return { program, responseId, number, recordedAt, submittedBy, recall, stream, sequence, hash: event.hash, facts, text };
}
