/** Reading assessments: lists by keyset, single rows, and the lock that a change takes. */

import type { Answer } from '#lib/domain/answer.ts';
import { flagsOf } from '#lib/domain/flag.ts';
import type { AssessmentRow, Moment, OrganizationLevel, ProgramView } from '#lib/domain/record.ts';
import { isFinding, type Status } from '#lib/domain/status.ts';
import { type AssessmentFilters, filterConditions } from './assessment-filters.ts';
import { type AssessmentRecord, joinNames, stateSource } from './assessment-sql.ts';
import type { Queryable } from './client.ts';
import { readDueSet } from './due-facts.ts';
import { Parameters } from './sql.ts';
import { pastTimes } from './withdrawn.ts';

export const SORT_KEYS = ['applicant', 'due', 'status', 'updated'] as const;
export type SortKey = (typeof SORT_KEYS)[number];

export interface ListQuery {
  program: ProgramView;
  moment: Moment;
  filters: AssessmentFilters;
  sort: SortKey;
  descending: boolean;
  /** The sort value and id of the last row of the page before. */
  after: { value: string | number; id: string } | null;
  limit: number;
}

export interface AssessmentPage {
  items: AssessmentRow[];
  /** Sort value and id of the last row, when more follow. */
  next: { value: string | number; id: string } | null;
}

const sortExpressions: Record<SortKey, { sql: string; type: string }> = {
  applicant: { sql: 's.sort_name', type: 'text' },
  due: { sql: `coalesce(s.due_at, '9999-12-31Z')`, type: 'timestamptz' },
  status: { sql: '(SELECT st.sort_order FROM status st WHERE st.id = s.status)', type: 'int' },
  updated: { sql: 's.updated_at', type: 'timestamptz' },
};

/** One page. The ids are taken first and names joined after; nothing is counted. */
export async function listAssessments(tx: Queryable, query: ListQuery): Promise<AssessmentPage> {
  const due = await readDueSet(tx, query.program, query.moment);
  const params = new Parameters();
  const source = stateSource(params, query.program.id, query.moment, due);
  const where = filterConditions(params, query.program, query.moment, query.filters);
  const { sql: key, type } = sortExpressions[query.sort];
  const direction = query.descending ? 'DESC' : 'ASC';
  if (query.after) {
    const value = `${params.add(query.after.value)}::${type}${type === 'text' ? ' COLLATE "C"' : ''}`;
    where.push(`(${key}, s.id) ${query.descending ? '<' : '>'} (${value}, ${params.add(query.after.id)}::uuid)`);
  }
  const limit = params.add(query.limit + 1);
  const page = `SELECT s.*, ${key} AS sort_value FROM ${source} s WHERE ${where.join(' AND ')} ORDER BY ${key} ${direction}, s.id ${direction} LIMIT ${limit}`;
  const named = joinNames(page, pastTimes(params, query.moment), ['s.sort_value']);
  const { rows } = await tx.query<AssessmentRecord & { sort_value: string | number }>(
    `${named} ORDER BY s.sort_value ${direction}, s.id ${direction}`,
    params.values,
  );
  const kept = rows.slice(0, query.limit);
  const last = kept[kept.length - 1];
  return {
    items: kept.map((row) => toRow(row, query.program, query.moment)),
    next: rows.length > query.limit && last ? { value: last.sort_value, id: last.id } : null,
  };
}

/** One row at a moment, or null: unknown id, or an assessment that was not known then. */
export async function findAssessment(tx: Queryable, program: ProgramView, id: string, moment: Moment): Promise<AssessmentRow | null> {
  const due = await readDueSet(tx, program, moment);
  const params = new Parameters();
  const source = stateSource(params, program.id, moment, due);
  const page = `SELECT s.* FROM ${source} s WHERE s.id = ${params.add(id)}`;
  const sql = joinNames(page, pastTimes(params, moment));
  const { rows } = await tx.query<AssessmentRecord>(sql, params.values);
  return rows[0] ? toRow(rows[0], program, moment) : null;
}

