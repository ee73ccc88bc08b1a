/** Writing history: the only calls of the SQL functions that append events. */
import { type EventKind, eventContent, type StreamKind } from '#lib/domain/event.ts';
import type { Status } from '#lib/domain/status.ts';
import { announce } from './announce.ts';
import type { Queryable } from './client.ts';

/** Who acts, for whom, and in which request: the same on every event of one act. */
export interface Act {
  actorId: string;
  onBehalfOfId: string | null;
  requestId: string;
}

export interface StreamEvent {
  programId: string;
  streamId: string;
  streamKind: Exclude<StreamKind, 'assessment'>;
  kind: EventKind;
  reason?: string | null;
  payload: Record<string, unknown>;
  /** Instant from which it holds; absent: the recorded instant. */
  effectiveAt?: string | null;
}

export interface Recorded {
  sequence: number;
  hash: string;
  recordedAt: string;
}

/** Appends one event to a stream that is not an assessment. */
export async function recordEvent(tx: Queryable, act: Act, event: StreamEvent): Promise<Recorded> {
  const { reason = null, payload, effectiveAt = null, ...rest } = event;
  const body = { ...rest, ...act, effectiveAt, content: eventContent(event.kind, reason, payload) };
  const { rows } = await tx.query<{ result: Recorded }>('SELECT record_event($1::jsonb) AS result', [JSON.stringify(body)]);
  return first(rows);
}

export interface NewAssessment {
  programId: string;
  assessmentId: string;
  subjectKind: 'application' | 'operator';
  applicationId: string | null;
  operatorId: string | null;
  conditionId: string;
  conditionVersionId: string;
  sortName: string;
  controlledElsewhere: boolean;
  responsible: { id: string; role: 'primary' | 'shared' }[];
}

export async function openAssessment(tx: Queryable, act: Act, assessment: NewAssessment): Promise<void> {
  const { programId, assessmentId, sortName, responsible, ...payload } = assessment;
  const content = eventContent('assessment_opened', null, { ...payload, responsible });
  await tx.query('SELECT open_assessment($1::jsonb)', [JSON.stringify({ programId, assessmentId, sortName, ...act, content })]);
}

/** What changes on the assessment from the effective instant onward. Null clears a value. */
export interface AssessmentPatch {
  status?: Status;
  answer?: string | null;
  deadlineId?: string | null;
  dueOn?: string | null;
  dueAt?: string | null;
  assigneeId?: string | null;
  /** Last day of a waiver or of the evidence a finding rests on; only together with `status`. */
  expiresOn?: string | null;
  conditionVersionId?: string;
  controlledElsewhere?: boolean;
  disputed?: boolean;
  responsible?: { id: string; role: string }[];
}

export interface AssessmentEvent {
  programId: string;
  assessmentId: string;
  expectedVersion?: number | null;
  kind: EventKind;
  reason: string | null;
  payload: Record<string, unknown>;
  effectiveAt?: string | null;
  patch?: AssessmentPatch;
  /** Of a correction: what holds later, each from its own instant. */
  steps?: { effectiveAt: string; set: AssessmentPatch }[];
  proposalId?: string | null;
}

export interface RecordedStatus {
  version: number;
  hash: string;
  recordedAt: string;
  status: Status;
}

/** What changes stands in the hashed content, and the SQL function reads it there: state and history cannot differ. */
const actText = (act: Act, event: AssessmentEvent): Record<string, unknown> => {
  const { reason, payload, patch, steps, ...rest } = event;
  const change = { ...(patch && Object.keys(patch).length > 0 ? { set: patch } : {}), ...(steps && steps.length > 0 ? { steps } : {}) };
  return { ...rest, ...act, content: eventContent(event.kind, reason, { ...payload, ...change }) };
};

/** @throws AppError through `inTransaction`: `stale_version`, `illegal_transition`, `needs_proposal`, `effective_in_future`, … */
export async function recordStatus(tx: Queryable, act: Act, event: AssessmentEvent): Promise<RecordedStatus> {
  const { rows } = await tx.query<{ result: RecordedStatus }>('SELECT record_status($1::jsonb) AS result', [
    JSON.stringify(actText(act, event)),
  ]);
  announce(tx, event.assessmentId);
  return first(rows);
}

/** Many assessments in one round trip, all or nothing. */
export async function recordStatuses(
  tx: Queryable,
  act: Act,
  events: AssessmentEvent[],
): Promise<(RecordedStatus & { assessmentId: string })[]> {
  const { rows } = await tx.query<{ result: (RecordedStatus & { assessmentId: string })[] }>(
    'SELECT record_statuses($1::jsonb) AS result',
    [JSON.stringify(events.map((event) => actText(act, event)))],
  );
  for (const event of events) announce(tx, event.assessmentId);
  return first(rows);
}

/** A change of a program's rule that another person approved, and what it sets. */
export interface SettingEvent {
  programId: string;
  changeId: string;
  reason: string;
  set: { twoPersonRule: boolean } | { assessorId: string };
}

/** Applies an approved change of a rule and records it on the program. @throws AppError through `inTransaction`: `rule_fixed` */
export async function applySetting(tx: Queryable, act: Act, { programId, changeId, reason, set }: SettingEvent): Promise<Recorded> {
  const body = { programId, changeId, ...act, content: eventContent('setting_changed', reason, { changeId, set }) };
  const { rows } = await tx.query<{ result: Recorded }>('SELECT apply_setting($1::jsonb) AS result', [JSON.stringify(body)]);
  return first(rows);
}

/** Folds the insert-only deltas of the dashboard numbers. Returns how many rows were folded. */
export async function foldCounters(tx: Queryable): Promise<number> {
  const { rows } = await tx.query<{ folded: number }>('SELECT fold_counters() AS folded');
  return rows[0]?.folded ?? 0;
}

function first<T>(rows: { result: T }[]): T {
  const row = rows[0];
  if (!row) throw new Error('The database function returned nothing.');
  return row.result;
}
