/** The event that a correction is about, and what held before it was recorded. */
import type { Queryable } from '#lib/data/client.ts';
import { listHeldStatuses } from '#lib/data/events.ts';
import type { AssessmentPatch } from '#lib/data/history.ts';
import { AppError } from '#lib/domain/errors.ts';
import { type Status, statusRules } from '#lib/domain/status.ts';
import type { AssessmentHome } from './load-assessment.ts';

export interface HeldBefore {
  effectiveAt: string;
  set: AssessmentPatch & { status: Status };
}

export interface CorrectedEvent {
  sequence: number;
  effectiveAt: string;
  actorId: string;
  actorKind: string;
  requestId: string | null;
  responseId: string | null;
  /** What held from the event's effective instant onward before it was recorded, in order; the first begins at that instant. */
  before: [HeldBefore, ...HeldBefore[]];
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

/** @throws AppError `invalid_request` when the event does not exist or changed no status */
export async function findCorrected(
  tx: Queryable,
  home: { id: string; program: { id: string } },
  sequence: number,
): Promise<CorrectedEvent> {
  const { rows } = await tx.query<
    { effectiveAt: string; actorId: string; actorKind: string; requestId: string | null; responseId: string | null } & HeldBeforeRow
  >(
    `SELECT e.effective_at AS "effectiveAt", e.actor_id AS "actorId", (SELECT kind FROM principal WHERE id = e.actor_id) AS "actorKind", e.content::jsonb->'payload'->>'requestId' AS "requestId",
       e.content::jsonb->'payload'->>'responseId' AS "responseId", greatest(p.valid_from, e.effective_at) AS "heldFrom",
       jsonb_build_object('status', p.status, 'answer', p.answer, 'deadlineId', p.deadline_id, 'dueOn', p.due_on, 'dueAt', p.due_at,
         'assigneeId', p.assignee_id, 'expiresOn', p.expires_on) AS set
     FROM event e JOIN assessment_period p ON p.program_id = e.program_id AND p.assessment_id = e.stream_id
       AND p.known_from < e.recorded_at AND p.known_to >= e.recorded_at AND p.valid_to > e.effective_at
     WHERE e.program_id = $1 AND e.stream_id = $2 AND e.sequence = $3 AND e.kind IN ('status_changed', 'status_corrected')
     ORDER BY p.valid_from`,
    [home.program.id, home.id, sequence],
  );
  const [first, ...later] = rows.map((row) => ({ effectiveAt: row.heldFrom, set: row.set }));
  const event = rows[0];
  if (!event || !first) {
    throw new AppError('invalid_request', `corrects: event ${sequence} changed no status of this assessment.`, { field: 'corrects' });
  }
  const { effectiveAt, actorId, actorKind, requestId, responseId } = event;
  return { sequence, effectiveAt, actorId, actorKind, requestId, responseId, before: [first, ...later] };
}

interface HeldBeforeRow {
  heldFrom: string;
  set: HeldBefore['set'];
}
