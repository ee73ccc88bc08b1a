/** What organizations ask of a program and nobody has decided or answered: more time, an objection, what is meant, who runs the jail. */
import type { WorkAsked } from '#lib/domain/work.ts';
import type { Queryable } from './client.ts';
import { decidedByOther } from './disputes.ts';
import { listByIds, notTold, type WorkRow, type WorkScope } from './work.ts';

export interface AskedOf {
  extensions: boolean;
  disputes: boolean;
  /** Questions and referrals go to those who write to applicants. */
  questions: boolean;
}

/** Of a request for more time, one assessment that it is about stands for all of them. */
const EXTENSIONS = `SELECT 'extension' AS kind, e.id, e.asked_at AS at, p.name AS by,
    (SELECT a.id FROM assessment a WHERE a.program_id = e.program_id AND a.deadline_id = e.deadline_id
       AND (e.scope = 'program' OR coalesce(a.application_id, a.operator_id) = ANY(e.application_ids)) ORDER BY a.id LIMIT 1) AS assessment_id
  FROM extension e JOIN principal p ON p.id = coalesce(e.asked_on_behalf_of_id, e.asked_by_id)
  WHERE e.program_id = $1 AND e.state = 'asked'`;

/** Only for those who may decide on it, by the rule that deciding itself asks. */
const DISPUTES = `SELECT 'dispute', d.id, d.recorded_at, o.name, d.assessment_id
  FROM dispute d JOIN organization o ON o.id = d.organization_id
  WHERE d.program_id = $1 AND d.state = 'open' AND ${decidedByOther('$2')}`;

const OWN = '(a.assignee_id = $2 OR a.assignee_id IS NULL)';

const QUESTIONS = `SELECT 'clarification', c.id, c.asked_at, p.name, c.assessment_id
  FROM clarification c JOIN assessment a ON a.program_id = c.program_id AND a.id = c.assessment_id JOIN principal p ON p.id = c.asked_by_id
  WHERE c.program_id = $1 AND c.answered_at IS NULL AND ${OWN}
  UNION ALL SELECT 'referral', r.id, r.recorded_at, p.name, r.assessment_id
  FROM referral r JOIN assessment a ON a.program_id = r.program_id AND a.id = r.assessment_id JOIN principal p ON p.id = r.made_by_id
  WHERE r.program_id = $1 AND r.passed_on_at IS NULL AND ${OWN}`;

/** Longest waiting first. Nothing for a contributor: these are the funder's to decide. */
export async function listAsked(tx: Queryable, scope: WorkScope, of: AskedOf): Promise<(WorkRow & { asked: WorkAsked })[]> {
  const parts = [of.extensions ? EXTENSIONS : null, of.disputes ? DISPUTES : null, of.questions ? QUESTIONS : null].filter(
    (part) => part !== null,
  );
  if (parts.length === 0 || scope.organizationId !== null) return [];
  const { rows: found } = await tx.query<WorkAsked & { assessmentId: string | null }>(
    `SELECT kind, id, at, by, assessment_id AS "assessmentId" FROM (${parts.join(' UNION ALL ')}) w(kind, id, at, by, assessment_id)
     WHERE $2::uuid IS NOT NULL ${scope.untold ? `AND ${notTold('$2', 'asked', 'w.id', "''")}` : ''} ORDER BY at, id LIMIT $3`,
    [scope.program.id, scope.personId, scope.limit + 1],
  );
  const rows = await listByIds(tx, scope, [...new Set(found.flatMap(({ assessmentId }) => assessmentId ?? []))]);
  return found.flatMap(({ assessmentId, ...asked }) => {
    const row = assessmentId === null ? undefined : rows.get(assessmentId);
    return row ? [{ ...row, asked }] : [];
  });
}
