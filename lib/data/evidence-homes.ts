/** Where an item of evidence is linked, and what assessments it can be linked to. */
import type { Queryable } from './client.ts';

/** An assessment as evidence sees it: whose it is and who must act. */
export interface LinkTarget {
  programId: string;
  programKind: 'record' | 'practice';
  id: string;
  organizationId: string;
  /** It is an operator's own assessment. */
  operator: boolean;
  responsibleIds: string[];
}

const TARGET = `a.program_id AS "programId", p.kind AS "programKind", a.id, coalesce(ap.organization_id, a.operator_id) AS "organizationId",
  a.operator_id IS NOT NULL AS operator, ARRAY(SELECT r->>'id' FROM jsonb_array_elements(a.responsible) r) AS "responsibleIds"`;
const FROM = `FROM assessment a JOIN program p ON p.id = a.program_id
  LEFT JOIN application ap ON ap.program_id = a.program_id AND ap.id = a.application_id`;

/** Assessments of any program by their ids, in the order in which they are locked. */
export async function listLinkTargets(tx: Queryable, ids: readonly string[]): Promise<LinkTarget[]> {
  const { rows } = await tx.query<LinkTarget>(`SELECT ${TARGET} ${FROM} WHERE a.id = ANY($1) ORDER BY a.program_id, a.id`, [ids]);
  return rows;
}

/** Every assessment that an item is linked to. */
export async function listEvidenceHomes(tx: Queryable, evidenceId: string): Promise<LinkTarget[]> {
  const { rows } = await tx.query<LinkTarget>(
    `SELECT ${TARGET} ${FROM} JOIN evidence_link l ON l.program_id = a.program_id AND l.assessment_id = a.id
     WHERE l.evidence_id = $1 ORDER BY a.program_id, a.id`,
    [evidenceId],
  );
  return rows;
}

/**
 * Ids of assessments of a program, in their order.
 * @param subjectIds applications, or operators for assessments of their own; null: all
 * @param conditionIds none: all
 */
export async function listAssessmentsOf(
  tx: Queryable,
  programId: string,
  { subjectIds, conditionIds }: { subjectIds: readonly string[] | null; conditionIds: readonly string[] },
  limit: number,
): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `SELECT id FROM assessment WHERE program_id = $1 AND ($2::uuid[] IS NULL OR coalesce(application_id, operator_id) = ANY($2))
       AND ($3::uuid[] = '{}' OR condition_id = ANY($3)) ORDER BY id LIMIT $4`,
    [programId, subjectIds, conditionIds, limit],
  );
  return rows.map(({ id }) => id);
}

/** Locks assessments of one program until the transaction ends, in the order of their ids. */
export const lockAssessments = (tx: Queryable, programId: string, ids: readonly string[]): Promise<unknown> =>
  tx.query('SELECT lock_assessments($1, $2::uuid[])', [programId, ids]);
