/** Records a letter out to many: what each addressee was sent, what was asked, by when, and what that moves. One act, one transaction. */
import type pg from 'pg';
import { type AssessmentEvent, recordEvent, recordStatuses } from '#lib/data/history.ts';
import { newId } from '#lib/data/ids.ts';
import { insertRequest, lockTargets, type RequestTarget } from '#lib/data/request-writes.ts';
import type { ProgramView } from '#lib/domain/record.ts';
import type { Status } from '#lib/domain/status.ts';
import { formatDate, localDateOf, startOfDay } from '#lib/domain/time.ts';
import { parseInput } from './change-input.ts';
import { type Composed, composeRequest, type Due, type RequestInput, requestInput, requestLacks } from './compose-request.ts';
import { actOf, type Context, requireActor } from './context.ts';
import { setDeadline } from './deadlines.ts';
import { getProgram } from './get-program.ts';
import { write } from './write.ts';

export interface SentRequest {
  requestId: string;
  recipients: number;
  assessments: { id: string; condition: string; status: Status; version: number; moved: boolean }[];
}

/** @throws AppError see `composeRequest`; nothing is written then */
export async function sendRequest(context: Context, slug: string, body: unknown): Promise<SentRequest> {
  const program = await getProgram(context, slug, 'send_request');
  const input = parseInput(requestInput, body, requestLacks);
  return write(context, `send-request:${program.id}`, input, (tx) => sendLetters(tx, context, program, input, null));
}

/**
 * Writes the letters of an act under the locks of what they ask about.
 * @param replacesId the letter that this one takes the place of: whoever has not answered gets its new due date
 */
export async function sendLetters(
  tx: pg.PoolClient,
  context: Context,
  program: ProgramView,
  input: RequestInput,
  replacesId: string | null,
): Promise<SentRequest> {
  const first = await composeRequest(tx, context, program, input);
  await lockTargets(
    tx,
    program.id,
    first.letters.flatMap(({ targets }) => targets.map(({ assessmentId }) => assessmentId)),
  );
  // Again, now that nothing can move: statuses and versions are those under the lock.
  const composed = await composeRequest(tx, context, program, input);
  const due = await dueRow(tx, program, composed.due);
  const requestId = newId();
  await keepLetters(tx, context, program, input, composed, { requestId, deadlineId: due.deadlineId, replacesId });
  const targets = composed.letters.flatMap((letter) => letter.targets.map((target) => ({ ...target, to: letter.addressee })));
  const today = localDateOf(context.now(), program.zone);
  const effectiveAt = input.sentOn < today ? startOfDay(input.sentOn, program.zone) : null;
  const events = targets.map((target) => eventFor(program, input, target, { requestId, replacesId, due, effectiveAt }));
  const recorded = await recordStatuses(tx, actOf(context), events);
  await recordEvent(tx, actOf(context), {
    programId: program.id,
    streamId: program.id,
    streamKind: 'program',
    kind: 'request_sent',
    reason: input.note ?? null,
    payload: { requestId, title: input.title, recipients: composed.letters.length, ...(replacesId ? { replaces: replacesId } : {}) },
    effectiveAt,
  });
  return { requestId, recipients: composed.letters.length, assessments: results(targets, recorded) };
}

interface DueRow {
  deadlineId: string;
  dueOn: string;
  dueAt: string;
}

async function dueRow(tx: pg.PoolClient, program: ProgramView, due: Due): Promise<DueRow> {
  if (due.deadlineId !== null) return { deadlineId: due.deadlineId, dueOn: due.dueOn, dueAt: due.dueAt };
  return setDeadline(tx, program, due.dueOn, due.basis);
}

async function keepLetters(
  tx: pg.PoolClient,
  context: Context,
  program: ProgramView,
  input: RequestInput,
  composed: Composed,
  made: { requestId: string; deadlineId: string; replacesId: string | null },
): Promise<void> {
  await insertRequest(tx, {
    programId: program.id,
    id: made.requestId,
    title: input.title,
    sentOn: input.sentOn,
    signer: input.signer ?? null,
    deadlineId: made.deadlineId,
    templateId: input.templateId ?? null,
    replacesId: made.replacesId,
    sentById: requireActor(context).principalId,
    note: input.note ?? null,
    questions: composed.questions,
    recipients: composed.letters.map(({ organizationId, addressee, letter, targets }) => ({
      organizationId,
      addressee,
      letter,
      assessmentIds: targets.map(({ assessmentId }) => assessmentId),
    })),
  });
}

interface Made {
  requestId: string;
  replacesId: string | null;
  due: DueRow;
  effectiveAt: string | null;
}

/** Whether a letter moves an assessment: only what has not begun. */
export const movesTo = (status: Status): Status | null => (status === 'not_started' ? 'requested' : null);

/** What has not begun is Requested now; a letter that replaces another gives its new date to whoever is still asked. */
function eventFor(program: ProgramView, input: RequestInput, target: RequestTarget & { to: string }, made: Made): AssessmentEvent {
  const { requestId, replacesId, due, effectiveAt } = made;
  const said = `${replacesId ? 'Letter sent again' : 'Letter'} to ${target.to}, answers due ${formatDate(due.dueOn, 'long')}.`;
  const base = {
    programId: program.id,
    assessmentId: target.assessmentId,
    expectedVersion: target.version,
    // A remark on the letter is the office's own; whoever is asked reads this history.
    reason: said,
    effectiveAt,
  };
  if (movesTo(target.status)) {
    const details = { recipient: target.to, sentOn: input.sentOn, dueOn: due.dueOn };
    const payload = { from: target.status, to: 'requested', requestId, details };
    return { ...base, kind: 'status_changed', payload, patch: { status: 'requested', ...due } };
  }
  const payload = { requestId, ...(replacesId ? { act: 'reissued', replaces: replacesId } : { act: 'sent' }) };
  const asked = target.status === 'requested' || target.status === 'info_requested';
  return { ...base, kind: 'request_noted', payload, patch: replacesId && asked ? { ...due } : {} };
}

function results(
  targets: RequestTarget[],
  recorded: { assessmentId: string; version: number; status: Status }[],
): SentRequest['assessments'] {
  const byId = new Map(recorded.map((row) => [row.assessmentId, row]));
  return targets.map((target) => {
    const row = byId.get(target.assessmentId);
    if (!row) throw new Error('An assessment that was asked about was not recorded.');
    return {
      id: row.assessmentId,
      condition: target.conditionRef,
      status: row.status,
      version: row.version,
      moved: row.status !== target.status,
    };
  });
}
