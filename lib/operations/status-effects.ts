/** What a status change writes besides the status: due dates, answers with their response, ownership. */
import type pg from 'pg';
import type { AssessmentPatch } from '#lib/data/history.ts';
import { newId } from '#lib/data/ids.ts';
import { insertResponse } from '#lib/data/letters.ts';
import { insertRecipient } from '#lib/data/request-writes.ts';
import type { Answer } from '#lib/domain/answer.ts';
import { AppError } from '#lib/domain/errors.ts';
import { concludes, type Status } from '#lib/domain/status.ts';
import { type Context, requireActor } from './context.ts';
import { setDeadline } from './deadlines.ts';
import type { AssessmentHome } from './load-assessment.ts';

export interface StatusEffects {
  patch: AssessmentPatch;
  answer: Answer | null;
  responseId: string | null;
  requestId: string | null;
}

interface Move {
  from: Status;
  to: Status;
  details: Record<string, string>;
  evidenceIds: string[];
  reason: string;
}

/** @throws AppError `field_required` when a response is claimed without an answer or evidence */
export async function statusEffects(tx: pg.PoolClient, context: Context, home: AssessmentHome, move: Move): Promise<StatusEffects> {
  const effects: StatusEffects = { patch: { status: move.to }, answer: null, responseId: null, requestId: null };
  if (move.to === 'requested') return requestEffects(tx, home, move, effects);
  if (move.to === 'submitted') return responseEffects(tx, context, home, move, effects);
  if (move.to === 'info_requested') {
    Object.assign(effects.patch, await setDeadline(tx, home.program, move.details.dueOn ?? '', `Asked for: ${move.details.missing ?? ''}`));
  }
  if (move.to === 'under_review' && !concludes(move.from)) effects.patch.assigneeId = requireActor(context).principalId;
  return effects;
}

async function requestEffects(tx: pg.PoolClient, home: AssessmentHome, move: Move, effects: StatusEffects): Promise<StatusEffects> {
  const { recipient = '', sentOn = '', dueOn = '', dueBasis = '' } = move.details;
  const due = await setDeadline(tx, home.program, dueOn, dueBasis);
  effects.requestId = newId();
  await tx.query(
    `INSERT INTO request (program_id, id, title, sent_on, deadline_id, questions, grade, source_ids, recorded_at)
     VALUES ($1, $2, $3, $4, $5, '[]', 'primary', '{}', clock_timestamp())`,
    [home.program.id, effects.requestId, `Request to ${recipient}`, sentOn, due.deadlineId],
  );
  await tx.query(
    'INSERT INTO request_item (program_id, request_id, assessment_id, recipient, grade, source_ids) VALUES ($1, $2, $3, $4, $5, $6)',
    [home.program.id, effects.requestId, home.id, recipient, 'primary', []],
  );
  await insertRecipient(tx, home.program.id, effects.requestId, { organizationId: home.organizationId, addressee: recipient });
  Object.assign(effects.patch, due);
  return effects;
}

async function responseEffects(
  tx: pg.PoolClient,
  context: Context,
  home: AssessmentHome,
  move: Move,
  effects: StatusEffects,
): Promise<StatusEffects> {
  const answer = move.details.answer as Answer | undefined;
  if (!answer && move.evidenceIds.length === 0) {
    throw new AppError('field_required', 'Say what the response says, or attach it.', { field: 'details.answer' });
  }
  if (answer) {
    effects.answer = answer;
    effects.patch.answer = answer;
  }
  // Without an answer in words too: that something was received is what the list of the unanswered asks.
  effects.responseId = newId();
  await insertResponse(tx, {
    programId: home.program.id,
    id: effects.responseId,
    applicationId: home.applicationId,
    operatorId: home.operatorId,
    evidenceId: move.evidenceIds[0] ?? null,
    authorName: null,
    answeredBy: home.applicationId ? 'applicant' : 'body_in_control',
    datedOn: null,
    receivedOn: move.details.receivedOn ?? null,
    counts: 'yes',
    summary: move.reason,
    grade: 'primary',
    sourceIds: [],
    recordedById: requireActor(context).principalId,
    answers: [{ conditionId: home.conditionId, assessmentId: home.id, answer: answer ?? null, note: null }],
  });
  return effects;
}
