/** Bodies in control: organizations, the facilities they run, and who books there. Dated facts are superseded, never changed. */
import type { Grade, OrganizationLevel } from '#lib/domain/record.ts';
import type { Queryable } from './client.ts';
import { newId } from './ids.ts';
import { sortName } from './sql.ts';

export interface OrganizationFacts {
  id: string;
  name: string;
  sortName: string;
  level: OrganizationLevel;
}

export async function findOrganization(tx: Queryable, id: string): Promise<OrganizationFacts | null> {
  const { rows } = await tx.query<OrganizationFacts>('SELECT id, name, sort_name AS "sortName", level FROM organization WHERE id = $1', [
    id,
  ]);
  return rows[0] ?? null;
}

/** Those of a name and level; of one state where it is said, since many states have a county of the same name. */
export async function listOrganizationsNamed(
  tx: Queryable,
  { name, level, state }: { name: string; level: OrganizationLevel; state: string | null },
): Promise<OrganizationFacts[]> {
  const { rows } = await tx.query<OrganizationFacts>(
    `SELECT o.id, o.name, o.sort_name AS "sortName", o.level FROM organization o LEFT JOIN jurisdiction j ON j.id = o.jurisdiction_id
     WHERE o.sort_name = $1 AND o.level = $2 AND ($3::text IS NULL OR coalesce(o.state, j.state) = $3) ORDER BY o.id`,
    [sortName(name), level, state],
  );
  return rows;
}

export async function insertOrganization(
  tx: Queryable,
  item: { name: string; level: OrganizationLevel; state: string | null },
): Promise<string> {
  const id = newId();
  await tx.query('INSERT INTO organization (id, ref, name, sort_name, level, state) VALUES ($1, $2, $3, $4, $5, $6)', [
    id,
    `body-${id}`,
    item.name,
    sortName(item.name),
    item.level,
    item.state,
  ]);
  return id;
}

/** Organizations that can be chosen in a program: its applicants, its operators, and who runs any facility. */
export async function listKnownOrganizations(tx: Queryable, programId: string): Promise<OrganizationFacts[]> {
  const { rows } = await tx.query<OrganizationFacts>(
    `SELECT o.id, o.name, o.sort_name AS "sortName", o.level FROM organization o
     WHERE o.id IN (SELECT operator_id FROM program_operator WHERE program_id = $1
       UNION SELECT organization_id FROM application WHERE program_id = $1
       UNION SELECT organization_id FROM facility_operation WHERE superseded_at IS NULL)
     ORDER BY o.sort_name, o.id LIMIT 500`,
    [programId],
  );
  return rows;
}

/** Whether a program knows an organization: as its applicant or operator, or because it runs a facility on record. */
export async function isKnownOrganization(tx: Queryable, programId: string, id: string): Promise<boolean> {
  const { rows } = await tx.query<{ known: boolean }>(
    `SELECT EXISTS (SELECT FROM program_operator WHERE program_id = $1 AND operator_id = $2)
       OR EXISTS (SELECT FROM application WHERE program_id = $1 AND organization_id = $2)
       OR EXISTS (SELECT FROM facility_operation WHERE organization_id = $2 AND superseded_at IS NULL) AS known`,
    [programId, id],
  );
  return rows[0]?.known ?? false;
}

/** Whether it takes part in the program itself: what it does is recorded only then. */
export async function isApplicantOrOperator(tx: Queryable, programId: string, id: string): Promise<boolean> {
  const { rows } = await tx.query<{ known: boolean }>(
    `SELECT EXISTS (SELECT FROM program_operator WHERE program_id = $1 AND operator_id = $2)
       OR EXISTS (SELECT FROM application WHERE program_id = $1 AND organization_id = $2) AS known`,
    [programId, id],
  );
  return rows[0]?.known ?? false;
}

/** Makes an organization an operator of a program. False when it was one already. */
export async function insertProgramOperator(tx: Queryable, programId: string, operatorId: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    'INSERT INTO program_operator (program_id, operator_id, recorded_at) VALUES ($1, $2, clock_timestamp()) ON CONFLICT DO NOTHING',
    [programId, operatorId],
  );
  return rowCount === 1;
}

export interface NewFacility {
  name: string;
  kind: string;
  address: string | null;
  note: string | null;
  grade: Grade;
  sourceIds: string[];
}

export async function insertFacility(tx: Queryable, item: NewFacility): Promise<string> {
  const id = newId();
  await tx.query('INSERT INTO facility (id, ref, name, kind, address, note, grade, source_ids) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)', [
    id,
    `facility-${id}`,
    item.name,
    item.kind,
    item.address,
    item.note,
    item.grade,
    item.sourceIds,
  ]);
  return id;
}

export interface OperationFact {
  id: string;
  facilityId: string;
  organizationId: string;
  sinceText: string | null;
  validFrom: string | null;
  validTo: string | null;
  grade: Grade;
  sourceIds: string[];
}

const OPERATION = `id, facility_id AS "facilityId", organization_id AS "organizationId", since_text AS "sinceText", valid_from AS "validFrom",
  valid_to AS "validTo", grade, source_ids AS "sourceIds"`;

