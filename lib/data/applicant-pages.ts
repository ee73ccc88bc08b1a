/** Applicants page by page: those with a letter first, then by name. */
import type { Queryable } from './client.ts';
import { likeAnywhere, Parameters, sortName } from './sql.ts';

export interface ApplicantFilters {
  /** Part of the place's or the organization's name. */
  q?: string;
  /** Two letters. */
  state?: string;
  /** Only this organization's application (contributors). */
  organizationId?: string | null;
}

export interface ApplicantPageQuery {
  programId: string;
  knownAt: string;
  filters: ApplicantFilters;
  /** Sort value and id of the last row of the page before. */
  after: { value: string | number; id: string } | null;
  limit: number;
}

const KEY = `(CASE WHEN ap.letter_on_record THEN '0' ELSE '1' END || ap.sort_name) COLLATE "C"`;
const FROM = `FROM application ap JOIN jurisdiction j ON j.id = ap.jurisdiction_id JOIN organization o ON o.id = ap.organization_id`;

/** The ids of one page, in order; names and everything else are joined afterwards. */
export async function listApplicantIds(
  tx: Queryable,
  query: ApplicantPageQuery,
): Promise<{ ids: string[]; next: { value: string; id: string } | null }> {
  const { filters, after } = query;
  const params = new Parameters();
  const where = [`ap.program_id = ${params.add(query.programId)}`, `ap.recorded_at <= ${params.add(query.knownAt)}`];
  if (filters.state) where.push(`j.state = ${params.add(filters.state)}`);
  if (filters.organizationId) where.push(`ap.organization_id = ${params.add(filters.organizationId)}`);
  if (filters.q) {
    const pattern = params.add(likeAnywhere(sortName(filters.q)));
    where.push(`(ap.sort_name LIKE ${pattern} OR o.sort_name LIKE ${pattern})`);
  }
  if (after) where.push(`(${KEY}, ap.id) > (${params.add(after.value)}::text COLLATE "C", ${params.add(after.id)}::uuid)`);
  const { rows } = await tx.query<{ id: string; value: string }>(
    `SELECT ap.id, ${KEY} AS value ${FROM} WHERE ${where.join(' AND ')} ORDER BY ${KEY}, ap.id LIMIT ${params.add(query.limit + 1)}`,
    params.values,
  );
  const kept = rows.slice(0, query.limit);
  const last = kept.at(-1);
  return { ids: kept.map((row) => row.id), next: rows.length > query.limit && last ? { value: last.value, id: last.id } : null };
}

/** The states that applicants of a program are in, for the filter. */
export async function listApplicantStates(tx: Queryable, programId: string, organizationId: string | null): Promise<string[]> {
  const { rows } = await tx.query<{ state: string }>(
    `SELECT DISTINCT j.state ${FROM} WHERE ap.program_id = $1 AND ($2::uuid IS NULL OR ap.organization_id = $2) ORDER BY j.state`,
    [programId, organizationId],
  );
  return rows.map((row) => row.state);
}
