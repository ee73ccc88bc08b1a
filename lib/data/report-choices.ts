/** What the rows of a report can be chosen by. */
import type { Queryable } from './client.ts';

/**
 * The states of a program's applicants, by their two letters.
 * @param organizationId only this applicant's (contributors); null for all
 */
export async function listStates(tx: Queryable, programId: string, organizationId: string | null): Promise<string[]> {
  const { rows } = await tx.query<{ state: string }>(
    `SELECT DISTINCT j.state FROM application ap JOIN jurisdiction j ON j.id = ap.jurisdiction_id
     WHERE ap.program_id = $1 AND ($2::uuid IS NULL OR ap.organization_id = $2)
       AND EXISTS (SELECT 1 FROM assessment a WHERE a.program_id = ap.program_id AND a.application_id = ap.id) ORDER BY j.state`,
    [programId, organizationId],
  );
  return rows.map(({ state }) => state);
}
