/**
 * Loads a program pack: all of it or nothing, as the principal of an import. What the record supports becomes events with
 * its historical effective dates; the recorded instant is always that of the import.
 */
import type { Database } from '#lib/data/client.ts';
import { openAssessment, recordEvent } from '#lib/data/history.ts';
import { newId } from '#lib/data/ids.ts';
import { insertPrincipal } from '#lib/data/principals.ts';
import { sortName } from '#lib/data/sql.ts';
import { inTransaction } from '#lib/data/transaction.ts';
import { packSchema } from '#lib/domain/pack.ts';
import { startOfDay } from '#lib/domain/time.ts';
import { parseInput } from './change-input.ts';
import { requireKnownCalendar } from './known-calendar.ts';
import { type Loading, loadRequests, loadResponses } from './pack-letters.ts';
import { insertShared } from './pack-places.ts';
import { insertApplications, insertProgram, insertRecord } from './pack-rows.ts';

export interface LoadedPack {
  programId: string;
  slug: string;
  assessments: number;
}

/** @throws AppError `invalid_request` naming what is wrong in the pack */
export async function loadPack(db: Database, json: unknown, importer = 'Built-in record'): Promise<LoadedPack> {
  const pack = parseInput(packSchema, json);
  return inTransaction(db, async (tx) => {
    await requireKnownCalendar(tx, pack.program.calendar, 'program.calendar');
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
  await recordEvent(tx, act, {
    ...program,
    kind: 'program_created',
    payload: { slug: pack.program.slug, recordBasis: pack.program.recordBasis },
  });
  for (const condition of pack.conditions) {
    await recordEvent(tx, act, {
      ...program,
      kind: 'condition_added',
      payload: { ref: condition.ref, tracked: condition.tracked, versionId: names.versions.get(condition.ref) },
    });
  }
  for (const deadline of pack.deadlines) {
    await recordEvent(tx, act, {
      ...program,
      kind: 'deadline_set',
      payload: { deadlineId: names.deadlines.get(deadline.ref), dueOn: deadline.dueOn, basis: deadline.basis },
    });
  }
  await recordEvent(tx, act, {
    ...program,
    kind: 'record_loaded',
    payload: { entries: pack.recordEntries.length, sources: pack.sources.length },
  });
  for (const application of pack.applications) {
    const stream = { programId: names.programId, streamId: names.applications.get(application.ref), streamKind: 'application' as const };
    await recordEvent(tx, act, { ...stream, kind: 'application_added', payload: { ref: application.ref, basis: application.basis } });
    for (const decision of application.decisions) {
      await recordEvent(tx, act, {
        ...stream,
        kind: 'funder_decision_recorded',
        payload: { kind: decision.kind, label: decision.label, attributedTo: decision.attributedTo },
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
