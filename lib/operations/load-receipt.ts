/** Reads a receipt back from the record, and says whether the record still is what the receipt was made from. */
import { createHash } from 'node:crypto';
import type { Database } from '#lib/data/client.ts';
import { type KeptText, listKeptTexts } from '#lib/data/evidence-texts.ts';
import { isId } from '#lib/data/ids.ts';
import { listStreamEvents } from '#lib/data/ledger-scan.ts';
import { findReceipt, type ReceiptRow } from '#lib/data/receipts.ts';
import { AppError, notFound } from '#lib/domain/errors.ts';
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
export async function recordProblems(db: Database, { row, event, facts }: LoadedReceipt): Promise<string[]> {
  const problems: string[] = [];
  if (event.content !== null && event.salt !== null && contentDigest(event.salt, event.content) !== event.contentDigest)
    problems.push('What the event says does not fit its digest.');
  if (eventHash(event, event.prevHash) !== event.hash) problems.push('The hash of the event does not fit its fields.');
  if (facts === null) return problems;
  for (const said of facts.answers) {
    const kept = row.answers.find(({ conditionRef }) => conditionRef === said.condition);
    if (kept?.answer !== said.answer || kept.note !== said.words) problems.push(`The answer kept on ${said.title} is another one.`);
  }
  return [...problems, ...(await fileProblems(db, facts))];
}

async function fileProblems(db: Database, facts: ReceiptFacts): Promise<string[]> {
  const hashed = facts.files.filter(({ sha256 }) => sha256 !== null);
  const kept = await listKeptTexts(
    db.pool,
    hashed.map(({ evidenceId }) => evidenceId),
  );
  const problems = hashed.map(async (file) => {
    const version = kept.find(({ evidenceId }) => evidenceId === file.evidenceId);
    if (!version || version.sha256 !== file.sha256) return [`The file kept as “${file.title}” is another one.`];
    return (await digestOf(db, version)) === file.sha256 ? [] : [`The bytes kept as “${file.title}” do not fit their SHA-256.`];
  });
  return (await Promise.all(problems)).flat();
}

/** Of the bytes as they are now; null when they are gone or damaged. */
async function digestOf(db: Database, { sha256, content }: KeptText): Promise<string | null> {
  if (content !== null) return createHash('sha256').update(content, 'utf8').digest('hex');
  try {
    await db.files.read(sha256);
    return sha256;
  } catch (error) {
    if (error instanceof AppError && error.code === 'evidence_damaged') return null;
    throw error;
  }
}