/** Who is on record as running a facility now: the operation without an end; locked until the transaction ends. */
export async function lockOperation(tx: Queryable, facilityId: string): Promise<OperationFact | null> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtext('proviso.facility'), hashtext($1))`, [facilityId]);
  const { rows } = await tx.query<OperationFact>(
    `SELECT ${OPERATION} FROM facility_operation WHERE facility_id = $1 AND superseded_at IS NULL AND valid_to IS NULL ORDER BY id DESC LIMIT 1`,
    [facilityId],
  );
  return rows[0] ?? null;
}

export async function insertOperation(tx: Queryable, item: Omit<OperationFact, 'id'>): Promise<string> {
  const id = newId();
  await tx.query(
    `INSERT INTO facility_operation (id, facility_id, organization_id, since_text, valid_from, valid_to, grade, source_ids, recorded_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, clock_timestamp())`,
    [id, item.facilityId, item.organizationId, item.sinceText, item.validFrom, item.validTo, item.grade, item.sourceIds],
  );
  return id;
}

export async function supersedeOperation(tx: Queryable, id: string): Promise<void> {
  await tx.query('UPDATE facility_operation SET superseded_at = clock_timestamp() WHERE id = $1 AND superseded_at IS NULL', [id]);
}

export interface NewBooking {
  organizationId: string;
  facilityId: string;
  basis: string;
  validFrom: string | null;
  validTo: string | null;
  grade: Grade;
  sourceIds: string[];
}

export async function insertBooking(tx: Queryable, item: NewBooking): Promise<string> {
  const id = newId();
  await tx.query(
    `INSERT INTO booking_relation (id, organization_id, facility_id, basis, valid_from, valid_to, grade, source_ids, recorded_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, clock_timestamp())`,
    [id, item.organizationId, item.facilityId, item.basis, item.validFrom, item.validTo, item.grade, item.sourceIds],
  );
  return id;
}

export async function facilityExists(tx: Queryable, id: string): Promise<boolean> {
  const { rows } = await tx.query('SELECT 1 FROM facility WHERE id = $1', [id]);
  return rows.length > 0;
}

/** A source for a fact that has none in the record yet: a title, a link, who published it. */
export async function insertSource(
  tx: Queryable,
  item: { title: string; publisher: string | null; url: string; dated: string | null },
): Promise<string> {
  const id = newId();
  await tx.query(
    `INSERT INTO source (id, ref, title, publisher, dated_text, public_on, url, kind, seen, note)
     VALUES ($1, $2, $3, $4, $5, NULL, $6, 'document', 'read', NULL)`,
    [id, `source-${id}`, item.title, item.publisher, item.dated, item.url],
  );
  return id;
}

export interface BookingFact {
  id: string;
  organizationId: string;
  facilityId: string;
  facility: string;
  validFrom: string | null;
  validTo: string | null;
  sourceIds: string[];
  /** Who runs the place, from when to when; null where no day is on record. */
  operations: { operatorId: string; validFrom: string | null; validTo: string | null }[];
}

/** Bookings on record of an organization, with who runs the place. */
export async function listBookingFacts(tx: Queryable, organizationId: string): Promise<BookingFact[]> {
  const { rows } = await tx.query<BookingFact>(
    `SELECT b.id, b.organization_id AS "organizationId", b.facility_id AS "facilityId", f.name AS facility, b.valid_from AS "validFrom",
       b.valid_to AS "validTo", b.source_ids AS "sourceIds",
       (SELECT coalesce(jsonb_agg(jsonb_build_object('operatorId', o.organization_id, 'validFrom', o.valid_from, 'validTo', o.valid_to)), '[]')
          FROM facility_operation o WHERE o.facility_id = b.facility_id AND o.superseded_at IS NULL) AS operations
     FROM booking_relation b JOIN facility f ON f.id = b.facility_id
     WHERE b.organization_id = $1 AND b.superseded_at IS NULL ORDER BY f.name, b.id`,
    [organizationId],
  );
  return rows;
}

/** The condition's version in force and the id of the operator's assessment on it, if it has one. */
export async function findOperatorAssessment(
  tx: Queryable,
  programId: string,
  operatorId: string,
  conditionId: string,
): Promise<{ assessmentId: string | null; versionId: string; title: string; tracked: boolean } | null> {
  const { rows } = await tx.query<{ assessmentId: string | null; versionId: string; title: string; tracked: boolean }>(
    `SELECT v.id AS "versionId", c.title, c.tracked, (SELECT a.id FROM assessment a WHERE a.program_id = v.program_id AND a.operator_id = $2 AND a.condition_id = v.condition_id) AS "assessmentId"
     FROM condition_version v JOIN condition c ON c.program_id = v.program_id AND c.id = v.condition_id WHERE v.program_id = $1 AND v.condition_id = $3 AND v.superseded_at IS NULL ORDER BY v.version DESC LIMIT 1`,
    [programId, operatorId, conditionId],
  );
  return rows[0] ?? null;
}

/** Facilities on record with the operation that stands, by name: for choosing one. */
export async function listFacilities(tx: Queryable): Promise<{ id: string; name: string; operationId: string | null }[]> {
  const { rows } = await tx.query<{ id: string; name: string; operationId: string | null }>(
    `SELECT f.id, f.name, (SELECT o.id FROM facility_operation o WHERE o.facility_id = f.id AND o.superseded_at IS NULL AND o.valid_to IS NULL
       ORDER BY o.id DESC LIMIT 1) AS "operationId" FROM facility f ORDER BY f.name, f.id LIMIT 500`,
  );
  return rows;
}

/** Applicants of a program as organizations that book, by place. */
export async function listProgramApplicants(tx: Queryable, programId: string): Promise<{ id: string; name: string }[]> {
  const { rows } = await tx.query<{ id: string; name: string }>(
    `SELECT ap.organization_id AS id, j.name || ', ' || j.state AS name FROM application ap JOIN jurisdiction j ON j.id = ap.jurisdiction_id
     WHERE ap.program_id = $1 ORDER BY ap.sort_name, ap.id LIMIT 500`,
    [programId],
  );
  return rows;
}
