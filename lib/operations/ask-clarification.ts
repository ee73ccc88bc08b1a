/** "Ask what is meant": an organization asks about the question put to it. Both sides see the question and its answer. */
import { z } from 'zod';
import { lockAssessment } from '#lib/data/assessments.ts';
import { insertClarification } from '#lib/data/clarifications.ts';
import { recordStatus as appendEvent } from '#lib/data/history.ts';
import { parseInput } from './change-input.ts';
import { actOf, type Context, requireActor } from './context.ts';
import { loadHome } from './load-assessment.ts';
import { write } from './write.ts';

const askInput = z.strictObject({
  question: z
    .string({ error: 'Write what you want to know.' })
    .trim()
    .min(1, 'Write what you want to know.')
    .max(4000, 'The question is too long: at most 4,000 characters.'),
});

/** @throws AppError `unauthenticated`, `not_found`, `forbidden`, `invalid_request` */
export async function askClarification(context: Context, id: string, body: unknown): Promise<{ id: string }> {
  const home = await loadHome(context, id, ['respond']);
  const { question } = parseInput(askInput, body);
  const programId = home.program.id;
  return write(context, `ask-clarification:${id}`, question, async (tx) => {
    await lockAssessment(tx, programId, id);
    const askedById = requireActor(context).principalId;
    const clarificationId = await insertClarification(tx, { programId, assessmentId: id, question, askedById });
    const event = { programId, assessmentId: id, kind: 'clarification_asked' as const, reason: question, payload: { clarificationId } };
    await appendEvent(tx, actOf(context), event);
    return { id: clarificationId };
  });
}
