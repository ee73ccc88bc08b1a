/** One item of evidence with its versions, links and history. */
import type { Acceptance } from '#lib/domain/evidence.ts';
import type { Queryable } from './client.ts';
import { type EvidenceRow, knownColumns } from './evidence-list.ts';

export interface EvidenceVersionRow {
  version: number;
  sha256: string;
  mediaType: string;
  /** Pasted text; null for a file, whose bytes are in the store. */
  content: string | null;
  fileName: string | null;
  sizeBytes: number | null;
  scan: 'clean' | 'not_scanned';
  scanNote: string | null;
  reason: string | null;
  addedBy: string | null;
  recordedAt: string;
  text: 'read' | 'unreadable' | null;
  textNote: string | null;
}

/** As known at K; null when it does not exist, or not yet. */
export async function findEvidence(
  tx: Queryable,
  id: string,
  knownAt: string,
): Promise<
  | (EvidenceRow & {
      superseded_reason: string | null;
      sealed_reason: string | null;
      added_by: string;
      sealed_by: string | null;
      superseded_by_title: string | null;
    })
  | null
> {
  const { rows } = await tx.query(
    `SELECT ${knownColumns('$2::timestamptz')}, e.superseded_reason, e.sealed_reason, p.name AS added_by, s.name AS sealed_by,
       CASE WHEN NOT n.privileged THEN n.title END AS superseded_by_title,
       NULL AS acceptance, ARRAY[]::text[] AS acceptances, ARRAY[]::uuid[] AS assessment_ids, v.*
     FROM evidence e LEFT JOIN organization o ON o.id = e.issuer_organization_id JOIN principal p ON p.id = e.added_by_id
     LEFT JOIN principal s ON s.id = e.sealed_by_id LEFT JOIN evidence n ON n.id = e.superseded_by_id
     LEFT JOIN LATERAL (SELECT version, sha256, media_type, content, file_name, size_bytes, scan FROM evidence_version
       WHERE evidence_id = e.id AND recorded_at <= $2 ORDER BY version DESC LIMIT 1) v ON true
     WHERE e.id = $1 AND e.recorded_at <= $2`,
    [id, knownAt],
  );
  return rows[0] ?? null;
}

/** Newest first. */
export async function listVersions(tx: Queryable, evidenceId: string, knownAt: string): Promise<EvidenceVersionRow[]> {
  const { rows } = await tx.query<EvidenceVersionRow>(
    `SELECT v.version, v.sha256, v.media_type AS "mediaType", v.content, v.file_name AS "fileName", v.size_bytes AS "sizeBytes", v.scan,
       v.scan_note AS "scanNote", v.reason, p.name AS "addedBy", v.recorded_at AS "recordedAt", t.state AS text, t.note AS "textNote"
     FROM evidence_version v LEFT JOIN principal p ON p.id = v.added_by_id
     LEFT JOIN evidence_text t ON t.evidence_id = v.evidence_id AND t.version = v.version
     WHERE v.evidence_id = $1 AND v.recorded_at <= $2 ORDER BY v.version DESC`,
    [evidenceId, knownAt],
  );
  return rows;
}

export interface EvidenceLinkRow {
  programId: string;
  assessmentId: string;
  acceptance: Acceptance;
  reason: string | null;
  decidedBy: string | null;
  decidedAt: string | null;
  pageReference: string | null;
  linkedAt: string;
}

/** Where an item is linked and what was decided there by K. */
export async function listLinks(tx: Queryable, evidenceId: string, knownAt: string): Promise<EvidenceLinkRow[]> {
  const { rows } = await tx.query<EvidenceLinkRow>(
    `SELECT l.program_id AS "programId", l.assessment_id AS "assessmentId", coalesce(d.acceptance, 'pending') AS acceptance, d.reason,
       p.name AS "decidedBy", d.decided_at AS "decidedAt", l.page_reference AS "pageReference", l.recorded_at AS "linkedAt"
     FROM evidence_link l
     LEFT JOIN LATERAL (SELECT * FROM evidence_decision x WHERE x.program_id = l.program_id AND x.assessment_id = l.assessment_id
       AND x.evidence_id = l.evidence_id AND x.decided_at <= $2 ORDER BY x.decided_at DESC LIMIT 1) d ON true
     LEFT JOIN principal p ON p.id = d.decided_by_id
     WHERE l.evidence_id = $1 AND l.recorded_at <= $2 ORDER BY l.program_id, l.assessment_id LIMIT 5000`,
    [evidenceId, knownAt],
  );
  return rows;
}

