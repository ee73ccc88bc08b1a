/** Evidence: shared by all programs, linked to assessments, never deleted. */
import { createHash } from 'node:crypto';
import type { EvidenceClass } from '#lib/domain/evidence-class.ts';
import type { EvidenceView, Grade } from '#lib/domain/record.ts';
import type { Database, Queryable } from './client.ts';
import { newId } from './ids.ts';
import { pick } from './programs.ts';
import { sourcesOf } from './sources.ts';

export interface NewEvidence {
  class: EvidenceClass;
  title: string;
  issuingBody: string | null;
  url: string | null;
  datedText: string | null;
  datedOn: string | null;
  receivedOn: string | null;
  inForceFrom?: string | null;
  inForceTo?: string | null;
  grade: Grade | null;
  sourceIds: string[];
  /** Pasted text; kept as the first version with its SHA-256. */
  text: string | null;
  addedById: string;
}

/** Inserts an item and, when it has text, its first version. Returns its id. */
export async function insertEvidence(tx: Queryable, item: NewEvidence): Promise<string> {
  const id = newId();
  await tx.query(
    `INSERT INTO evidence (id, class, title, issuing_body, url, dated_text, dated_on, received_on, retrieved_at, in_force_from, in_force_to,
       grade, source_ids, added_by_id, recorded_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, CASE WHEN $5::text IS NULL THEN NULL ELSE clock_timestamp() END, $9, $10, $11, $12, $13, clock_timestamp())`,
    [
      id,
      item.class,
      item.title,
      item.issuingBody,
      item.url,
      item.datedText,
      item.datedOn,
      item.receivedOn,
      item.inForceFrom ?? null,
      item.inForceTo ?? null,
      item.grade,
      item.sourceIds,
      item.addedById,
    ],
  );
  if (item.text !== null) {
    const sha256 = createHash('sha256').update(item.text, 'utf8').digest('hex');
    await tx.query(
      'INSERT INTO evidence_version (evidence_id, version, sha256, media_type, content, recorded_at) VALUES ($1, 1, $2, $3, $4, clock_timestamp())',
      [id, sha256, 'text/plain; charset=utf-8', item.text],
    );
  }
  return id;
}

/** Links an item to an assessment; linking twice is one link. */
export async function linkEvidence(
  tx: Queryable,
  programId: string,
  assessmentId: string,
  evidenceId: string,
  linkedById: string,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `INSERT INTO evidence_link (program_id, assessment_id, evidence_id, acceptance, linked_by_id, recorded_at)
     VALUES ($1, $2, $3, 'pending', $4, clock_timestamp()) ON CONFLICT DO NOTHING`,
    [programId, assessmentId, evidenceId, linkedById],
  );
  return rowCount === 1;
}

export async function acceptEvidence(
  tx: Queryable,
  programId: string,
  assessmentId: string,
  evidenceIds: string[],
  byId: string,
): Promise<void> {
  await tx.query(
    `UPDATE evidence_link SET acceptance = 'accepted', decided_by_id = $4, decided_at = clock_timestamp()
     WHERE program_id = $1 AND assessment_id = $2 AND evidence_id = ANY($3) AND acceptance <> 'accepted'`,
    [programId, assessmentId, evidenceIds, byId],
  );
}

export interface EvidenceRuleRow {
  id: string;
  class: EvidenceClass;
  inForceFrom: string | null;
  inForceTo: string | null;
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
    `SELECT e.id, e.class, e.in_force_from AS "inForceFrom", e.in_force_to AS "inForceTo" FROM evidence e
     WHERE e.id = ANY($2::uuid[]) AND EXISTS (SELECT 1 FROM evidence_link l
       JOIN assessment a ON a.program_id = l.program_id AND a.id = l.assessment_id
       LEFT JOIN application ap ON ap.program_id = a.program_id AND ap.id = a.application_id
       WHERE l.program_id = $1 AND l.evidence_id = e.id AND ($3::uuid IS NULL OR coalesce(ap.organization_id, a.operator_id) = $3))`,
    [programId, ids, organizationId],
  );
  return rows;
}

interface EvidenceRow {
  id: string;
  class: EvidenceClass;
  title: string;
  issuing_body: string | null;
  url: string | null;
  dated_text: string | null;
  dated_on: string | null;
  received_on: string | null;
  retrieved_at: string | null;
  in_force_from: string | null;
  in_force_to: string | null;
  grade: Grade | null;
  source_ids: string[];
  sha256: string | null;
  content: string | null;
  acceptance: EvidenceView['acceptance'];
  assessment_ids: string[];
}

/** Evidence of a program (or of some of its assessments) known at K, newest first, with the assessments it is linked to. */
export async function listEvidence(
  db: Database,
  programId: string,
  knownAt: string,
  assessmentIds?: string[],
): Promise<(EvidenceView & { assessmentIds: string[] })[]> {
  const { rows } = await db.pool.query<EvidenceRow>(
    `SELECT e.*, v.sha256, v.content, min(l.acceptance) AS acceptance, array_agg(l.assessment_id) AS assessment_ids
     FROM evidence_link l JOIN evidence e ON e.id = l.evidence_id
     LEFT JOIN LATERAL (SELECT sha256, content FROM evidence_version WHERE evidence_id = e.id ORDER BY version DESC LIMIT 1) v ON true
     WHERE l.program_id = $1 AND l.recorded_at <= $2 AND ($3::uuid[] IS NULL OR l.assessment_id = ANY($3))
     GROUP BY e.id, v.sha256, v.content ORDER BY e.dated_on DESC NULLS LAST, e.id DESC LIMIT 500`,
    [programId, knownAt, assessmentIds ?? null],
  );
  const sources = await sourcesOf(
    db,
    rows.flatMap((row) => row.source_ids),
  );
  return rows.map((row) => ({
    id: row.id,
    class: row.class,
    title: row.title,
    issuingBody: row.issuing_body,
    url: row.url,
    dated: row.dated_text,
    datedOn: row.dated_on,
    receivedOn: row.received_on,
    retrievedAt: row.retrieved_at,
    inForceFrom: row.in_force_from,
    inForceTo: row.in_force_to,
    sha256: row.sha256,
    excerpt: row.content,
    acceptance: row.acceptance,
    grade: row.grade,
    sources: pick(sources, row.source_ids),
    assessmentIds: row.assessment_ids,
  }));
}
