/** Questions of organizations about what is meant, and the answers. */
import type { Queryable } from './client.ts';
import { newId } from './ids.ts';

export interface ClarificationView {
  id: string;
  assessmentId: string;
  question: string;
  askedBy: string;
  askedAt: string;
  answer: { text: string; by: string; at: string } | null;
}

export async function insertClarification(
  tx: Queryable,
  asked: { programId: string; assessmentId: string; question: string; askedById: string },
): Promise<string> {
  const id = newId();
  await tx.query(
    `INSERT INTO clarification (program_id, id, assessment_id, question, asked_by_id, asked_at) VALUES ($1, $2, $3, $4, $5, clock_timestamp())`,
    [asked.programId, id, asked.assessmentId, asked.question, asked.askedById],
  );
  return id;
}

/** Which assessment a question is about, and whether it was answered; null when there is none. */
export async function findClarification(
  tx: Queryable,
  id: string,
): Promise<{ assessmentId: string; answeredAt: string | null; answeredBy: string | null } | null> {
  const { rows } = await tx.query<{ assessmentId: string; answeredAt: string | null; answeredBy: string | null }>(
    `SELECT c.assessment_id AS "assessmentId", c.answered_at AS "answeredAt", p.name AS "answeredBy"
     FROM clarification c LEFT JOIN principal p ON p.id = c.answered_by_id WHERE c.id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

export async function answerClarification(
  tx: Queryable,
  answered: { programId: string; id: string; answer: string; answeredById: string },
): Promise<void> {
  await tx.query(
    `UPDATE clarification SET answer = $3, answered_by_id = $4, answered_at = clock_timestamp() WHERE program_id = $1 AND id = $2`,
    [answered.programId, answered.id, answered.answer, answered.answeredById],
  );
}

interface Row {
  id: string;
  assessmentId: string;
  question: string;
  askedBy: string;
  askedAt: string;
  answer: string | null;
  answeredBy: string | null;
  answeredAt: string | null;
}

/** What was asked on these assessments by an instant, oldest first; an answer given later is left out. */
export async function listClarifications(
  tx: Queryable,
  programId: string,
  assessmentIds: string[],
  knownAt: string,
): Promise<ClarificationView[]> {
  const { rows } = await tx.query<Row>(
    `SELECT c.id, c.assessment_id AS "assessmentId", c.question, p.name AS "askedBy", c.asked_at AS "askedAt", c.answer,
       a.name AS "answeredBy", c.answered_at AS "answeredAt"
     FROM clarification c JOIN principal p ON p.id = c.asked_by_id LEFT JOIN principal a ON a.id = c.answered_by_id AND c.answered_at <= $3
     WHERE c.program_id = $1 AND c.assessment_id = ANY($2::uuid[]) AND c.asked_at <= $3 ORDER BY c.asked_at`,
    [programId, assessmentIds, knownAt],
  );
  return rows.map(({ answer, answeredBy, answeredAt, ...row }) => ({
    ...row,
    answer: answer && answeredBy && answeredAt ? { text: answer, by: answeredBy, at: answeredAt } : null,
  }));
}
