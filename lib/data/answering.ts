/** What an organization answers for in a program: as an applicant, as a body that runs a facility, or as both. */
import type { SubjectKind } from '#lib/domain/record.ts';
import type { Queryable } from './client.ts';

export interface AnsweringSubject {
  kind: SubjectKind;
  /** Of the application, or the organization itself. */
  id: string;
  /** The place, or the organization's name. */
  name: string;
}

/** The organization's name, and what it answers for that was known by an instant. */
export async function listAnsweringSubjects(
  tx: Queryable,
  programId: string,
  organizationId: string,
  knownAt: string,
): Promise<{ organization: string | null; subjects: AnsweringSubject[] }> {
  const { rows } = await tx.query<{ organization: string; kind: SubjectKind | null; id: string; name: string }>(
    `SELECT o.name AS organization, s.kind, s.id, s.name FROM organization o LEFT JOIN LATERAL (
       SELECT 'application' AS kind, ap.id, j.name || ', ' || j.state AS name FROM application ap JOIN jurisdiction j ON j.id = ap.jurisdiction_id
         WHERE ap.program_id = $1 AND ap.organization_id = o.id AND ap.recorded_at <= $3
       UNION ALL
       SELECT 'operator', o.id, o.name WHERE EXISTS (SELECT FROM assessment a JOIN event e ON e.program_id = a.program_id AND e.stream_id = a.id
         AND e.sequence = 1 WHERE a.program_id = $1 AND a.operator_id = o.id AND e.recorded_at <= $3)) s ON true
     WHERE o.id = $2`,
    [programId, organizationId, knownAt],
  );
  const subjects = rows.flatMap(({ kind, id, name }) => (kind === null ? [] : [{ kind, id, name }]));
  return { organization: rows[0]?.organization ?? null, subjects };
}

export interface AnsweringTarget {
  conditionId: string;
  ref: string;
  title: string;
  tracked: boolean;
  assessmentId: string | null;
  status: string | null;
  version: number | null;
}

/** Conditions by their refs with the subject's assessment of each. The assessments are locked first, in the order of their ids. */
export async function lockAnsweringTargets(
  tx: Queryable,
  programId: string,
  subject: { kind: SubjectKind; id: string },
  conditionIds: string[],
): Promise<AnsweringTarget[]> {
  const column = subject.kind === 'application' ? 'application_id' : 'operator_id';
  await tx.query(`SELECT lock_assessments($1, ARRAY(SELECT id FROM assessment WHERE program_id = $1 AND ${column} = $2))`, [
    programId,
    subject.id,
  ]);
  const { rows } = await tx.query<AnsweringTarget>(
    `SELECT c.id AS "conditionId", c.ref, c.title, c.tracked, a.id AS "assessmentId", a.status, a.version
     FROM condition c LEFT JOIN assessment a ON a.program_id = c.program_id AND a.condition_id = c.id AND a.${column} = $2
     WHERE c.program_id = $1 AND c.id = ANY($3::uuid[]) ORDER BY c.sort_order`,
    [programId, subject.id, conditionIds],
  );
  return rows;
}
