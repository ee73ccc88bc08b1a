/** Where assessments stand, one short line each: for lists of applicants and for what depends on an operator. */
import type { Answer } from '#lib/domain/answer.ts';
import type { Moment, ProgramView } from '#lib/domain/record.ts';
import type { Status } from '#lib/domain/status.ts';
import { stateSource } from './assessment-sql.ts';
import type { Queryable } from './client.ts';
import { readDueSet } from './due-facts.ts';
import { Parameters } from './sql.ts';

export interface AssessmentLine {
  id: string;
  applicationId: string;
  /** The place, as it is listed. */
  applicant: string;
  condition: { ref: string; title: string };
  status: Status;
  answer: Answer | null;
  dueOn: string | null;
  /** Who must act, by id; names stand on the assessment's own page. */
  responsible: { id: string; role: 'primary' | 'shared' }[];
}

export interface LineFilters {
  applicationIds?: string[];
  /** Only those for which this body must act, alone or with others. */
  responsibleId?: string;
  /** Only this applicant's (contributors). */
  organizationId?: string | null;
}

/** More than this many lines on one page help nobody; the matrix has filters and pages. */
const LIMIT = 2000;

/** Lines of applications, by applicant and then in the order of the conditions. */
export async function listAssessmentLines(
  tx: Queryable,
  program: ProgramView,
  moment: Moment,
  filters: LineFilters = {},
): Promise<AssessmentLine[]> {
  const due = await readDueSet(tx, program, moment);
  const params = new Parameters();
  const source = stateSource(params, program.id, moment, due);
  const where = [`s.subject_kind = 'application'`];
  if (filters.applicationIds) where.push(`s.application_id = ANY(${params.add(filters.applicationIds)}::uuid[])`);
  if (filters.responsibleId) where.push(`s.responsible @> ${params.add(JSON.stringify([{ id: filters.responsibleId }]))}::jsonb`);
  if (filters.organizationId) where.push(`ap.organization_id = ${params.add(filters.organizationId)}`);
  const { rows } = await tx.query<AssessmentLine>(
    `SELECT s.id, s.application_id AS "applicationId", j.name AS applicant, jsonb_build_object('ref', c.ref, 'title', c.title) AS condition,
       s.status, s.answer, s.due_on AS "dueOn", s.responsible
     FROM ${source} s
     JOIN application ap ON ap.program_id = s.program_id AND ap.id = s.application_id
     JOIN jurisdiction j ON j.id = ap.jurisdiction_id
     JOIN condition c ON c.program_id = s.program_id AND c.id = s.condition_id
     WHERE ${where.join(' AND ')} ORDER BY s.sort_name, s.application_id, c.sort_order LIMIT ${LIMIT}`,
    params.values,
  );
  return rows;
}

/** An assessment by the names of whom and what it is about. */
export interface AssessmentName {
  id: string;
  programId: string;
  programSlug: string;
  programName: string;
  /** The place, or the operator. */
  applicant: string;
  condition: { ref: string; title: string };
}

/** The names of assessments of any program, in the order of their subjects. */
export async function listAssessmentNames(tx: Queryable, ids: readonly string[]): Promise<AssessmentName[]> {
  if (ids.length === 0) return [];
  const { rows } = await tx.query<AssessmentName>(
    `SELECT a.id, a.program_id AS "programId", p.slug AS "programSlug", p.name AS "programName", coalesce(j.name, o.name) AS applicant,
       jsonb_build_object('ref', c.ref, 'title', c.title) AS condition
     FROM assessment a JOIN program p ON p.id = a.program_id JOIN condition c ON c.program_id = a.program_id AND c.id = a.condition_id
     LEFT JOIN application ap ON ap.program_id = a.program_id AND ap.id = a.application_id
     LEFT JOIN jurisdiction j ON j.id = ap.jurisdiction_id LEFT JOIN organization o ON o.id = a.operator_id
     WHERE a.id = ANY($1) ORDER BY p.slug, a.sort_name, a.application_id, c.sort_order LIMIT ${LIMIT}`,
    [ids],
  );
  return rows;
}

export interface OfferedAssessment {
  id: string;
  /** Null for an operator's own. */
  applicationId: string | null;
  /** The applicant's place, or the operator. */
  subject: string;
  condition: string;
}

/**
 * The assessments of a program that a form can offer, applicants' before operators', in the order of their names.
 * @param filters `chosenId` comes first, however many there are
 */
export async function listOfferedAssessments(
  tx: Queryable,
  programId: string,
  filters: { organizationId: string | null; chosenId: string | null; limit: number },
): Promise<OfferedAssessment[]> {
  const { rows } = await tx.query<OfferedAssessment>(
    `SELECT a.id, a.application_id AS "applicationId", coalesce(j.name, o.name) AS subject, c.title AS condition
     FROM assessment a JOIN condition c ON c.program_id = a.program_id AND c.id = a.condition_id
     LEFT JOIN application ap ON ap.program_id = a.program_id AND ap.id = a.application_id
     LEFT JOIN jurisdiction j ON j.id = ap.jurisdiction_id LEFT JOIN organization o ON o.id = a.operator_id
     WHERE a.program_id = $1 AND ($2::uuid IS NULL OR coalesce(ap.organization_id, a.operator_id) = $2)
     ORDER BY a.id IS DISTINCT FROM $4::uuid, a.subject_kind, a.sort_name, c.sort_order, a.id LIMIT $3`,
    [programId, filters.organizationId, filters.limit, filters.chosenId],
  );
  return rows;
}
