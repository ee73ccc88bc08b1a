/** Compares a receipt that somebody kept with the record, and the record with its own history. */
import { z } from 'zod';
import { firstDifference, type ReceiptDifference } from '#lib/domain/receipt.ts';
import { parseInput } from './change-input.ts';
import type { Context } from './context.ts';
import { loadReceipt, recordProblems } from './load-receipt.ts';

const checkInput = z.strictObject({ text: z.string().max(2_000_000).optional() });

export interface ReceiptCheck {
  matches: boolean;
  /** The first line that differs; null when none does, or no text was given. */
  difference: ReceiptDifference | null;
  /** What in the record no longer fits the event, in sentences. */
  problems: string[];
  /** What was said was erased: only the hash of the event can be compared. */
  erased: boolean;
}

/**
 * @param body `text`: the receipt as it was kept; without it only the record is checked against its history
 * @throws AppError `unauthenticated`, `not_found`, `invalid_request`
 */
export async function checkReceipt(context: Context, slug: string, id: string, body: unknown): Promise<ReceiptCheck> {
  const loaded = await loadReceipt(context, slug, id);
  const { text } = parseInput(checkInput, body);
  const problems = await recordProblems(context.db, loaded);
  const difference = text === undefined || loaded.text === null ? null : firstDifference(text, loaded.text);
  const hashKept = text === undefined || text.includes(loaded.event.hash);
  return {
    matches: problems.length === 0 && difference === null && hashKept,
    difference,
    problems: hashKept ? problems : [...problems, 'The text does not hold the hash of the event.'],
    erased: loaded.facts === null,
  };
}
