/** The letters of a pack: requests that went out, and responses that came in, as events with their historical dates. */
import type pg from 'pg';
import { insertEvidence, linkEvidence } from '#lib/data/evidence.ts';
import { type Act, recordEvent, recordStatus } from '#lib/data/history.ts';
import { newId } from '#lib/data/ids.ts';
import { insertRows } from '#lib/data/insert-rows.ts';
import { insertResponse } from '#lib/data/letters.ts';
import { deriveParts } from '#lib/data/request-writes.ts';
import { dueInstant } from '#lib/domain/deadline.ts';
import { NO_PROGRAM } from '#lib/domain/event.ts';
import type { ProgramPack } from '#lib/domain/pack.ts';
import { startOfDay } from '#lib/domain/time.ts';
import type { PackNames } from './pack-places.ts';

type Request = ProgramPack['requests'][number];
type Response = ProgramPack['responses'][number];

/** What the steps of loading a pack share. */
export interface Loading {
  tx: pg.PoolClient;
  pack: ProgramPack;
  names: PackNames;
  act: Act;
  at: string;
  /** Assessment ids by application and condition: `baltimore-md/access`. */
  assessments: Map<string, string>;
}

/** The assessments of an application with their condition, in the order of the pack. */
const ofApplication = ({ pack, assessments }: Loading, ref: string): { condition: string; id: string }[] =>
  (pack.applications.find((a) => a.ref === ref)?.assessed ?? []).flatMap(({ condition }) => {
    const id = assessments.get(`${ref}/${condition}`);
    return id ? [{ condition, id }] : [];
  });

export async function loadRequests(loading: Loading): Promise<void> {
  const { tx, pack, names, act } = loading;
  for (const request of pack.requests) {
    const requestId = await insertRequest(loading, request);
    const effectiveAt = startOfDay(request.sentOn, pack.program.zone);
    const payload = { requestId, title: request.title, recipients: request.items.length };
    await recordEvent(tx, act, {
      programId: names.programId,
      streamId: names.programId,
      streamKind: 'program',
      kind: 'request_recorded',
      payload,
      effectiveAt,
    });
    for (const item of request.items) await askAll(loading, request, item, requestId);
    await deriveParts(tx, names.programId, requestId);
  }
}

async function insertRequest({ tx, names, at }: Loading, request: Request): Promise<string> {
  const id = newId();
  await insertRows(tx, 'request', [
    {
      program_id: names.programId,
      id,
      title: request.title,
      sent_on: request.sentOn,
      signer: request.signer,
      deadline_id: names.deadlines.get(request.deadline),
      questions: request.questions,
      grade: request.grade,
      source_ids: names.sources.all(request.sources),
      note: request.note,
      recorded_at: at,
    },
  ]);
  return id;
}

/** Every assessment of one recipient becomes Requested on the day the letter was sent. */
async function askAll(loading: Loading, request: Request, item: Request['items'][number], requestId: string): Promise<void> {
  const { tx, pack, names, act } = loading;
  const deadline = pack.deadlines.find((known) => known.ref === request.deadline);
  const due = deadline
    ? { deadlineId: names.deadlines.get(deadline.ref), dueOn: deadline.dueOn, dueAt: dueInstant(deadline, pack.program.zone).dueAt }
    : {};
  const reason = [`Letter to ${item.recipient}${deadline ? `, answers due ${deadline.dueOn}` : ''}.`, item.note].filter(Boolean).join(' ');
  for (const { id } of ofApplication(loading, item.application)) {
    await insertRows(tx, 'request_item', [
      {
        program_id: names.programId,
        request_id: requestId,
        assessment_id: id,
        recipient: item.recipient,
        grade: item.grade,
        source_ids: names.sources.all(item.sources),
        note: item.note,
      },
    ]);
    await recordStatus(tx, act, {
      programId: names.programId,
      assessmentId: id,
      kind: 'status_changed',
      reason,
      effectiveAt: startOfDay(request.sentOn, pack.program.zone),
      payload: {
        from: 'not_started',
        to: 'requested',
        requestId,
        details: { recipient: item.recipient, sentOn: request.sentOn, grade: item.grade },
      },
      patch: { status: 'requested', ...due },
    });
  }
}

export async function loadResponses(loading: Loading): Promise<void> {
  const { tx, names, act } = loading;
  for (const response of loading.pack.responses) {
    const responseId = newId();
    const named = new Set(response.answers.map((item) => item.condition));
    const targets = ofApplication(loading, response.application).filter((target) => named.has(target.condition));
    const evidenceId = await keepLetter(
      loading,
      response,
      targets.map((target) => target.id),
    );
    await insertResponse(tx, {
      programId: names.programId,
      id: responseId,
      applicationId: names.applications.get(response.application),
      evidenceId,
      authorName: response.authorName,
      answeredBy: response.answeredBy,
      datedOn: response.datedOn,
      receivedOn: response.receivedOn,
      counts: response.counts,
      summary: response.summary,
      grade: response.grade,
      sourceIds: names.sources.all(response.sources),
      recordedById: act.actorId,
      answers: response.answers.map((item) => ({
        conditionId: names.conditions.get(item.condition),
        assessmentId: targets.find((target) => target.condition === item.condition)?.id ?? null,
        answer: item.answer,
        note: item.note,
      })),
    });
    for (const target of targets) await answerOne(loading, response, target, { responseId, evidenceId });
  }
}

/** A response that counts moves the assessment; one whose counting is undecided is only recorded. */
async function answerOne(
  loading: Loading,
  response: Response,
  target: { condition: string; id: string },
  made: { responseId: string; evidenceId: string },
): Promise<void> {
  const { tx, pack, names, act } = loading;
  const said = response.answers.find((item) => item.condition === target.condition);
  if (!said) return;
  const date = response.receivedOn ?? response.datedOn;
  const base = {
    programId: names.programId,
    assessmentId: target.id,
    reason: response.summary,
    effectiveAt: date ? startOfDay(date, pack.program.zone) : null,
  };
  const rests = { answer: said.answer, responseId: made.responseId, evidenceIds: [made.evidenceId] };
  if (response.counts === 'yes' && said.answer !== null) {
    await recordStatus(tx, act, {
      ...base,
      kind: 'status_changed',
      payload: { from: 'requested', to: 'submitted', ...rests },
      patch: { status: 'submitted', answer: said.answer },
    });
    return;
  }
  await recordStatus(tx, act, { ...base, kind: 'response_recorded', payload: { ...rests, counts: response.counts } });
}

async function keepLetter({ tx, pack, names, act }: Loading, response: Response, assessmentIds: string[]): Promise<string> {
  const evidenceId = await insertEvidence(tx, {
    class: 'G',
    title: response.title,
    issuingBody: response.authorName,
    url: null,
    datedText: response.datedOn,
    datedOn: response.datedOn,
    receivedOn: response.receivedOn,
    grade: response.grade,
    sourceIds: names.sources.all(response.sources),
    text: null,
    sensitivity: 'public',
    addedById: act.actorId,
  });
  const stream = { programId: NO_PROGRAM, streamId: evidenceId, streamKind: 'evidence' as const };
  await recordEvent(tx, act, {
    ...stream,
    kind: 'evidence_added',
    payload: { class: 'G', title: response.title, program: pack.program.slug },
  });
  for (const assessmentId of assessmentIds) {
    await linkEvidence(tx, names.programId, assessmentId, evidenceId, act.actorId);
    await recordEvent(tx, act, { ...stream, kind: 'evidence_linked', payload: { programId: names.programId, assessmentId } });
  }
  return evidenceId;
}
