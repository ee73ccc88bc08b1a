/** Which applicants of a program book into the facilities of which operator. */
import type { Moment } from '#lib/domain/record.ts';
import type { Queryable } from './client.ts';

export interface OperatorLink {
  operatorId: string;
  applicationId: string;
  organizationId: string;
  /** The place, as it is listed. */
  applicant: string;
}

/**
 * Links known at K and in force on the day of T, by applicant.
 * @param organizationId only those of this applicant or of this operator (contributors); null for all
 */
export async function listOperatorLinks(
  tx: Queryable,
  programId: string,
  moment: Moment,
  organizationId: string | null,
): Promise<OperatorLink[]> {
  const holds = (alias: string) =>
    `${alias}.recorded_at <= $2 AND (${alias}.superseded_at IS NULL OR ${alias}.superseded_at > $2)
       AND coalesce(${alias}.valid_from, '-infinity') <= $4::date AND coalesce(${alias}.valid_to, 'infinity') >= $4::date`;
  const { rows } = await tx.query<OperatorLink & { sort_name: string }>(
    `SELECT DISTINCT fo.organization_id AS "operatorId", ap.id AS "applicationId", ap.organization_id AS "organizationId", j.name AS applicant, ap.sort_name
     FROM application ap
     JOIN jurisdiction j ON j.id = ap.jurisdiction_id
     JOIN booking_relation b ON b.organization_id = ap.organization_id AND ${holds('b')}
     JOIN facility_operation fo ON fo.facility_id = b.facility_id AND ${holds('fo')}
     WHERE ap.program_id = $1 AND ap.recorded_at <= $2 AND ($3::uuid IS NULL OR ap.organization_id = $3 OR fo.organization_id = $3)
     ORDER BY ap.sort_name, ap.id`,
    [programId, moment.knownAt, organizationId, moment.asOfOn],
  );
  return rows.map(({ sort_name: _, ...link }) => link);
}

/**
 * The operators that a request on record was sent to, sent by T and recorded by K. A city that runs a facility of its own
 * was reached by the request to the applicant of that city.
 * @param organizationId of such requests only those to this applicant (contributors); null for all
 */
export async function listOperatorsAsked(
  tx: Queryable,
  programId: string,
  moment: { asOf: string; knownAt: string },
  organizationId: string | null,
): Promise<Set<string>> {
  const { rows } = await tx.query<{ id: string }>(
    `SELECT DISTINCT o.id FROM organization o
     JOIN assessment a ON a.program_id = $1
     LEFT JOIN application ap ON ap.program_id = a.program_id AND ap.id = a.application_id
     JOIN request_item i ON i.program_id = a.program_id AND i.assessment_id = a.id
     JOIN request r ON r.program_id = i.program_id AND r.id = i.request_id
     WHERE (a.operator_id = o.id OR (o.level = 'city' AND ap.jurisdiction_id = o.jurisdiction_id AND ap.organization_id <> o.id AND ($4::uuid IS NULL OR ap.organization_id = $4)))
       AND r.recorded_at <= $3 AND (i.superseded_at IS NULL OR i.superseded_at > $3)
       AND r.sent_on <= ($2::timestamptz AT TIME ZONE (SELECT zone FROM program WHERE id = $1))::date`,
    [programId, moment.asOf, moment.knownAt, organizationId],
  );
  return new Set(rows.map((row) => row.id));
}

/** Operators that were added to a program or have an assessment in it, whether or not an applicant books with them; known at K. */
export async function listProgramOperators(
  tx: Queryable,
  programId: string,
  knownAt: string,
  organizationId: string | null,
): Promise<Set<string>> {
  const { rows } = await tx.query<{ id: string }>(
    'SELECT operator_id AS id FROM program_operator WHERE program_id = $1 AND recorded_at <= $2 AND ($3::uuid IS NULL OR operator_id = $3)',
    [programId, knownAt, organizationId],
  );
  return new Set(rows.map((row) => row.id));
}

/** Who relies on which operator at a moment: `operatorId` and the assessment that takes its finding. */
export async function listReliants(
  tx: Queryable,
  programId: string,
  moment: Moment,
): Promise<{ operatorId: string; assessmentId: string }[]> {
  const { rows } = await tx.query<{ operatorId: string; assessmentId: string }>(
    `SELECT DISTINCT o.operator_id AS "operatorId", l.assessment_id AS "assessmentId" FROM reliance l
     JOIN reliance_part p ON p.program_id = l.program_id AND p.reliance_id = l.id
     JOIN assessment o ON o.program_id = p.program_id AND o.id = p.assessment_id
     LEFT JOIN reliance_end x ON x.program_id = l.program_id AND x.reliance_id = l.id AND x.recorded_at <= $2
     WHERE l.program_id = $1 AND l.recorded_at <= $2 AND l.valid_from <= $3::date AND coalesce(least(l.valid_to + 1, x.ended_on), 'infinity') > $3::date`,
    [programId, moment.knownAt, moment.asOfOn],
  );
  return rows;
}