/** Marks an item superseded. @returns false when it was, or is sealed */
export async function supersedeEvidence(tx: Queryable, id: string, byId: string | null, reason: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    `UPDATE evidence SET superseded_at = clock_timestamp(), superseded_by_id = $2, superseded_reason = $3
     WHERE id = $1 AND superseded_at IS NULL AND sealed_at IS NULL`,
    [id, byId, reason],
  );
  return rowCount === 1;
}

/** Seals an item. @returns false when it was sealed */
export async function sealEvidence(tx: Queryable, id: string, byId: string, reason: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    'UPDATE evidence SET sealed_at = clock_timestamp(), sealed_by_id = $2, sealed_reason = $3 WHERE id = $1 AND sealed_at IS NULL',
    [id, byId, reason],
  );
  return rowCount === 1;
}

/** @returns false when it was marked so already */
export async function setPrivileged(tx: Queryable, id: string, privileged: boolean): Promise<boolean> {
  const { rowCount } = await tx.query('UPDATE evidence SET privileged = $2 WHERE id = $1 AND privileged <> $2', [id, privileged]);
  return rowCount === 1;
}

/** Locks an item until the transaction ends, so that two of its writers come one after the other. */
export async function lockEvidence(tx: Queryable, id: string): Promise<{ version: number; sealed: boolean; superseded: boolean }> {
  // In a statement of its own: what is read after it is what the writer before has left.
  await tx.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 7))', [id]);
  const { rows } = await tx.query<{ version: number; sealed: boolean; superseded: boolean }>(
    `SELECT coalesce((SELECT max(version) FROM evidence_version v WHERE v.evidence_id = e.id), 0) AS version, e.sealed_at IS NOT NULL AS sealed,
       e.superseded_at IS NOT NULL AS superseded FROM evidence e WHERE e.id = $1`,
    [id],
  );
  return rows[0] ?? { version: 0, sealed: false, superseded: false };
}

/**
 * Locks items in the order of their ids. Whoever lets a finding rest on them and whoever takes them away come one after the other;
 * assessments are locked before.
 */
export async function lockEvidenceItems(tx: Queryable, ids: readonly string[]): Promise<void> {
  for (const id of [...new Set(ids)].sort()) await lockEvidence(tx, id);
}

export interface UnreadVersion {
  evidenceId: string;
  version: number;
  sha256: string;
  mediaType: string;
}

/** Files of kinds that have text, of the last week, in which nobody looked yet. */
export async function listUnread(tx: Queryable, mediaTypes: readonly string[], limit: number): Promise<UnreadVersion[]> {
  const { rows } = await tx.query<UnreadVersion>(
    `SELECT v.evidence_id AS "evidenceId", v.version, v.sha256, v.media_type AS "mediaType" FROM evidence_version v
     WHERE v.file_name IS NOT NULL AND v.recorded_at > now() - interval '7 days' AND v.media_type = ANY($1)
       AND NOT EXISTS (SELECT FROM evidence_text t WHERE t.evidence_id = v.evidence_id AND t.version = v.version)
     ORDER BY v.recorded_at LIMIT $2`,
    [mediaTypes, limit],
  );
  return rows;
}

/** The text that was found in a version, to show it. */
export async function findText(tx: Queryable, evidenceId: string, version: number): Promise<{ state: string; content: string } | null> {
  const { rows } = await tx.query<{ state: string; content: string }>(
    'SELECT state, content FROM evidence_text WHERE evidence_id = $1 AND version = $2',
    [evidenceId, version],
  );
  return rows[0] ?? null;
}

/** Which of these digests some version names, or a draft that is not yet evidence encloses. */
export async function listNamedDigests(tx: Queryable, digests: readonly string[]): Promise<Set<string>> {
  const { rows } = await tx.query<{ sha256: string }>(
    'SELECT sha256 FROM evidence_version WHERE sha256 = ANY($1) UNION SELECT sha256 FROM response_draft_item WHERE sha256 = ANY($1)',
    [digests],
  );
  return new Set(rows.map((row) => row.sha256));
}
