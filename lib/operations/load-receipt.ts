/** Reads a receipt back from the record, and says whether the record still is what the receipt was made from. */
import { createHash } from 'node:crypto';
import type { Queryable } from '#lib/data/client.ts';
import { listKeptTexts } from '#lib/data/evidence-texts.ts';
import { isId } from '#lib/data/ids.ts';
import { listStreamEvents } from '#lib/data/ledger-scan.ts';
import { findReceipt, type ReceiptRow } from '#lib/data/receipts.ts';
import { notFound } from '#lib/domain/errors.ts';
import { payloadSchemas } from '#lib/domain/event.ts';
import { contentDigest, eventHash } from '#lib/domain/ledger.ts';
import { type ReceiptFacts, receiptText } from '#lib/domain/receipt.ts';
import type { ProgramView } from '#lib/domain/record.ts';
import { payloadOf, type StoredEvent } from '#lib/domain/stream-check.ts';
import { type Context, confinement } from './context.ts';
import { getProgram } from './get-program.ts';

export interface LoadedReceipt {
  program: ProgramView;
  row: ReceiptRow;
  event: StoredEvent;
  /** Null once the content of the event was erased. */
  facts: ReceiptFacts | null;
  text: string | null;
}

/**
 * For whoever may read the program; a contributor only for his own organization.
 * @throws AppError `unauthenticated`, `not_found`
 */
export async function loadReceipt(context: Context, slug: string, id: string): Promise<LoadedReceipt> {
  const program = await getProgram(context, slug);
  const tx = context.db.pool;
  const row = isId(id) ? await findReceipt(tx, program.id, id, context.now()) : null;
  const confined = confinement(context, program.id);
  if (!row || (confined !== null && confined !== row.organizationId)) throw notFound('The receipt');
  const { streamId: stream, sequence } = row;
  const [event] = await listStreamEvents(tx, { program: program.id, stream, from: sequence, to: sequence });
  if (!event) throw new Error('The event of a receipt is missing.');
  const facts = factsOf(event);
  const { recordedAt, hash } = event;
  const at = { program: program.id, stream, sequence, hash, recordedAt, submittedBy: row.submittedBy };
  return { program, row, event, facts, text: facts && receiptText(facts, at, program) };
}

function factsOf(event: StoredEvent): ReceiptFacts | null {
  const payload = event.content === null ? null : payloadOf(event.content);
  const parsed = payload === null ? null : payloadSchemas.response_submitted.safeParse(payload);
  return parsed?.success ? (parsed.data as ReceiptFacts) : null;
}

/** What does not fit any more, in sentences; empty when the record is what the receipt was made from. */
export async function recordProblems(tx: Queryable, { row, event, facts }: LoadedReceipt): Promise<string[]> {
  const problems: string[] = [];
  if (event.content !== null && event.salt !== null && contentDigest(event.salt, event.content) !== event.contentDigest)
    problems.push('What the event says does not fit its digest.');
  if (eventHash(event, event.prevHash) !== event.hash) problems.push('The hash of the event does not fit its fields.');
  if (facts === null) return problems;
  for (const said of facts.answers) {
    const kept = row.answers.find(({ conditionRef }) => conditionRef === said.condition);
    if (kept?.answer !== said.answer || kept.note !== said.words) problems.push(`The answer kept on ${said.title} is another one.`);
  }
  return [...problems, ...(await fileProblems(tx, facts))];
}

async function fileProblems(tx: Queryable, facts: ReceiptFacts): Promise<string[]> {
  const hashed = facts.files.filter(({ sha256 }) => sha256 !== null);
  const kept = await listKeptTexts(
    tx,
    hashed.map(({ evidenceId }) => evidenceId),
  );
  return hashed.flatMap((file) => {
    const version = kept.find(({ evidenceId }) => evidenceId === file.evidenceId);
    if (!version || version.sha256 !== file.sha256) return [`The file kept as “${file.title}” is another one.`];
    const actual = version.content === null ? file.sha256 : createHash('sha256').update(version.content, 'utf8').digest('hex');
    return actual === file.sha256 ? [] : [`The bytes kept as “${file.title}” do not fit their SHA-256.`];
  });
}
