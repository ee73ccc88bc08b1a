/**
 * Loads a program pack: all of it or nothing, as the principal of an import. What the record supports becomes events with
 * its historical effective dates; the recorded instant is always that of the import.
 */
import type pg from 'pg';
import type { Database } from '#lib/data/client.ts';
import { insertEvidence, linkEvidence } from '#lib/data/evidence.ts';
import { type Act, openAssessment, recordEvent, recordStatus } from '#lib/data/history.ts';
import { newId } from '#lib/data/ids.ts';
import { insertRows } from '#lib/data/insert-rows.ts';
import { insertResponse } from '#lib/data/letters.ts';
import { insertPrincipal } from '#lib/data/principals.ts';
import { sortName } from '#lib/data/sql.ts';
import { inTransaction } from '#lib/data/transaction.ts';
import { dueInstant } from '#lib/domain/deadline.ts';
import { NO_PROGRAM } from '#lib/domain/event.ts';
import { type ProgramPack, packSchema } from '#lib/domain/pack.ts';
import { startOfDay } from '#lib/domain/time.ts';
import { parseInput } from './change-input.ts';
import { insertApplications, insertProgram, insertRecord, insertShared, type PackNames } from './pack-rows.ts';

export interface LoadedPack {
  programId: string;
  slug: string;
  assessments: number;
}

interface Loading {
  tx: pg.PoolClient;
  pack: ProgramPack;
  names: PackNames;
  act: Act;
  at: string;
  /** Assessment ids by application and condition: `baltimore-md/access`. */
  assessments: Map<string, string>;
}

/** @throws AppError `invalid_request` naming what is wrong in the pack */
export async function loadPack(db: Database, json: unknown, importer = 'Built-in record'): Promise<LoadedPack> {
  const pack = parseInput(packSchema, json);
  return inTransaction(db, async (tx) => {
    const { rows } = await tx.query<{ at: string }>('SELECT clock_timestamp() AS at');
    const at = rows[0]?.at ?? '';
    const programId = newId();
    const actorId = newId();
    await insertPrincipal(tx, { id: actorId, kind: 'import', name: importer, userId: null });
    const names = await insertShared(tx, pack, programId, at);
    const loading: Loading = { tx, pack, names, act: { actorId, onBehalfOfId: null, requestId: newId() }, at, assessments: new Map() };
    await insertProgram(tx, pack, names, at);
    await insertApplications(tx, pack, names, at);
    await insertRecord(tx, pack, names, at);
    await recordBeginning(loading);
    await openAssessments(loading);
    await loadRequests(loading);
    await loadResponses(loading);
    return { programId, slug: pack.program.slug, assessments: loading.assessments.size };
  });
}

async function recordBeginning({ tx, pack, names, act }: Loading): Promise<void> {
  const program = { programId: names.programId, streamId: names.programId, streamKind: 'program' as const };
  await recordEvent(tx, act, { ...program, kind: 'program_created', payload: { slug: pack.program.slug, recordBasis: pack.program.recordBasis } });
  for (const condition of pack.conditions) {
    await recordEvent(tx, act, { ...program, kind: 'condition_added', payload: { ref: condition.ref, tracked: condition.tracked, versionId: names.versions.get(condition.ref) } });
  }
  for (const deadline of pack.deadlines) {
    await recordEvent(tx, act, { ...program, kind: 'deadline_set', payload: { deadlineId: names.deadlines.get(deadline.ref), dueOn: deadline.dueOn, basis: deadline.basis } });
  }
  await recordEvent(tx, act, { ...program, kind: 'record_loaded', payload: { entries: pack.recordEntries.length, sources: pack.sources.length } });
  for (const application of pack.applications) {
    const stream = { programId: names.programId, streamId: names.applications.get(application.ref), streamKind: 'application' as const };
    await recordEvent(tx, act, { ...stream, kind: 'application_added', payload: { ref: application.ref, basis: application.basis } });
    for (const decision of application.decisions) {
      await recordEvent(tx, act, {
        ...stream, kind: 'funder_decision_recorded', payload: { kind: decision.kind, label: decision.label, attributedTo: decision.attributedTo },
        effectiveAt: startOfDay(decision.decidedOn, pack.program.zone),
      });
    }
  }
}

async function openAssessments(loading: Loading): Promise<void> {
  const { tx, pack, names, act, assessments } = loading;
  const places = new Map(pack.jurisdictions.map((j) => [j.ref, j.name]));
  for (const application of pack.applications) {
    for (const assessed of application.assessed) {
      const assessmentId = newId();
      assessments.set(`${application.ref}/${assessed.condition}`, assessmentId);
      await openAssessment(tx, act, {
        programId: names.programId,
        assessmentId,
        subjectKind: 'application',
        applicationId: names.applications.get(application.ref),
        operatorId: null,
        conditionId: names.conditions.get(assessed.condition),
        conditionVersionId: names.versions.get(assessed.condition),
        sortName: sortName(places.get(application.jurisdiction) ?? application.ref),
        controlledElsewhere: assessed.controlledElsewhere,
        responsible: assessed.responsible.map((party) => ({ id: names.organizations.get(party.organization), role: party.role })),
      });
    }
  }
}