/** Which program and subject an assessment belongs to; it is the first question of every request that names one. */
export async function findAssessmentHome(
  tx: Queryable,
  id: string,
): Promise<{
  programId: string;
  applicationId: string | null;
  operatorId: string | null;
  organizationId: string;
  conditionId: string;
} | null> {
  const { rows } = await tx.query(
    `SELECT a.program_id AS "programId", a.application_id AS "applicationId", a.operator_id AS "operatorId", a.condition_id AS "conditionId",
       coalesce(ap.organization_id, a.operator_id) AS "organizationId"
     FROM assessment a LEFT JOIN application ap ON ap.program_id = a.program_id AND ap.id = a.application_id WHERE a.id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

/** Ids of the applications that no assessment belongs to. */
export async function listUnassessedApplications(tx: Queryable, programId: string): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `SELECT ap.id FROM application ap WHERE ap.program_id = $1
       AND NOT EXISTS (SELECT 1 FROM assessment a WHERE a.program_id = ap.program_id AND a.application_id = ap.id)`,
    [programId],
  );
  return rows.map((row) => row.id);
}

export interface LockedAssessment {
  programId: string;
  id: string;
  applicationId: string | null;
  conditionId: string;
  status: Status;
  answer: Answer | null;
  version: number;
  stateVersion: number;
  dueAt: string | null;
  deadlineId: string | null;
  controlledElsewhere: boolean;
  /** Organizations that must act. */
  responsibleIds: string[];
}

/** Locks the row until the transaction ends, so that what is checked is what is changed. */
export async function lockAssessment(tx: Queryable, programId: string, id: string): Promise<LockedAssessment | null> {
  await tx.query('SELECT lock_assessments($1, ARRAY[$2::uuid])', [programId, id]);
  const { rows } = await tx.query<LockedAssessment>(
    `SELECT program_id AS "programId", id, application_id AS "applicationId", condition_id AS "conditionId", status, answer, version,
       state_version AS "stateVersion", due_at AS "dueAt", deadline_id AS "deadlineId", controlled_elsewhere AS "controlledElsewhere",
       ARRAY(SELECT r->>'id' FROM jsonb_array_elements(responsible) r) AS "responsibleIds"
     FROM assessment WHERE program_id = $1 AND id = $2`,
    [programId, id],
  );
  return rows[0] ?? null;
}

/**
 * From when the conclusion that stands holds, and the last instant at which anything of it changed, such as who must act: it can be
 * taken back from after that one alone. Null when none stands.
 */
export async function findConclusionSpan(tx: Queryable, programId: string, id: string): Promise<{ since: string; changed: string } | null> {
  const { rows } = await tx.query<{ since: string | null; changed: string }>(
    `SELECT proviso_instant(min(p.valid_from)) AS since, proviso_instant(max(p.valid_from)) AS changed FROM assessment_period p
     JOIN status s ON s.id = p.status AND s.grouping <> 'open'
     WHERE p.program_id = $1 AND p.assessment_id = $2 AND p.known_to = 'infinity' AND NOT EXISTS (SELECT FROM assessment_period n
       JOIN status o ON o.id = n.status AND o.grouping = 'open'
       WHERE n.program_id = p.program_id AND n.assessment_id = p.assessment_id AND n.known_to = 'infinity' AND n.valid_from > p.valid_from)`,
    [programId, id],
  );
  const span = rows[0];
  return span?.since ? { since: span.since, changed: span.changed } : null;
}

/** A row with what is derived at its moment. */
export function toRow(row: AssessmentRecord, program: ProgramView, moment: Moment): AssessmentRow {
  const flags = flagsOf(
    {
      status: row.status,
      dueAt: row.due_at,
      dueOn: row.due_on,
      answeredOn: row.answered_on,
      waiverExpiresOn: row.status === 'waived' ? row.expires_on : null,
      staleEvidence: isFinding(row.status) && (row.rests_on_withdrawn || (row.expires_on !== null && row.expires_on < moment.asOfOn)),
      controlledElsewhere: row.controlled_elsewhere,
      disputed: row.disputed,
      paused: row.paused,
    },
    {
      asOf: moment.asOf,
      recordBasis: program.recordBasis,
      programZone: program.zone,
      applicantZone: row.time_zone,
      zoneStated: row.zone_stated ?? true,
      dueSoonDays: program.dueSoonDays,
    },
  );
  return {
    id: row.id,
    subject: { kind: row.subject_kind, id: row.subject_id, name: row.subject_name },
    applicant: row.place_name && row.geoid && row.state ? { name: row.place_name, geoid: row.geoid, state: row.state } : null,
    condition: { ref: row.condition_ref, title: row.condition_title },
    status: row.status,
    answer: row.answer as Answer | null,
    dueOn: row.due_on,
    dueAt: row.due_at,
    deadlineId: row.deadline_id,
    pendingExtension: row.pending_id && row.wanted_on ? { id: row.pending_id, wantedOn: row.wanted_on } : null,
    flags,
    responsibleParties: row.responsible.map((party) => ({ ...party, level: party.level as OrganizationLevel })),
    reliesOn: row.relies_on,
    assignee: row.assignee_id && row.assignee_name ? { id: row.assignee_id, name: row.assignee_name } : null,
    openProposal:
      row.proposal_id && row.proposal_to && row.proposal_by && row.proposal_at
        ? { id: row.proposal_id, to: row.proposal_to, proposedBy: row.proposal_by, proposedAt: row.proposal_at }
        : null,
    version: row.version,
    effectiveAt: row.effective_at,
    updatedAt: row.updated_at,
  };
}
