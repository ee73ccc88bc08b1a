/** What waits for a person in one program. Each list takes its assessments first, oldest due first, and joins names after. */
import type { BusinessCalendar } from '#lib/domain/business-days.ts';
import type { DueSet } from '#lib/domain/due-set.ts';
import type { NoteVisibility } from '#lib/domain/note.ts';
import type { AssessmentRow, Moment, ProgramView } from '#lib/domain/record.ts';
import type { Occasion } from '#lib/domain/reminder.ts';
import type { LocalDate } from '#lib/domain/time.ts';
import type { WorkMention } from '#lib/domain/work.ts';
import { type AssessmentRecord, joinNames, stateSource } from './assessment-sql.ts';
import { toRow } from './assessments.ts';
import type { Queryable } from './client.ts';
import { Parameters } from './sql.ts';

/** Whose work it is, in one program. */
export interface WorkScope {
  program: ProgramView;
  moment: Moment;
  /** By which business days are counted. */
  calendar: BusinessCalendar;
  /** What moves deadlines, read once for all lists. */
  due: DueSet | null;
  personId: string;
  /** Also what nobody has taken up. */
  withUnassigned: boolean;
  /** All of this organization's, and nothing else (contributors). */
  organizationId: string | null;
  /** Only what the person was not told of yet. */
  untold: boolean;
  limit: number;
}

export interface WorkRow {
  row: AssessmentRow;
  expiresOn: string | null;
}

/**
 * SQL of whether a person was not told of a subject on an occasion. What was told is left out before a list is cut off, so that the
 * rest comes with the next digests.
 */
export const notTold = (person: string, kind: string, subject: string, mark: string): string =>
  `NOT EXISTS (SELECT FROM reminder r WHERE r.principal_id = ${person} AND r.kind = '${kind}' AND r.subject_id = ${subject} AND r.mark = ${mark})`;

const untold = (params: Parameters, { untold: only, personId }: WorkScope, kind: string, subject: string, mark: string): string[] =>
  only ? [notTold(params.add(personId), kind, subject, mark)] : [];

async function listRows(tx: Queryable, scope: WorkScope, conditions: (params: Parameters) => string[]): Promise<WorkRow[]> {
  const params = new Parameters();
  const source = stateSource(params, scope.program.id, scope.moment, scope.due);
  const where = conditions(params);
  const limit = params.add(scope.limit + 1);
  const page = `SELECT s.* FROM ${source} s WHERE ${where.join(' AND ')} ORDER BY s.due_at NULLS LAST, s.id LIMIT ${limit}`;
  const named = joinNames(page, null);
  const { rows } = await tx.query<AssessmentRecord>(`${named} ORDER BY s.due_at NULLS LAST, s.id`, params.values);
  return rows.map((record) => ({
    row: toRow(record, scope.program, scope.moment),
    expiresOn: record.expires_on,
  }));
}

const subjectOf = (organization: string): string =>
  `coalesce(s.operator_id, (SELECT ap.organization_id FROM application ap WHERE ap.program_id = s.program_id AND ap.id = s.application_id)) = ${organization}`;

/** A contributor's are those of the organization; everybody else's those assigned, and for some those that nobody has taken up. */
function ownCondition(params: Parameters, scope: WorkScope): string {
  if (scope.organizationId !== null) return subjectOf(params.add(scope.organizationId));
  const own = `s.assignee_id = ${params.add(scope.personId)}`;
  return scope.withUnassigned ? `(${own} OR s.assignee_id IS NULL)` : own;
}

const WAITING = `s.status IN ('requested', 'info_requested') AND NOT s.paused`;

/** What waits for an answer with a due instant between two, and is not stayed. */
export const listDue = (tx: Queryable, scope: WorkScope, from: string | null, to: string): Promise<WorkRow[]> =>
  listRows(tx, scope, (params) => [
    WAITING,
    ...(from === null ? [] : [`s.due_at >= ${params.add(from)}`]),
    `s.due_at < ${params.add(to)}`,
    ownCondition(params, scope),
  ]);

/** The days on which something that waits for an answer is due, between two instants. */
export async function listDueDays(tx: Queryable, scope: WorkScope, from: string, to: string): Promise<LocalDate[]> {
  const params = new Parameters();
  const source = stateSource(params, scope.program.id, scope.moment, scope.due);
  const where = `${WAITING} AND s.due_at >= ${params.add(from)} AND s.due_at < ${params.add(to)} AND ${ownCondition(params, scope)}`;
  const { rows } = await tx.query<{ due_on: LocalDate }>(
    `SELECT DISTINCT s.due_on FROM ${source} s WHERE ${where} ORDER BY 1`,
    params.values,
  );
  return rows.map((row) => row.due_on);
}

/**
 * What waits for an answer and is due on days on which a reminder falls, of which the person was not told yet. A reminder whose day was
 * over when the due date came on record is not made up for.
 * @param occasions the reminder of each day, with the day it falls on
 */
