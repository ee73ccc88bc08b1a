/** Says what is meant, once: a later answer would change what the organization went by. */
import { z } from 'zod';
import { lockAssessment } from '#lib/data/assessments.ts';
import { findClarification, answerClarification as keepAnswer } from '#lib/data/clarifications.ts';
import { recordStatus as appendEvent } from '#lib/data/history.ts';
import { isId } from '#lib/data/ids.ts';
import { translated } from '#lib/data/transaction.ts';
import { notFound } from '#lib/domain/errors.ts';
import { beaten } from './access.ts';
import { parseInput } from './change-input.ts';
import { actOf, type Context, requireActor } from './context.ts';
import { loadHome } from './load-assessment.ts';
import { write } from './write.ts';

const answerInput = z.strictObject({
  answer: z
    .string({ error: 'Write what is meant.' })
    .trim()
    .min(1, 'Write what is meant.')
    .max(4000, 'The answer is too long: at most 4,000 characters.'),
});

/** @throws AppError `unauthenticated`, `not_found`, `forbidden`, `invalid_request`, `stale_version` when somebody answered first */
export async function answerClarification(context: Context, clarificationId: string, body: unknown): Promise<{ id: string }> {
  requireActor(context);
  const found = isId(clarificationId) ? await translated(findClarification(context.db.pool, clarificationId)) : null;
  if (!found) throw notFound('The question');
  // Whoever writes to applicants answers them.
  const home = await loadHome(context, found.assessmentId, ['send_request'], 'The question');
  const { answer } = parseInput(answerInput, body);
  const programId = home.program.id;
  return write(context, `answer-clarification:${clarificationId}`, answer, async (tx) => {
    await lockAssessment(tx, programId, home.id);
    const now = await findClarification(tx, clarificationId);
    if (now?.answeredAt) throw beaten('This was answered already.', { status: 'answered', by: now.answeredBy, at: now.answeredAt });
    await keepAnswer(tx, { programId, id: clarificationId, answer, answeredById: requireActor(context).principalId });
    const event = {
      programId,
      assessmentId: home.id,
      kind: 'clarification_answered' as const,
      reason: answer,
      payload: { clarificationId },
    };
    await appendEvent(tx, actOf(context), event);
    return { id: clarificationId };
  });
}
