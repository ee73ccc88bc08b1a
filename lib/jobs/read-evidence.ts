/** Looks for text in files that came in, every few seconds; and clears files that nothing names, every hour. In every process, which does no harm. */
import type { Context } from '#lib/operations/context.ts';
import { clearOrphanFiles, readEvidenceText } from '#lib/operations/read-evidence-text.ts';
import { every } from './every.ts';

const SECOND_MS = 1000;

export function startReadingEvidence(db: Context['db']): void {
  every(5 * SECOND_MS, 'looking for text in evidence', () => readEvidenceText(db));
  every(3600 * SECOND_MS, 'clearing files that nothing names', () => clearOrphanFiles(db));
}