/** The assessments of an application with their condition, in the order of the pack. */
const ofApplication = ({ pack, assessments }: Loading, ref: string): { condition: string; id: string }[] =>
  (pack.applications.find((a) => a.ref === ref)?.assessed ?? []).flatMap(({ condition }) => {
    const id = assessments.get(`${ref}/${condition}`);
    return id ? [{ condition, id }] : [];
  });

async function loadRequests(loading: Loading): Promise<void> {
  const { tx, pack, names, act, at } = loading;
  for (const request of pack.requests) {
    const requestId = newId();
    await insertRows(tx, 'request', [
      {
        program_id: names.programId, id: requestId, title: request.title, sent_on: request.sentOn, signer: request.signer, deadline_id: names.deadlines.get(request.deadline),
        questions: request.questions, grade: request.grade, source_ids: names.sources.all(request.sources), note: request.note, recorded_at: at,
      },
    ]);
    const sentAt = startOfDay(request.sentOn, pack.program.zone);
    await recordEvent(tx, act, { programId: names.programId, streamId: names.programId, streamKind: 'program', kind: 'request_recorded', payload: { requestId, title: request.title, recipients: request.items.length }, effectiveAt: sentAt });
    const deadline = pack.deadlines.find((d) => d.ref === request.deadline);
    for (const item of request.items) {
      for (const { id } of ofApplication(loading, item.application)) {
        await insertRows(tx, 'request_item', [
          { program_id: names.programId, request_id: requestId, assessment_id: id, recipient: item.recipient, grade: item.grade, source_ids: names.sources.all(item.sources), note: item.note },
        ]);
        const due = deadline ? { deadlineId: names.deadlines.get(deadline.ref), dueOn: deadline.dueOn, dueAt: dueInstant(deadline, pack.program.zone).dueAt } : {};
        await recordStatus(tx, act, {
          programId: names.programId, assessmentId: id, kind: 'status_changed', effectiveAt: sentAt,
          reason: `Letter to ${item.recipient}${deadline ? `, answers due ${deadline.dueOn}` : ''}.${item.note ? ` ${item.note}` : ''}`,
          payload: { from: 'not_started', to: 'requested', requestId, details: { recipient: item.recipient, sentOn: request.sentOn, grade: item.grade } },
          patch: { status: 'requested', ...due },
        });
      }
    }
  }
}

async function loadResponses(loading: Loading): Promise<void> {
  const { tx, pack, names, act } = loading;
  for (const response of pack.responses) {
    const responseId = newId();
    const targets = ofApplication(loading, response.application);
    const evidenceId = await keepLetter(loading, response, targets.map((target) => target.id));
    await insertResponse(tx, {
      programId: names.programId, id: responseId, applicationId: names.applications.get(response.application), evidenceId, authorName: response.authorName,
      answeredBy: response.answeredBy, datedOn: response.datedOn, receivedOn: response.receivedOn, counts: response.counts, summary: response.summary,
      grade: response.grade, sourceIds: names.sources.all(response.sources), recordedById: act.actorId,
      answers: response.answers.map((item) => ({
        conditionId: names.conditions.get(item.condition), assessmentId: targets.find((target) => target.condition === item.condition)?.id ?? null, answer: item.answer, note: item.note,
      })),
    });
    const date = response.receivedOn ?? response.datedOn;
    const effectiveAt = date ? startOfDay(date, pack.program.zone) : null;
    for (const target of targets) {
      const said = response.answers.find((item) => item.condition === target.condition);
      if (!said) continue;
      const moves = response.counts === 'yes' && said.answer !== null;
      const payload = moves
        ? { from: 'requested', to: 'submitted', answer: said.answer, responseId, evidenceIds: [evidenceId] }
        : { responseId, answer: said.answer, counts: response.counts, evidenceIds: [evidenceId] };
      await recordStatus(tx, act, {
        programId: names.programId, assessmentId: target.id, kind: moves ? 'status_changed' : 'response_recorded', reason: response.summary, payload, effectiveAt,
        patch: moves ? { status: 'submitted', answer: said.answer } : {},
      });
    }
  }
}

async function keepLetter({ tx, pack, names, act }: Loading, response: ProgramPack['responses'][number], assessmentIds: string[]): Promise<string> {
  const evidenceId = await insertEvidence(tx, {
    class: 'G', title: response.title, issuingBody: response.authorName, url: null, datedText: response.datedOn, datedOn: response.datedOn,
    receivedOn: response.receivedOn, grade: response.grade, sourceIds: names.sources.all(response.sources), text: null, addedById: act.actorId,
  });
  const stream = { programId: NO_PROGRAM, streamId: evidenceId, streamKind: 'evidence' as const };
  await recordEvent(tx, act, { ...stream, kind: 'evidence_added', payload: { class: 'G', title: response.title, program: pack.program.slug } });
  for (const assessmentId of assessmentIds) {
    await linkEvidence(tx, names.programId, assessmentId, evidenceId, act.actorId);
    await recordEvent(tx, act, { ...stream, kind: 'evidence_linked', payload: { programId: names.programId, assessmentId } });
  }
  return evidenceId;
}
