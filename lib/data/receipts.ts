/** Receipts of what organizations submitted, and recalls of it. */
import type { Status } from '#lib/domain/status.ts';
import type { Queryable } from './client.ts';

/**
 * The next number of a program. Two submissions at once wait for each other here, after their assessments are locked.
 */
export async function nextReceiptNumber(tx: Queryable, programId: string): Promise<number> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtextextended('proviso.receipt.' || $1, 0))`, [programId]);
  const { rows } = await tx.query<{ next: number }>('SELECT coalesce(max(number), 0) + 1 AS next FROM receipt WHERE program_id = $1', [
    programId,
  ]);
  return rows[0]?.next ?? 1;
}

export interface NewReceipt {
  programId: string;
  responseId: string;
  number: number;
  organizationId: string;
  streamId: string;
  sequence: number;
  recordedAt: string;
}

export async function insertReceipt(tx: Queryable, receipt: NewReceipt): Promise<void> {
  await tx.query(
    `INSERT INTO receipt (program_id, response_id, number, organization_id, stream_id, sequence, recorded_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [receipt.programId, receipt.responseId, receipt.number, receipt.organizationId, receipt.streamId, receipt.sequence, receipt.recordedAt],
  );
}

export interface ReceiptRow {
  responseId: string;
  number: number;
  organizationId: string;
  streamId: string;
  sequence: number;
  recordedAt: string;
  applicationId: string | null;
  operatorId: string | null;
  submittedBy: string;
  recall: { reason: string; by: string; at: string } | null;
  answers: { conditionId: string; conditionRef: string; assessmentId: string | null; answer: string | null; note: string | null }[];
}

interface RawReceipt extends Omit<ReceiptRow, 'recall'> {
  recallReason: string | null;
  recalledBy: string | null;
  recalledAt: string | null;
}

const RECEIPT = `SELECT r.response_id AS "responseId", r.number, r.organization_id AS "organizationId", r.stream_id AS "streamId", r.sequence,
    r.recorded_at AS "recordedAt", s.application_id AS "applicationId", s.operator_id AS "operatorId", p.name AS "submittedBy",
    k.reason AS "recallReason", kp.name AS "recalledBy", k.recorded_at AS "recalledAt",
    (SELECT coalesce(jsonb_agg(jsonb_build_object('conditionId', a.condition_id, 'conditionRef', c.ref, 'assessmentId', a.assessment_id,
       'answer', a.answer, 'note', a.note) ORDER BY c.sort_order), '[]') FROM response_answer a
     JOIN condition c ON c.program_id = a.program_id AND c.id = a.condition_id
     WHERE a.program_id = r.program_id AND a.response_id = r.response_id) AS answers
  FROM receipt r JOIN response s ON s.program_id = r.program_id AND s.id = r.response_id JOIN principal p ON p.id = s.recorded_by_id
  LEFT JOIN response_recall k ON k.program_id = r.program_id AND k.response_id = r.response_id AND k.recorded_at <= $2
  LEFT JOIN principal kp ON kp.id = k.recalled_by_id`;

const toReceipt = ({ recallReason, recalledBy, recalledAt, ...row }: RawReceipt): ReceiptRow => ({
  ...row,
  recall: recallReason && recalledBy && recalledAt ? { reason: recallReason, by: recalledBy, at: recalledAt } : null,
});

export async function findReceipt(tx: Queryable, programId: string, responseId: string, knownAt: string): Promise<ReceiptRow | null> {
  const { rows } = await tx.query<RawReceipt>(`${RECEIPT} WHERE r.program_id = $1 AND r.response_id = $3`, [
    programId,
    knownAt,
    responseId,
  ]);
  return rows[0] ? toReceipt(rows[0]) : null;
}

/** What an organization submitted by an instant, newest first. */
export async function listReceipts(tx: Queryable, programId: string, organizationId: string, knownAt: string): Promise<ReceiptRow[]> {
  const { rows } = await tx.query<RawReceipt>(
    `${RECEIPT} WHERE r.program_id = $1 AND r.organization_id = $3 AND r.recorded_at <= $2 ORDER BY r.number DESC LIMIT 200`,
    [programId, knownAt, organizationId],
  );
  return rows.map(toReceipt);
}

