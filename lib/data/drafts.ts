/**
 * Drafts of answers. They belong to the organization that answers: every read here is by an organization, so that nobody of the
 * funder's can be given one by mistake.
 */
import type { Answer } from '#lib/domain/answer.ts';
import type { EvidenceClass } from '#lib/domain/evidence-class.ts';
import type { SubjectKind } from '#lib/domain/record.ts';
import type { Queryable } from './client.ts';
import type { StoredFile } from './files/file-store.ts';
import { newId } from './ids.ts';

/** Whose draft it is: an organization as applicant, or as the body that runs a facility. */
export interface DraftOwner {
  programId: string;
  organizationId: string;
  kind: SubjectKind;
  /** Of the application, or the organization itself. */
  subjectId: string;
}

export interface DraftItem {
  id: string;
  title: string;
  class: EvidenceClass;
  url: string | null;
  content: string | null;
  /** In the store; null for a link or a text. */
  file: StoredFile | null;
}

export interface Draft {
  id: string;
  authorName: string | null;
  summary: string | null;
  needsSignOff: boolean;
  signedOff: { byId: string; name: string; title: string; at: string } | null;
  version: number;
  updatedById: string;
  updatedBy: string;
  updatedAt: string;
  answers: { conditionId: string; answer: Answer | null; words: string | null }[];
  items: DraftItem[];
}

interface DraftRow extends Omit<Draft, 'signedOff' | 'answers' | 'items'> {
  byId: string | null;
  byName: string | null;
  title: string | null;
  at: string | null;
}

const owned = ({ kind }: DraftOwner): string =>
  `program_id = $1 AND organization_id = $2 AND ${kind === 'application' ? 'application_id' : 'operator_id'} = $3`;
const keys = ({ programId, organizationId, subjectId }: DraftOwner): string[] => [programId, organizationId, subjectId];

/** The organization's draft on this subject, or null. @param lock holds it until the transaction ends */
export async function findDraft(tx: Queryable, owner: DraftOwner, lock = false): Promise<Draft | null> {
  const { rows } = await tx.query<DraftRow>(
    `SELECT d.id, d.author_name AS "authorName", d.summary, d.needs_sign_off AS "needsSignOff", d.version, d.updated_by_id AS "updatedById",
       u.name AS "updatedBy", d.updated_at AS "updatedAt", s.id AS "byId", s.name AS "byName", d.signed_off_title AS title, d.signed_off_at AS at
     FROM (SELECT * FROM response_draft WHERE ${owned(owner)}${lock ? ' FOR UPDATE' : ''}) d
     JOIN principal u ON u.id = d.updated_by_id LEFT JOIN principal s ON s.id = d.signed_off_by_id`,
    keys(owner),
  );
  const row = rows[0];
  if (!row) return null;
  const { byId, byName, title, at, ...rest } = row;
  const signedOff = byId && byName && title && at ? { byId, name: byName, title, at } : null;
  return { ...rest, signedOff, ...(await partsOf(tx, owner.programId, row.id)) };
}

async function partsOf(tx: Queryable, programId: string, draftId: string): Promise<Pick<Draft, 'answers' | 'items'>> {
  const answers = await tx.query<Draft['answers'][number]>(
    `SELECT a.condition_id AS "conditionId", a.answer, a.words FROM response_draft_answer a
     JOIN condition c ON c.program_id = a.program_id AND c.id = a.condition_id
     WHERE a.program_id = $1 AND a.draft_id = $2 ORDER BY c.sort_order`,
    [programId, draftId],
  );
  const items = await tx.query<DraftItem>(
    `SELECT id, title, class, url, content, CASE WHEN sha256 IS NOT NULL THEN jsonb_build_object('sha256', sha256, 'sizeBytes', size_bytes,
       'mediaType', media_type, 'fileName', file_name, 'scan', scan, 'scanNote', scan_note) END AS file
     FROM response_draft_item WHERE program_id = $1 AND draft_id = $2 ORDER BY added_at, id`,
    [programId, draftId],
  );
  return { answers: answers.rows, items: items.rows };
}

