/** Writing evidence: shared by all programs, linked to assessments, never deleted. */
import { createHash } from 'node:crypto';
import type { Acceptance, EvidenceKind, Sensitivity } from '#lib/domain/evidence.ts';
import type { EvidenceClass } from '#lib/domain/evidence-class.ts';
import type { Grade } from '#lib/domain/record.ts';
import type { Queryable } from './client.ts';
import type { StoredFile } from './files/file-store.ts';
import { newId } from './ids.ts';

export interface NewEvidence {
  class: EvidenceClass;
  title: string;
  issuingBody: string | null;
  /** Whose act, record or statement it is, where that is an organization on record. */
  issuerOrganizationId?: string | null | undefined;
  url: string | null;
  /** When the link was read; null: now, where there is one. */
  retrievedAt?: string | null | undefined;
  citation?: string | null | undefined;
  datedText: string | null;
  datedOn: string | null;
  receivedOn: string | null;
  inForceFrom?: string | null | undefined;
  inForceTo?: string | null | undefined;
  sensitivity?: Sensitivity | undefined;
  privileged?: boolean | undefined;
  note?: string | null | undefined;
  grade: Grade | null;
  sourceIds: string[];
  /** Pasted text; kept as the first version with its SHA-256. */
  text: string | null;
  /** A file that is in the store; the first version instead of text. */
  file?: StoredFile | null | undefined;
  addedById: string;
}

function kindOf(item: NewEvidence): EvidenceKind {
  if (item.file) return 'file';
  if (item.text !== null) return 'text';
  return item.url !== null ? 'link' : 'citation';
}

/** Inserts an item and, when it has text or a file, its first version. Returns its id. */
export async function insertEvidence(tx: Queryable, item: NewEvidence): Promise<string> {
  const id = newId();
  await tx.query(
    `INSERT INTO evidence (id, kind, class, title, issuing_body, issuer_organization_id, url, retrieved_at, citation, dated_text, dated_on, received_on,
       in_force_from, in_force_to, sensitivity, privileged, note, grade, source_ids, added_by_id, recorded_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, CASE WHEN $7::text IS NULL THEN NULL ELSE coalesce($8::timestamptz, clock_timestamp()) END, $9, $10, $11, $12,
       $13, $14, $15, $16, $17, $18, $19, $20, clock_timestamp())`,
    [
      id,
      kindOf(item),
      item.class,
      item.title,
      item.issuingBody,
      item.issuerOrganizationId ?? null,
      item.url,
      item.retrievedAt ?? null,
      item.citation ?? null,
      item.datedText,
      item.datedOn,
      item.receivedOn,
      item.inForceFrom ?? null,
      item.inForceTo ?? null,
      item.sensitivity ?? 'internal',
      item.privileged ?? false,
      item.note ?? null,
      item.grade,
      item.sourceIds,
      item.addedById,
    ],
  );
  if (item.file || item.text !== null)
    await insertVersion(tx, {
      evidenceId: id,
      version: 1,
      text: item.text,
      file: item.file ?? null,
      reason: null,
      addedById: item.addedById,
    });
  return id;
}

export interface NewVersion {
  evidenceId: string;
  version: number;
  text: string | null;
  file: StoredFile | null;
  reason: string | null;
  addedById: string;
}

const TEXT_TYPE = 'text/plain; charset=utf-8';

/** What a version is known by, wherever its bytes are. */
export async function insertVersion(tx: Queryable, { evidenceId, version, text, file, reason, addedById }: NewVersion): Promise<void> {
  const content = file ? null : (text ?? '');
  const sha256 =
    file?.sha256 ??
    createHash('sha256')
      .update(content ?? '', 'utf8')
      .digest('hex');
  const size = file?.sizeBytes ?? Buffer.byteLength(content ?? '');
  await tx.query(
    `INSERT INTO evidence_version (evidence_id, version, sha256, media_type, content, file_name, size_bytes, scan, scan_note, scanned_at, reason, added_by_id, recorded_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, CASE WHEN $8 = 'clean' THEN clock_timestamp() END, $10, $11, clock_timestamp())`,
    [
      evidenceId,
      version,
      sha256,
      file?.mediaType ?? TEXT_TYPE,
      content,
      file?.fileName ?? null,
      size,
      file?.scan ?? 'not_scanned',
      file?.scanNote ?? null,
      reason,
      addedById,
    ],
  );
  if (content !== null) await insertText(tx, { evidenceId, version, state: 'read', content, pages: null, note: null });
}

export interface FoundText {
  evidenceId: string;
  version: number;
  state: 'read' | 'unreadable';
  content: string;
  pages: number | null;
  note: string | null;
}

