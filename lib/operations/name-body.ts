/**
 * "The jail is run by …": an organization names the body that can answer. That is an answer of its own (referred to another body),
 * with a receipt; where the question goes from there is for an analyst to decide.
 */
import type pg from 'pg';
import { z } from 'zod';
import { listBookings } from '#lib/data/applications.ts';
import { recordStatus as appendEvent } from '#lib/data/history.ts';
import { insertReferral } from '#lib/data/referrals.ts';
import { AppError, notFound } from '#lib/domain/errors.ts';
import { type Answering, listQuestionsOf, type Question, requireAnswering, requireSubject } from './answering.ts';
import { parseInput } from './change-input.ts';
import { actOf, type Context, requireActor } from './context.ts';
import { liveMoment } from './moment.ts';
import { type Submitted, submitAnswers } from './submit-answers.ts';
import { write } from './write.ts';

const nameBodyInput = z.strictObject({
  subjectId: z.string(),
  conditions: z.array(z.string().min(1).max(60)).min(1, 'Choose at least one question.').max(100),
  /** A body that is known to run a facility which the organization uses. */
  operatorId: z.uuid().optional(),
  bodyName: z.string().trim().min(1).max(200, 'The name is too long: at most 200 characters.').optional(),
  words: z.string().trim().min(1).max(20_000, 'The text is too long: at most 20,000 characters.').optional(),
});
type NameBodyInput = z.infer<typeof nameBodyInput>;

/**
 * @throws AppError `unauthenticated`, `not_found`, `forbidden`, `invalid_request`, `field_required` when no body is named
 */
export async function nameBody(context: Context, slug: string, body: unknown): Promise<Submitted> {
  const answering = await requireAnswering(context, slug);
  const input = parseInput(nameBodyInput, body);
  const { program } = answering;
  const { subject } = requireSubject(answering, input.subjectId);
  const questions = await chosen(context, answering, input);
  const named = await namedBody(context, answering, input);
  return write(context, `name-body:${program.id}`, input, async (tx) => {
    const words = [`Run by ${named.name}.`, input.words].filter(Boolean).join('\n');
    const submitted = await submitAnswers(tx, context, {
      program,
      organizationId: answering.organizationId,
      organization: answering.organization ?? '',
      subject,
      authorName: null,
      summary: null,
      signedOff: null,
      items: [],
      answers: questions.map(({ condition }) => ({ conditionId: condition.id, answer: 'referred_to_other_body', words })),
    });
    for (const { assessment } of questions) {
      if (assessment)
        await refer(tx, context, { programId: program.id, assessmentId: assessment.id, named, responseId: submitted.responseId });
    }
    return submitted;
  });
}

async function chosen(context: Context, answering: Answering, input: NameBodyInput): Promise<Question[]> {
  const { subject } = requireSubject(answering, input.subjectId);
  const questions = await listQuestionsOf({ context, program: answering.program }, subject, liveMoment(context, answering.program));
  const wanted = questions.filter(({ condition }) => input.conditions.includes(condition.ref));
  if (wanted.length !== new Set(input.conditions).size)
    throw new AppError('invalid_request', 'conditions: one of them is not asked of you.', { field: 'conditions' });
  return wanted;
}

async function namedBody(
  context: Context,
  { organizationId }: Answering,
  input: NameBodyInput,
): Promise<{ id: string | null; name: string }> {
  if (input.operatorId === undefined) {
    if (!input.bodyName) throw new AppError('field_required', 'Choose the body that runs the jail, or name it.', { field: 'bodyName' });
    return { id: null, name: input.bodyName };
  }
  const bookings = (await listBookings(context.db, [organizationId])).get(organizationId) ?? [];
  const operator = bookings.find((facility) => facility.operator?.id === input.operatorId)?.operator;
  if (!operator) throw notFound('The body');
  return { id: operator.id, name: operator.name };
}

interface Referring {
  programId: string;
  assessmentId: string;
  named: { id: string | null; name: string };
  responseId: string;
}

async function refer(tx: pg.PoolClient, context: Context, { programId, assessmentId, named, responseId }: Referring): Promise<void> {
  const madeById = requireActor(context).principalId;
  const referral = { programId, assessmentId, responseId, operatorId: named.id, bodyName: named.name, madeById };
  const referralId = await insertReferral(tx, referral);
  await appendEvent(tx, actOf(context), {
    programId,
    assessmentId,
    kind: 'referral_made',
    reason: `Named as the body that runs the jail: ${named.name}.`,
    payload: { referralId, responseId, operatorId: named.id, body: named.name },
  });
}
