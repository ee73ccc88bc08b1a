/** Requests for more time and what was decided on them. */
import { type EvidenceReader, maySeeItem, PRIVILEGED_TITLE } from '#lib/domain/evidence.ts';
import type { Moment, SubjectKind } from '#lib/domain/record.ts';
import type { Queryable } from './client.ts';
import { newId } from './ids.ts';

export const EXTENSION_SCOPES = ['application', 'group', 'program'] as const;
export type ExtensionScope = (typeof EXTENSION_SCOPES)[number];

export interface Extension {
  programId: string;
  id: string;
  deadlineId: string;
  deadlineLabel: string;
  scope: ExtensionScope;
  /** Null: everybody in the program. An operator, for assessments of its own, stands here by its own id. */
  applicationIds: string[] | null;
  wantedOn: string;
  reason: string;
  evidenceIds: string[];
  askedById: string;
  askedBy: string;
  askedAt: string;
  recordedAt: string;
  state: 'asked' | 'granted' | 'refused' | 'withdrawn';
  grantedOn: string | null;
  decisionReason: string | null;
  decisionEvidenceIds: string[];
  /** The instant from which the decision holds. */
  decisionAt: string | null;
  decidedBy: string | null;
  decidedAt: string | null;
}

const SELECT = `SELECT e.program_id AS "programId", e.id, e.deadline_id AS "deadlineId", d.label AS "deadlineLabel", e.scope, e.application_ids AS "applicationIds",
    e.wanted_on AS "wantedOn", e.reason, e.evidence_ids AS "evidenceIds", coalesce(e.asked_on_behalf_of_id, e.asked_by_id) AS "askedById", a.name AS "askedBy",
    e.asked_at AS "askedAt", e.recorded_at AS "recordedAt", e.state, e.granted_on AS "grantedOn", e.decision_reason AS "decisionReason",
    coalesce(e.decision_evidence_ids, '{}') AS "decisionEvidenceIds", e.decision_at AS "decisionAt", p.name AS "decidedBy", e.decided_at AS "decidedAt"
  FROM extension e JOIN deadline d ON d.program_id = e.program_id AND d.id = e.deadline_id
  JOIN principal a ON a.id = e.asked_by_id LEFT JOIN principal p ON p.id = e.decided_by_id`;

export async function findExtension(tx: Queryable, id: string): Promise<Extension | null> {
  const { rows } = await tx.query<Extension>(`${SELECT} WHERE e.id = $1`, [id]);
  return rows[0] ?? null;
}

/** More are on the pages of their applicants. */
const LIMIT = 500;

/**
 * Extensions of a program known at K and asked for by T, newest first, as they stood then.
 * @param deadlineId only of this deadline
 */
export async function listExtensions(
  tx: Queryable,
  programId: string,
  moment: Moment,
  deadlineId: string | null = null,
): Promise<Extension[]> {
  const live = moment.live;
  const { rows } = await tx.query<Extension>(
    `${SELECT} WHERE e.program_id = $1 AND ($2::uuid IS NULL OR e.deadline_id = $2)
       AND ($3::timestamptz IS NULL OR (e.recorded_at <= $3 AND e.asked_at <= $4::timestamptz)) ORDER BY e.recorded_at DESC, e.id DESC LIMIT ${LIMIT}`,
    [programId, deadlineId, live ? null : moment.knownAt, live ? null : moment.asOf],
  );
  return live ? rows : rows.map((row) => asOf(row, moment));
}

/** What was decided later than the moment had not been decided. */
function asOf(row: Extension, { asOf: at, knownAt }: Moment): Extension {
  const decided = row.decidedAt !== null && row.decidedAt <= knownAt && (row.decisionAt ?? row.decidedAt) <= at;
  if (decided || row.state === 'asked') return row;
  const none = { grantedOn: null, decisionReason: null, decisionEvidenceIds: [], decisionAt: null, decidedBy: null, decidedAt: null };
  return { ...row, ...none, state: 'asked' };
}

export interface NewExtension {
  programId: string;
  deadlineId: string;
  scope: ExtensionScope;
  applicationIds: string[] | null;
  wantedOn: string;
  reason: string;
  evidenceIds: string[];
  /** The instant from which it counts as asked; null: when recorded. */
  askedAt: string | null;
  askedById: string;
  askedOnBehalfOfId: string | null;
}

/** Returns its id. */
export async function insertExtension(tx: Queryable, extension: NewExtension): Promise<string> {
  const id = newId();
  await tx.query(
    `INSERT INTO extension (program_id, id, deadline_id, scope, application_ids, wanted_on, reason, evidence_ids, asked_by_id, asked_on_behalf_of_id,
       asked_at, recorded_at, state)
     SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, coalesce($11::timestamptz, at), at, 'asked' FROM clock_timestamp() at`,
    [
      extension.programId,
      id,
      extension.deadlineId,
      extension.scope,
      extension.applicationIds,
      extension.wantedOn,
      extension.reason,
      extension.evidenceIds,
      extension.askedById,
      extension.askedOnBehalfOfId,
      extension.askedAt,
    ],
  );
  return id;
}

