/**
 * "Recall: sent in error". The response answers nothing any more; what it said, its digest and its receipt stay in the history.
 * A status that rested on it alone goes back; a finding that was made since, or that rests on what was handed in, holds it fast
 * (docs/decisions/0048).
 */

import type pg from 'pg';
import { z } from 'zod';
import { listVersions, lockEvidenceItems, sealEvidence } from '#lib/data/evidence-page.ts';
import { listReliance } from '#lib/data/evidence-reliance.ts';
import { type AssessmentEvent, recordEvent, recordStatuses } from '#lib/data/history.ts';
import { type AnsweredAssessment, findReceipt, recallResponse as keepRecall, lockAnswered, type ReceiptRow } from '#lib/data/receipts.ts';
import { findStandingAnswer } from '#lib/data/response-counting.ts';
import { AppError, notFound } from '#lib/domain/errors.ts';
import { NO_PROGRAM } from '#lib/domain/event.ts';
import { reasonInput } from '#lib/domain/input.ts';
import { receiptNumber } from '#lib/domain/receipt.ts';
import type { ProgramView } from '#lib/domain/record.ts';
import { concludes, statusRules } from '#lib/domain/status.ts';
import { requireAnswering } from './answering.ts';
import { parseInput, requireReason } from './change-input.ts';
import { actOf, type Context, requireActor } from './context.ts';
import { findCorrected } from './corrected-event.ts';
import { loadReceipt } from './load-receipt.ts';
import { write } from './write.ts';

const recallInput = z.strictObject({ reason: reasonInput });

/**
 * @throws AppError `unauthenticated`, `not_found`, `forbidden`, `invalid_request`, `reason_required`, `response_fixed` when it was
 * recalled before, a conclusion was reached since or rests on it
 */
export async function recallResponse(context: Context, slug: string, id: string, body: unknown): Promise<{ recalled: true }> {
  const { program, organizationId, organization } = await requireAnswering(context, slug);
  const seen = await loadReceipt(context, slug, id);
  if (seen.row.organizationId !== organizationId) throw notFound('The receipt');
  const input = parseInput(recallInput, body);
  return write(context, `recall-response:${id}`, input, async (tx) => {
    const answered = await lockAnswered(tx, program.id, id);
    const receipt = await findReceipt(tx, program.id, id, context.now());
    if (!receipt || receipt.recall) throw new AppError('response_fixed', 'This was recalled already.');
    requireOpen(answered);
    const reason = requireReason(input.reason);
    const words = `${organization ?? 'The organization'} recalled receipt ${receiptNumber(receipt.number)}: ${reason}`;
    await keepRecall(tx, { programId: program.id, responseId: id, reason, recalledById: requireActor(context).principalId });
    const events: AssessmentEvent[] = [];
    for (const assessment of answered) events.push(await eventFor(tx, program, { assessment, responseId: id, words }));
    await recordStatuses(tx, actOf(context), events);
    await seal(tx, context, seen.facts?.files.map(({ evidenceId }) => evidenceId) ?? [], reason);
    await tellStream(tx, context, program, { receipt, reason });
    return { recalled: true };
  });
}

const INSTEAD = 'You can answer again, or object.';

/** Whatever was concluded since may rest on what was said. */
function requireOpen(answered: AnsweredAssessment[]): void {
  const fixed = answered.find(({ status, concluded }) => concludes(status) || concluded);
  if (!fixed) return;
  throw new AppError(
    'response_fixed',
    `${fixed.title} was concluded after this was submitted (${statusRules[fixed.status].label}), so it cannot be taken back. ${INSTEAD}`,
  );
}

/**
 * The step that this response made is undone when nothing came after it; otherwise only what it said is taken away. What is shown
 * then is what the newest response says that still stands: the one shown before may have been recalled too.
 */
async function eventFor(
  tx: pg.PoolClient,
  program: ProgramView,
  { assessment, responseId, words }: { assessment: AnsweredAssessment; responseId: string; words: string },
): Promise<AssessmentEvent> {
  const base = { programId: program.id, assessmentId: assessment.id, expectedVersion: assessment.version, reason: words };
  const answer = await findStandingAnswer(tx, program.id, assessment.id);
  if (assessment.movedBy !== null && assessment.movedBy === assessment.stateVersion) {
    const corrected = await findCorrected(tx, { id: assessment.id, program }, assessment.movedBy);
    const held = corrected.before.map(({ effectiveAt, set }) => ({ effectiveAt, set: set.answer ? { ...set, answer } : set }));
    const [first, ...steps] = held;
    if (!first) throw new Error('Nothing held before.');
    const payload = { corrects: corrected.sequence, from: assessment.status, to: first.set.status };
    return { ...base, kind: 'status_corrected', payload, effectiveAt: corrected.effectiveAt, patch: first.set, steps };
  }
  const patch = assessment.answerIsFromIt ? { answer } : {};
  return { ...base, kind: 'response_recalled', payload: { responseId }, patch };
}

/**
 * What was handed in with it is read by nobody any more; its digests stay. Others may have put it on assessments that it did not answer.
 * @throws AppError `response_fixed` when a finding there rests on it, or a reliance
 */
async function seal(tx: pg.PoolClient, context: Context, evidenceIds: string[], reason: string): Promise<void> {
  const act = actOf(context);
  await lockEvidenceItems(tx, evidenceIds);
  for (const id of evidenceIds) {
    const resting = (await listReliance(tx, id)).find(({ kind }) => kind !== 'proposal');
    if (resting) {
      const what = resting.kind === 'finding' ? 'A finding' : 'A reliance on another body';
      throw new AppError('response_fixed', `${what} rests on what was handed in with this, so it cannot be taken back. ${INSTEAD}`);
    }
    if (!(await sealEvidence(tx, id, act.actorId, reason))) continue;
    const digests = (await listVersions(tx, id, 'infinity')).map((version) => version.sha256);
    const stream = { programId: NO_PROGRAM, streamId: id, streamKind: 'evidence' as const };
    await recordEvent(tx, act, { ...stream, kind: 'evidence_sealed', reason, payload: { digests } });
  }
}

async function tellStream(
  tx: pg.PoolClient,
  context: Context,
  program: ProgramView,
  { receipt, reason }: { receipt: ReceiptRow; reason: string },
): Promise<void> {
  await recordEvent(tx, actOf(context), {
    programId: program.id,
    streamId: receipt.streamId,
    streamKind: receipt.applicationId === null ? 'operator' : 'application',
    kind: 'response_recalled',
    reason,
    payload: { responseId: receipt.responseId },
  });
}
