/** What waits for a person in one program. Each list takes its assessments first, oldest due first, and joins names after. */
import type { BusinessCalendar } from '#lib/domain/business-days.ts';
import type { DueSet } from '#lib/domain/due-set.ts';
import type { NoteVisibility } from '#lib/domain/note.ts';
import type { AssessmentRow, Moment, ProgramView } from '#lib/domain/record.ts';
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
  limit: number;
}

export interface WorkRow {
  row: AssessmentRow;
  expiresOn: string | null;
  /** When its due date came on record. */
  dueRecordedAt: string | null;
  applicationId: string | null;
}

type Extra = { due_recorded_at: string | null; application_id: string | null };

async function listRows(tx: Queryable, scope: WorkScope, conditions: (params: Parameters) => string[]): Promise<WorkRow[]> {
  const params = new Parameters();
  const source = stateSource(params, scope.program.id, scope.moment, scope.due);
  const where = conditions(params);
  const limit = params.add(scope.limit + 1);
  const page = `SELECT s.* FROM ${source} s WHERE ${where.join(' AND ')} ORDER BY s.due_at NULLS LAST, s.id LIMIT ${limit}`;
  const named = joinNames(page, null, ['s.application_id', 'd.recorded_at AS due_recorded_at']);
  const { rows } = await tx.query<AssessmentRecord & Extra>(`${named} ORDER BY s.due_at NULLS LAST, s.id`, params.values);
  return rows.map((record) => ({
    row: toRow(record, scope.program, scope.moment),
    expiresOn: record.expires_on,
    dueRecordedAt: record.due_recorded_at,
    applicationId: record.application_id,
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

/** What waits for an answer with a due instant between two, and is not stayed. */
export const listDue = (tx: Queryable, scope: WorkScope, from: string | null, to: string): Promise<WorkRow[]> =>
  listRows(tx, scope, (params) => [
    `s.status IN ('requested', 'info_requested') AND NOT s.paused`,
    ...(from === null ? [] : [`s.due_at >= ${params.add(from)}`]),
    `s.due_at < ${params.add(to)}`,
    ownCondition(params, scope),
  ]);

/** Open work that somebody has taken up or was given. */
export const listAssigned = (tx: Queryable, scope: WorkScope): Promise<WorkRow[]> =>
  listRows(tx, scope, (params) => [
    `s.assignee_id = ${params.add(scope.personId)}`,
    `s.status IN (SELECT st.id FROM status st WHERE st.grouping = 'open')`,
  ]);

/** Findings and waivers of somebody's assessments that run out between two days, both included. */
export const listExpiring = (tx: Queryable, scope: WorkScope, from: string, to: string): Promise<WorkRow[]> =>
  listRows(tx, scope, (params) => [
    `s.assignee_id = ${params.add(scope.personId)}`,
    `s.expires_on BETWEEN ${params.add(from)}::date AND ${params.add(to)}::date`,
  ]);

const isClosure = `(p.to_status IN ('waived', 'withdrawn') OR (p.kind = 'status_corrected' AND s.status IN ('waived', 'withdrawn')))`;

/** Proposals that somebody may decide: not his own where two people are needed, and of a kind that his roles decide. */
export const listToDecide = (tx: Queryable, scope: WorkScope, may: { findings: boolean; closures: boolean }): Promise<WorkRow[]> =>
  listRows(tx, scope, (params) => [
    `EXISTS (SELECT 1 FROM proposal p WHERE p.program_id = s.program_id AND p.assessment_id = s.id AND p.state = 'open'
       AND CASE WHEN ${isClosure} THEN ${params.add(may.closures)}::boolean ELSE ${params.add(may.findings)}::boolean END
       AND (NOT (p.two_person_rule OR ${params.add(scope.program.twoPersonRule)}::boolean)
         OR coalesce(p.proposed_on_behalf_of_id, p.proposed_by_id) <> ${params.add(scope.personId)}))`,
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