/** What was submitted on one assessment by an instant, newest first. */
export async function listReceiptsOn(tx: Queryable, programId: string, assessmentId: string, knownAt: string): Promise<ReceiptRow[]> {
  const { rows } = await tx.query<RawReceipt>(
    `${RECEIPT} WHERE r.program_id = $1 AND r.recorded_at <= $2 AND EXISTS (SELECT FROM response_answer x
       WHERE x.program_id = r.program_id AND x.response_id = r.response_id AND x.assessment_id = $3) ORDER BY r.number DESC LIMIT 200`,
    [programId, knownAt, assessmentId],
  );
  return rows.map(toReceipt);
}

/** Takes a response back: it answers nothing from now on, and what it said stays where it was recorded. */
export async function recallResponse(
  tx: Queryable,
  recall: { programId: string; responseId: string; reason: string; recalledById: string },
): Promise<void> {
  const { programId, responseId, reason, recalledById } = recall;
  await tx.query(
    `INSERT INTO response_recall (program_id, response_id, reason, recalled_by_id, recorded_at) VALUES ($1, $2, $3, $4, clock_timestamp())`,
    [programId, responseId, reason, recalledById],
  );
  await tx.query('UPDATE response SET superseded_at = clock_timestamp() WHERE program_id = $1 AND id = $2 AND superseded_at IS NULL', [
    programId,
    responseId,
  ]);
  await tx.query(
    'UPDATE response_answer SET superseded_at = clock_timestamp() WHERE program_id = $1 AND response_id = $2 AND superseded_at IS NULL',
    [programId, responseId],
  );
}

export interface AnsweredAssessment {
  id: string;
  title: string;
  status: Status;
  version: number;
  stateVersion: number;
  /** The event by which this response moved it; null when it moved nothing. */
  movedBy: number | null;
  /** Whether it was concluded at any time after the response. */
  concluded: boolean;
  /** Whether the answer that it shows is this response's. */
  answerIsFromIt: boolean;
}

/** Locks what a response answered, in the order of ids, and says what came of it since. */
export async function lockAnswered(tx: Queryable, programId: string, responseId: string): Promise<AnsweredAssessment[]> {
  await tx.query(
    `SELECT lock_assessments($1, ARRAY(SELECT assessment_id FROM response_answer WHERE program_id = $1 AND response_id = $2 AND assessment_id IS NOT NULL))`,
    [programId, responseId],
  );
  const { rows } = await tx.query<AnsweredAssessment>(
    `WITH said AS (
       SELECT e.stream_id, e.sequence, e.kind FROM response_answer r JOIN event e ON e.program_id = r.program_id AND e.stream_id = r.assessment_id
       WHERE r.program_id = $1 AND r.response_id = $2 AND e.kind IN ('status_changed', 'response_recorded')
         AND e.content::jsonb->'payload'->>'responseId' = $2::text)
     SELECT a.id, c.title, a.status, a.version, a.state_version AS "stateVersion",
       (SELECT max(sequence) FROM said WHERE stream_id = a.id AND kind = 'status_changed') AS "movedBy",
       EXISTS (SELECT FROM event e JOIN status s ON s.id = e.content::jsonb->'payload'->'set'->>'status' WHERE e.program_id = a.program_id
         AND e.stream_id = a.id AND e.sequence > (SELECT min(sequence) FROM said WHERE stream_id = a.id) AND s.grouping <> 'open') AS concluded,
       coalesce((SELECT max(e.sequence) FROM event e WHERE e.program_id = a.program_id AND e.stream_id = a.id
         AND e.content::jsonb->'payload'->'set' ? 'answer') = (SELECT max(sequence) FROM said WHERE stream_id = a.id), false) AS "answerIsFromIt"
     FROM assessment a JOIN condition c ON c.program_id = a.program_id AND c.id = a.condition_id
     WHERE a.program_id = $1 AND a.id IN (SELECT assessment_id FROM response_answer WHERE program_id = $1 AND response_id = $2)
     ORDER BY a.id`,
    [programId, responseId],
  );
  return rows;
}