export interface Closing {
  state: 'granted' | 'refused' | 'withdrawn';
  grantedOn: string | null;
  reason: string | null;
  evidenceIds: string[];
  /** The instant from which a decision holds; null: when recorded. */
  decisionAt: string | null;
  byId: string;
  onBehalfOfId: string | null;
}

/** Decides or withdraws what is still only asked for. False when somebody else came first. */
export async function closeExtension(tx: Queryable, programId: string, id: string, closing: Closing): Promise<boolean> {
  const { rowCount } = await tx.query(
    `UPDATE extension SET state = $3, granted_on = $4, decision_reason = $5, decision_evidence_ids = $6,
       decision_at = CASE WHEN $3 = 'withdrawn' THEN NULL ELSE coalesce($7::timestamptz, at) END, decided_at = at, decided_by_id = $8, decided_on_behalf_of_id = $9
     FROM clock_timestamp() at WHERE program_id = $1 AND id = $2 AND state = 'asked'`,
    [
      programId,
      id,
      closing.state,
      closing.grantedOn,
      closing.reason,
      closing.evidenceIds,
      closing.decisionAt,
      closing.byId,
      closing.onBehalfOfId,
    ],
  );
  return rowCount === 1;
}

export interface Subject {
  id: string;
  kind: SubjectKind;
  organizationId: string;
  name: string;
}

/** Applications by id, and operators with an assessment of their own by theirs: only those that belong to the program. */
export async function findApplicants(tx: Queryable, programId: string, ids: readonly string[]): Promise<Subject[]> {
  const { rows } = await tx.query<Subject>(
    `SELECT ap.id, 'application' AS kind, ap.organization_id AS "organizationId", j.name
     FROM application ap JOIN jurisdiction j ON j.id = ap.jurisdiction_id WHERE ap.program_id = $1 AND ap.id = ANY($2::uuid[])
     UNION ALL SELECT o.id, 'operator', o.id, o.name FROM organization o WHERE o.id = ANY($2::uuid[])
       AND EXISTS (SELECT FROM assessment a WHERE a.program_id = $1 AND a.operator_id = o.id)
     ORDER BY name, id`,
    [programId, ids],
  );
  return rows;
}

/** Ids of the assessments that have a deadline, of these applications or of all; at most `limit`. */
export async function listAssessmentsDue(
  tx: Queryable,
  programId: string,
  deadlineId: string,
  applicationIds: readonly string[] | null,
  limit: number,
): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `SELECT id FROM assessment WHERE program_id = $1 AND deadline_id = $2 AND ($3::uuid[] IS NULL OR coalesce(application_id, operator_id) = ANY($3)) ORDER BY id LIMIT $4`,
    [programId, deadlineId, applicationIds, limit],
  );
  return rows.map(({ id }) => id);
}

/** Titles and links of evidence, by id; of a privileged item neither, where the reader may not see it. */
export async function findEvidenceTitles(
  tx: Queryable,
  ids: readonly string[],
  reader: EvidenceReader,
): Promise<Map<string, { id: string; title: string; url: string | null }>> {
  if (ids.length === 0) return new Map();
  const { rows } = await tx.query<{ id: string; title: string; url: string | null; privileged: boolean }>(
    'SELECT id, title, url, privileged FROM evidence WHERE id = ANY($1::uuid[])',
    [ids],
  );
  return new Map(rows.map((row) => [row.id, namedFor(reader, row)]));
}

const namedFor = (
  reader: EvidenceReader,
  { id, title, url, privileged }: { id: string; title: string; url: string | null; privileged: boolean },
) => (maySeeItem(reader, { privileged }) ? { id, title, url } : { id, title: PRIVILEGED_TITLE, url: null });

/** What an organization is in a program, by id: its application, or itself as an operator; null when neither. */
export async function findSubjectOf(tx: Queryable, programId: string, organizationId: string): Promise<string | null> {
  const { rows } = await tx.query<{ id: string }>(
    `SELECT id FROM application WHERE program_id = $1 AND organization_id = $2
     UNION ALL SELECT operator_id FROM assessment WHERE program_id = $1 AND operator_id = $2 LIMIT 1`,
    [programId, organizationId],
  );
  return rows[0]?.id ?? null;
}

/** Applicants and operators with an assessment, by name. @param organizationId only this one (contributors) */
export async function listParties(
  tx: Queryable,
  programId: string,
  organizationId: string | null,
  limit: number,
): Promise<{ id: string; name: string }[]> {
  const { rows } = await tx.query<{ id: string; name: string }>(
    `SELECT ap.id, j.name || ', ' || j.state AS name FROM application ap JOIN jurisdiction j ON j.id = ap.jurisdiction_id
     WHERE ap.program_id = $1 AND ($2::uuid IS NULL OR ap.organization_id = $2)
       AND EXISTS (SELECT 1 FROM assessment a WHERE a.program_id = ap.program_id AND a.application_id = ap.id)
     UNION ALL SELECT o.id, o.name FROM organization o WHERE ($2::uuid IS NULL OR o.id = $2)
       AND EXISTS (SELECT 1 FROM assessment a WHERE a.program_id = $1 AND a.operator_id = o.id)
     ORDER BY name, id LIMIT $3`,
    [programId, organizationId, limit],
  );
  return rows;
}