export const listToRemind = (
  tx: Queryable,
  scope: WorkScope,
  occasions: readonly (Occasion & { dueOn: LocalDate })[],
): Promise<WorkRow[]> =>
  listRows(tx, scope, (params) => [
    WAITING,
    `EXISTS (SELECT FROM jsonb_to_recordset(${params.add(JSON.stringify(occasions))}::jsonb) AS o("dueOn" date, "businessDays" int, "on" date)
       WHERE o."dueOn" = s.due_on AND ${notTold(params.add(scope.personId), 'due', 's.id', `proviso_instant(s.due_at) || ' ' || o."businessDays"`)}
         AND NOT EXISTS (SELECT FROM deadline d WHERE d.program_id = s.program_id AND d.id = s.deadline_id
           AND (d.recorded_at AT TIME ZONE ${params.add(scope.program.zone)})::date >= o."on"))`,
    ownCondition(params, scope),
  ]);

/** The last time that somebody else gave the assessment `s` to a person, as its event. */
const givenTo = (person: string): string =>
  `(SELECT e.sequence, coalesce(e.on_behalf_of_id, e.actor_id) AS by_id FROM event e WHERE e.program_id = s.program_id AND e.stream_id = s.id
     AND e.kind = 'assigned' AND e.content::jsonb->'payload'->>'assigneeId' = (${person}::uuid)::text ORDER BY e.sequence DESC LIMIT 1)`;

/** Open work that somebody has taken up or was given; of what he was not told, only what another gave him. */
export const listAssigned = (tx: Queryable, scope: WorkScope): Promise<WorkRow[]> =>
  listRows(tx, scope, (params) => [
    `s.assignee_id = ${params.add(scope.personId)}`,
    `s.status IN (SELECT st.id FROM status st WHERE st.grouping = 'open')`,
    ...(scope.untold ? [givenAndUntold(params.add(scope.personId))] : []),
  ]);

const givenAndUntold = (person: string): string =>
  `EXISTS (SELECT FROM ${givenTo(person)} g WHERE g.by_id <> ${person} AND ${notTold(person, 'assigned', 's.id', 'g.sequence::text')})`;

/** Findings and waivers of somebody's assessments that run out between two days, both included. */
export const listExpiring = (tx: Queryable, scope: WorkScope, from: string, to: string): Promise<WorkRow[]> =>
  listRows(tx, scope, (params) => [
    `s.assignee_id = ${params.add(scope.personId)}`,
    `s.expires_on BETWEEN ${params.add(from)}::date AND ${params.add(to)}::date`,
    ...untold(params, scope, 'expiring', 's.id', 's.expires_on::text'),
  ]);

const isClosure = `(p.to_status IN ('waived', 'withdrawn') OR (p.kind = 'status_corrected' AND s.status IN ('waived', 'withdrawn')))`;

/** Proposals that somebody may decide: not his own where two people are needed, and of a kind that his roles decide. */
export const listToDecide = (tx: Queryable, scope: WorkScope, may: { findings: boolean; closures: boolean }): Promise<WorkRow[]> =>
  listRows(tx, scope, (params) => [
    `EXISTS (SELECT 1 FROM proposal p WHERE p.program_id = s.program_id AND p.assessment_id = s.id AND p.state = 'open'
       AND CASE WHEN ${isClosure} THEN ${params.add(may.closures)}::boolean ELSE ${params.add(may.findings)}::boolean END
       AND (NOT (p.two_person_rule OR ${params.add(scope.program.twoPersonRule)}::boolean)
         OR coalesce(p.proposed_on_behalf_of_id, p.proposed_by_id) <> ${params.add(scope.personId)})
       ${untold(params, scope, 'to_decide', 'p.id', "''")
         .map((condition) => `AND ${condition}`)
         .join('')})`,
  ]);

/** Assessments by their ids, as far as the person may see them. */
export async function listByIds(tx: Queryable, scope: WorkScope, ids: readonly string[]): Promise<Map<string, WorkRow>> {
  const rows = await listRows(tx, scope, (params) => [
    `s.id = ANY(${params.add(ids)})`,
    ...(scope.organizationId === null ? [] : [subjectOf(params.add(scope.organizationId))]),
  ]);
  return new Map(rows.map((row) => [row.row.id, row]));
}

/** Mentions that were not read, of notes that the person may read, each with its assessment; oldest first. */
export async function listMentions(
  tx: Queryable,
  scope: WorkScope,
  visibilities: readonly NoteVisibility[],
): Promise<(WorkRow & { mention: WorkMention })[]> {
  const { rows: found } = await tx.query<WorkMention & { assessmentId: string }>(
    `SELECT n.id AS "noteId", a.name AS author, n.recorded_at AS "recordedAt", n.assessment_id AS "assessmentId"
     FROM note_mention m JOIN note n ON n.program_id = m.program_id AND n.id = m.note_id JOIN principal a ON a.id = n.author_id
     WHERE m.principal_id = $1 AND m.read_at IS NULL AND m.program_id = $2 AND n.visibility = ANY($3)
       ${scope.untold ? `AND ${notTold('$1', 'mentions', 'n.id', "''")}` : ''}
     ORDER BY m.recorded_at, n.id LIMIT $4`,
    [scope.personId, scope.program.id, visibilities, scope.limit + 1],
  );
  if (found.length === 0) return [];
  const byId = await listByIds(
    tx,
    scope,
    found.map(({ assessmentId }) => assessmentId),
  );
  return found.flatMap(({ assessmentId, ...mention }) => {
    const row = byId.get(assessmentId);
    return row ? [{ ...row, mention }] : [];
  });
}