export interface DraftFacts {
  authorName: string | null;
  summary: string | null;
  needsSignOff: boolean;
  answers: Draft['answers'];
}

/** Begins a draft, at version 1. Returns null when somebody of the organization began one in the meantime. */
export async function insertDraft(tx: Queryable, owner: DraftOwner, facts: DraftFacts, byId: string): Promise<string | null> {
  const id = newId();
  const subject = owner.kind === 'application' ? [owner.subjectId, null] : [null, owner.subjectId];
  const { rowCount } = await tx.query(
    `INSERT INTO response_draft (program_id, id, organization_id, application_id, operator_id, author_name, summary, needs_sign_off, version,
       created_at, updated_by_id, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, clock_timestamp(), $9, clock_timestamp()) ON CONFLICT DO NOTHING`,
    [owner.programId, id, owner.organizationId, ...subject, facts.authorName, facts.summary, facts.needsSignOff, byId],
  );
  if (rowCount !== 1) return null;
  await replaceAnswers(tx, owner.programId, id, facts.answers);
  return id;
}

/** Writes what a locked draft says now. Any edit takes the sign-off away: it was of other words. */
export async function updateDraft(tx: Queryable, programId: string, draftId: string, facts: DraftFacts, byId: string): Promise<void> {
  await tx.query(
    `UPDATE response_draft SET author_name = $3, summary = $4, needs_sign_off = $5, version = version + 1, updated_by_id = $6,
       updated_at = clock_timestamp(), signed_off_by_id = NULL, signed_off_at = NULL, signed_off_title = NULL
     WHERE program_id = $1 AND id = $2`,
    [programId, draftId, facts.authorName, facts.summary, facts.needsSignOff, byId],
  );
  await replaceAnswers(tx, programId, draftId, facts.answers);
}

async function replaceAnswers(tx: Queryable, programId: string, draftId: string, answers: Draft['answers']): Promise<void> {
  await tx.query('DELETE FROM response_draft_answer WHERE program_id = $1 AND draft_id = $2', [programId, draftId]);
  for (const { conditionId, answer, words } of answers) {
    await tx.query('INSERT INTO response_draft_answer (program_id, draft_id, condition_id, answer, words) VALUES ($1, $2, $3, $4, $5)', [
      programId,
      draftId,
      conditionId,
      answer,
      words,
    ]);
  }
}

export async function addDraftItem(tx: Queryable, programId: string, draftId: string, item: Omit<DraftItem, 'id'>): Promise<void> {
  const { title, class: kind, url, content, file } = item;
  await tx.query(
    `INSERT INTO response_draft_item (program_id, draft_id, id, title, class, url, content, file_name, media_type, sha256, size_bytes, scan,
       scan_note, added_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, clock_timestamp())`,
    [
      programId,
      draftId,
      newId(),
      title,
      kind,
      url,
      content,
      file?.fileName ?? null,
      file?.mediaType ?? null,
      file?.sha256 ?? null,
      file?.sizeBytes ?? null,
      file?.scan ?? null,
      file?.scanNote ?? null,
    ],
  );
}

/** @returns how many were there to take out */
export async function removeDraftItems(tx: Queryable, programId: string, draftId: string, ids: string[]): Promise<number> {
  const { rowCount } = await tx.query('DELETE FROM response_draft_item WHERE program_id = $1 AND draft_id = $2 AND id = ANY($3::uuid[])', [
    programId,
    draftId,
    ids,
  ]);
  return rowCount ?? 0;
}

/** A sign-off is a change too: whoever has the draft open learns of it by the version. */
export async function signOff(tx: Queryable, programId: string, draftId: string, byId: string, title: string): Promise<void> {
  await tx.query(
    `UPDATE response_draft SET signed_off_by_id = $3, signed_off_title = $4, signed_off_at = clock_timestamp(), version = version + 1
     WHERE program_id = $1 AND id = $2`,
    [programId, draftId, byId, title],
  );
}

/** Submitted or thrown away: nothing of it stays. */
export async function deleteDraft(tx: Queryable, programId: string, draftId: string): Promise<void> {
  await tx.query('DELETE FROM response_draft WHERE program_id = $1 AND id = $2', [programId, draftId]);
}
