/**
 * Passes a question on to the body that an applicant named: one act opens that body's own assessment and records the letter that
 * asks it, so that whoever answers for the body sees the question on its page.
 */

import type pg from 'pg';
import { z } from 'zod';
import { isKnownOrganization } from '#lib/data/bodies.ts';
import { recordStatus as appendEvent } from '#lib/data/history.ts';
import { isId } from '#lib/data/ids.ts';
import { listRequestsFor } from '#lib/data/letters.ts';
import { listConditions } from '#lib/data/programs.ts';
import { findReferral, passOn, type ReferralView } from '#lib/data/referrals.ts';
import { lockTargets } from '#lib/data/request-writes.ts';
import { translated } from '#lib/data/transaction.ts';
import { AppError, notFound } from '#lib/domain/errors.ts';
import { dateInput } from '#lib/domain/input.ts';
import { localDateOf } from '#lib/domain/time.ts';
import { beaten } from './access.ts';
import { parseInput } from './change-input.ts';
import { requestInput } from './compose-request.ts';
import { actOf, authorize, type Context, requireActor } from './context.ts';
import { type AssessmentHome, loadHome } from './load-assessment.ts';
import { liveMoment } from './moment.ts';
import { openOperatorAssessment } from './open-operator-assessment.ts';
import { sendLetters } from './send-request.ts';
import { write } from './write.ts';

const passOnInput = z.strictObject({
  /** Needed when the applicant gave only a name. */
  operatorId: z.uuid({ error: 'Choose the body.' }).optional(),
  /** Today when absent. */
  sentOn: dateInput.optional(),
  dueOn: dateInput.optional(),
  dueBasis: z.string().trim().min(1).max(1000).optional(),
  signer: z.string().trim().min(1).max(200).optional(),
});
type PassOnInput = z.infer<typeof passOnInput>;

export interface PassedOn {
  assessmentId: string;
  requestId: string;
}

/**
 * @throws AppError `unauthenticated`, `not_found`, `forbidden`, `invalid_request`, `field_required` (the body, the date),
 * `stale_version` when somebody passed it on first
 */
export async function passOnReferral(context: Context, referralId: string, body: unknown): Promise<PassedOn> {
  requireActor(context);
  const found = isId(referralId) ? await translated(findReferral(context.db.pool, referralId)) : null;
  if (!found) throw notFound('The referral');
  const home = await loadHome(context, found.assessmentId, ['send_request'], 'The referral');
  authorize(context, 'manage_bodies', home.program.id);
  const input = parseInput(passOnInput, body);
  const question = await questionOf(context, home);
  return write(context, `pass-on-referral:${referralId}`, input, async (tx) => {
    const operatorId = await bodyOf(tx, home, found, input);
    const { assessmentId } = await openOperatorAssessment(tx, context, home.program, operatorId, home.conditionId);
    // Both at once, in the order of their ids: the letter locks the second, the event below the first.
    await lockTargets(tx, home.program.id, [home.id, assessmentId]);
    const now = await findReferral(tx, referralId);
    if (!now) throw notFound('The referral');
    if (now.passedOn) throw beaten('This was passed on already.', { status: 'passed on', by: now.passedOn.by, at: now.passedOn.at });
    const letter = requestInput.parse(letterOf(context, home, { input, operatorId, question, bodyName: found.bodyName }));
    const { requestId } = await sendLetters(tx, context, home.program, letter, null);
    await tell(tx, context, home, { referralId, operatorId, operatorAssessmentId: assessmentId, bodyName: found.bodyName });
    return { assessmentId, requestId };
  });
}

async function bodyOf(tx: pg.PoolClient, { program }: AssessmentHome, referral: ReferralView, input: PassOnInput): Promise<string> {
  const operatorId = referral.operatorId ?? input.operatorId;
  if (operatorId === undefined)
    throw new AppError('field_required', 'Only a name was given. Choose the body, or add it under Operators first.', {
      field: 'operatorId',
    });
  if (!(await isKnownOrganization(tx, program.id, operatorId))) throw notFound('The body');
  return operatorId;
}

interface AskedQuestion {
  ref: string;
  title: string;
  text: string;
}

/** As the newest letter to the applicant that stands puts it; where none does, as the condition stands. */
async function questionOf(context: Context, home: AssessmentHome): Promise<AskedQuestion> {
  const conditions = await listConditions(context.db, home.program.id);
  const condition = conditions.find(({ id }) => id === home.conditionId);
  if (!condition) throw new Error('An assessment refers to a condition that does not exist.');
  const letters = await listRequestsFor(context.db, home.program.id, home.id, liveMoment(context, home.program));
  const requests = letters.toSorted((a, b) => Number(a.standing !== null) - Number(b.standing !== null));
  const asked = requests.flatMap(({ questions }) => questions).find(({ ref }) => ref === condition.ref);
  return { ref: condition.ref, title: condition.title, text: asked?.text ?? condition.wording };
}

interface Passing {
  input: PassOnInput;
  operatorId: string;
  question: AskedQuestion;
  bodyName: string;
}

function letterOf(context: Context, { program }: AssessmentHome, { input, operatorId, question, bodyName }: Passing) {
  if (input.dueOn === undefined) throw new AppError('field_required', 'Say by when an answer is asked for.', { field: 'dueOn' });
  return {
    title: `Question on ${question.title.toLowerCase()} to ${bodyName}`.slice(0, 300),
    sentOn: input.sentOn ?? localDateOf(context.now(), program.zone),
    ...(input.signer ? { signer: input.signer } : {}),
    recipients: [{ organizationId: operatorId }],
    questions: [{ condition: question.ref, text: question.text }],
    dueOn: input.dueOn,
    dueBasis: input.dueBasis ?? 'As the letter to the body asks',
  };
}

async function tell(
  tx: pg.PoolClient,
  context: Context,
  home: AssessmentHome,
  passed: { referralId: string; operatorId: string; operatorAssessmentId: string; bodyName: string },
): Promise<void> {
  const { referralId, operatorId, operatorAssessmentId, bodyName } = passed;
  const byId = requireActor(context).principalId;
  await passOn(tx, { programId: home.program.id, id: referralId, toAssessmentId: operatorAssessmentId, byId });
  await appendEvent(tx, actOf(context), {
    programId: home.program.id,
    assessmentId: home.id,
    kind: 'referral_passed_on',
    reason: `Passed on to ${bodyName}.`,
    payload: { referralId, operatorId, operatorAssessmentId },
  });
}