/** Text of a version, to search in; a second reader of the same version changes nothing. */
export async function insertText(tx: Queryable, text: FoundText): Promise<void> {
  await tx.query(
    `INSERT INTO evidence_text (evidence_id, version, state, content, pages, note, recorded_at)
     VALUES ($1, $2, $3, left($4, 300000), $5, $6, clock_timestamp()) ON CONFLICT DO NOTHING`,
    [text.evidenceId, text.version, text.state, text.content, text.pages, text.note],
  );
}

/** Links an item to an assessment; linking twice is one link. */
export async function linkEvidence(
  tx: Queryable,
  programId: string,
  assessmentId: string,
  evidenceId: string,
  linkedById: string,
  pageReference: string | null = null,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `INSERT INTO evidence_link (program_id, assessment_id, evidence_id, acceptance, linked_by_id, page_reference, recorded_at)
     VALUES ($1, $2, $3, 'pending', $4, $5, clock_timestamp()) ON CONFLICT DO NOTHING`,
    [programId, assessmentId, evidenceId, linkedById, pageReference],
  );
  return rowCount === 1;
}

/** Where an item stands on an assessment; null when it is not linked to it. The caller holds the assessment's lock. */
export async function findAcceptance(
  tx: Queryable,
  programId: string,
  assessmentId: string,
  evidenceId: string,
): Promise<Acceptance | null> {
  const { rows } = await tx.query<{ acceptance: Acceptance }>(
    'SELECT acceptance FROM evidence_link WHERE program_id = $1 AND assessment_id = $2 AND evidence_id = $3',
    [programId, assessmentId, evidenceId],
  );
  return rows[0]?.acceptance ?? null;
}

/** Items that were rejected for an assessment. */
export async function listRejected(tx: Queryable, programId: string, assessmentId: string): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `SELECT evidence_id AS id FROM evidence_link WHERE program_id = $1 AND assessment_id = $2 AND acceptance = 'rejected'`,
    [programId, assessmentId],
  );
  return rows.map((row) => row.id);
}

export interface EvidenceDecision {
  programId: string;
  assessmentId: string;
  evidenceIds: string[];
  acceptance: 'accepted' | 'rejected';
  reason: string | null;
  byId: string;
}

/** Decides on items of an assessment where that changes something. @returns the ids of those it changed */
export async function decideEvidence(tx: Queryable, decision: EvidenceDecision): Promise<string[]> {
  const { programId, assessmentId, evidenceIds, acceptance, reason, byId } = decision;
  const { rows } = await tx.query<{ id: string }>(
    `WITH changed AS (
       UPDATE evidence_link SET acceptance = $4, reason = $5, decided_by_id = $6, decided_at = clock_timestamp()
       WHERE program_id = $1 AND assessment_id = $2 AND evidence_id = ANY($3) AND acceptance <> $4
       RETURNING evidence_id, decided_at)
     INSERT INTO evidence_decision (program_id, assessment_id, evidence_id, decided_at, acceptance, reason, decided_by_id)
     SELECT $1, $2, evidence_id, decided_at, $4, $5, $6 FROM changed RETURNING evidence_id AS id`,
    [programId, assessmentId, evidenceIds, acceptance, reason, byId],
  );
  return rows.map((row) => row.id);
}

export interface EvidenceRuleRow {
  id: string;
  class: EvidenceClass;
  inForceFrom: string | null;
  inForceTo: string | null;
  issuerOrganizationId: string | null;
  sealed: boolean;
  superseded: boolean;
}

/**
 * The items among these ids that may be used in a program: linked to one of its assessments (for contributors: of their
 * own organization). An id that is foreign or
 * missing is simply not returned, and the caller answers "not found" for it.
 */
export async function findUsableEvidence(
  tx: Queryable,
  programId: string,
  ids: string[],
  organizationId: string | null,
): Promise<EvidenceRuleRow[]> {
  const { rows } = await tx.query<EvidenceRuleRow>(
    `SELECT e.id, e.class, e.in_force_from AS "inForceFrom", e.in_force_to AS "inForceTo", e.issuer_organization_id AS "issuerOrganizationId",
       e.sealed_at IS NOT NULL AS sealed, e.superseded_at IS NOT NULL AS superseded FROM evidence e
     WHERE e.id = ANY($2::uuid[]) AND EXISTS (SELECT 1 FROM evidence_link l
       JOIN assessment a ON a.program_id = l.program_id AND a.id = l.assessment_id
       LEFT JOIN application ap ON ap.program_id = a.program_id AND ap.id = a.application_id
       WHERE l.program_id = $1 AND l.evidence_id = e.id AND ($3::uuid IS NULL OR coalesce(ap.organization_id, a.operator_id) = $3))`,
    [programId, ids, organizationId],
  );
  return rows;
}
