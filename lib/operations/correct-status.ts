/** Corrects the record, or undoes the last change: nothing is erased, a later event says what holds from when. */
import type { Queryable } from '#lib/data/client.ts';
import { listHeldStatuses } from '#lib/data/events.ts';
import { type AssessmentPatch, recordStatus as appendStatus } from '#lib/data/history.ts';
import { AppError } from '#lib/domain/errors.ts';
import { may } from '#lib/domain/permission.ts';
import type { AssessmentRow } from '#lib/domain/record.ts';
import { concludes, type Status, statusRules } from '#lib/domain/status.ts';
import { startOfDay } from '#lib/domain/time.ts';
import { correctionInput, effectiveInstant, lockVersion, parseInput, requireReason, requireVersion } from './change-input.ts';
import { actOf, type Context, requireActor } from './context.ts';
import { type AssessmentHome, loadHome } from './load-assessment.ts';
import { readBack } from './record-status.ts';
import { write } from './write.ts';

interface Corrected {
  effectiveAt: string;
  actorId: string;
  /** What held at that instant before the event was recorded. */
  before: AssessmentPatch & { status: Status };
}

/** @throws AppError `illegal_transition` when the assessment never had this status */
export async function requireHeldStatus(tx: Queryable, home: AssessmentHome, to: Status): Promise<void> {
  if ((await listHeldStatuses(tx, home.program.id, home.id)).includes(to)) return;
  throw new AppError(
    'illegal_transition',
    `A correction can only go to a status that was held before; ${statusRules[to].label} never was.`,
    { field: 'to' },
  );
}

/** The event that is corrected, with what held before it. @throws AppError `invalid_request` when it changed no status */
async function findCorrected(tx: Queryable, home: AssessmentHome, sequence: number): Promise<Corrected> {
  const { rows } = await tx.query(
    `SELECT e.effective_at AS "effectiveAt", e.actor_id AS "actorId",
       jsonb_build_object('status', p.status, 'answer', p.answer, 'deadlineId', p.deadline_id, 'dueOn', p.due_on, 'dueAt', p.due_at,
         'assigneeId', p.assignee_id) AS before
     FROM event e JOIN assessment_period p ON p.program_id = e.program_id AND p.assessment_id = e.stream_id
       AND p.known_from < e.recorded_at AND p.known_to >= e.recorded_at
       AND p.valid_from <= e.effective_at AND p.valid_to > e.effective_at
     WHERE e.program_id = $1 AND e.stream_id = $2 AND e.sequence = $3 AND e.kind IN ('status_changed', 'status_corrected')`,
    [home.program.id, home.id, sequence],
  );
  if (!rows[0])
    throw new AppError('invalid_request', `corrects: event ${sequence} changed no status of this assessment.`, { field: 'corrects' });
  return rows[0];
}

/** The last editor may undo open work; others need the right to reopen. */
function requireCorrector(context: Context, home: AssessmentHome, corrected: Corrected): void {
  const actor = requireActor(context);
  const own = actor.principalId === corrected.actorId && may(actor.grants, 'correct_open_work', home.program.id);
  if (own || may(actor.grants, 'reopen', home.program.id)) return;
  throw new AppError('forbidden', 'Only the person who recorded this, or a reviewer, can correct it.');
}

/** @throws AppError in the order of the API's codes; `needs_proposal` for anything that touches a finding */
export async function correctStatus(context: Context, id: string, version: number | null, body: unknown): Promise<AssessmentRow> {
  const home = await loadHome(context, id, ['correct_open_work', 'reopen']);
  const input = parseInput(correctionInput, body);
  const expected = requireVersion(version);
  return write(context, `correct:${id}`, [input, expected], async (tx) => {
    const locked = await lockVersion(tx, home, expected);
    const corrected = await findCorrected(tx, home, input.corrects);
    requireCorrector(context, home, corrected);
    const targets = [input.to, ...(input.then ?? []).map((step) => step.to)];
    for (const target of targets) await requireHeldStatus(tx, home, target);
    if ([locked.status, ...targets].some(concludes)) {
      throw new AppError('needs_proposal', 'This touches a finding or a closure, so it needs a proposal that another person approves.');
    }
    const reason = requireReason(input.reason);
    const effectiveAt = input.effectiveOn || input.effectiveAt ? effectiveInstant(context, home.program, input) : corrected.effectiveAt;
    await appendStatus(tx, actOf(context), {
      programId: home.program.id,
      assessmentId: home.id,
      expectedVersion: expected,
      kind: 'status_corrected',
      reason,
      payload: { corrects: input.corrects, from: locked.status, to: input.to, ...(input.then ? { then: input.then } : {}) },
      effectiveAt,
      // Going back to what held before also restores the answer, due date and owner that held with it.
      patch: input.to === corrected.before.status ? corrected.before : { status: input.to },
      steps: (input.then ?? []).map((step) => ({ status: step.to, effectiveAt: startOfDay(step.effectiveOn, home.program.zone) })),
    });
    return readBack(tx, context, home);
  });
}
