/** Letters out (requests) and in (responses). */
import type { Answer, AnsweredBy, Counts } from '#lib/domain/answer.ts';
import type { Grade, Moment, ResponseView, Source } from '#lib/domain/record.ts';
import type { Database, Queryable } from './client.ts';
import { dateText, requiredDateText } from './instant.ts';
import { pick } from './programs.ts';
import { standingOf } from './requests.ts';
import { listCountsAt } from './response-counting.ts';
import { sourcesOf } from './sources.ts';
import { translated } from './transaction.ts';

/** Responses of these applications as known at K, newest letter first. A letter dated after T did not exist yet. */
export async function listResponses(
  db: Database,
  programId: string,
  applicationIds: string[],
  moment: Pick<Moment, 'asOfOn' | 'knownAt'>,
): Promise<(ResponseView & { applicationId: string })[]> {
  const known = new Date(moment.knownAt);
  const rows = await translated(
    db.prisma.response.findMany({
      where: {
        programId,
        applicationId: { in: applicationIds },
        recordedAt: { lte: known },
        AND: [
          { OR: [{ supersededAt: null }, { supersededAt: { gt: known } }] },
          { OR: [{ datedOn: null }, { datedOn: { lte: new Date(moment.asOfOn) } }] },
        ],
      },
      orderBy: [{ datedOn: 'desc' }, { id: 'desc' }],
      include: { answers: { where: { OR: [{ supersededAt: null }, { supersededAt: { gt: known } }] }, include: { condition: true } } },
    }),
  );
  const sources = await sourcesOf(
    db,
    rows.flatMap((row) => row.sourceIds),
  );
  const earlier = await translated(
    listCountsAt(
      db.pool,
      programId,
      rows.map(({ id }) => id),
      moment.knownAt,
    ),
  );
  return rows.map((row) => ({
    id: row.id,
    applicationId: row.applicationId ?? '',
    authorName: row.authorName,
    answeredBy: row.answeredBy as AnsweredBy,
    datedOn: dateText(row.datedOn),
    receivedOn: dateText(row.receivedOn),
    counts: earlier.get(row.id) ?? (row.counts as Counts),
    summary: row.summary,
    grade: row.grade as Grade,
    sources: pick(sources, row.sourceIds),
    answers: row.answers
      .sort((a, b) => a.condition.sortOrder - b.condition.sortOrder)
      .map((item) => ({ conditionRef: item.condition.ref, answer: item.answer as Answer | null, note: item.note })),
    evidenceId: row.evidenceId,
    recordedAt: row.recordedAt.toISOString(),
  }));
}

export interface RequestView {
  id: string;
  title: string;
  sentOn: string;
  signer: string | null;
  recipient: string;
  dueOn: string | null;
  grade: Grade;
  note: string | null;
  questions: { ref: string; text: string }[];
  sources: Source[];
  /** That it was taken back or replaced; null while it stands. */
  standing: string | null;
}

/** The requests that ask about one assessment, the newest first. */
export async function listRequestsFor(
  db: Database,
  programId: string,
  assessmentId: string,
  moment: Pick<Moment, 'asOfOn' | 'knownAt'>,
): Promise<RequestView[]> {
  const rows = await translated(
    db.prisma.requestItem.findMany({
      where: {
        programId,
        assessmentId,
        OR: [{ supersededAt: null }, { supersededAt: { gt: new Date(moment.knownAt) } }],
        request: { recordedAt: { lte: new Date(moment.knownAt) }, sentOn: { lte: new Date(moment.asOfOn) } },
      },
      include: { request: { include: { deadline: true } } },
      orderBy: [{ request: { sentOn: 'desc' } }, { requestId: 'desc' }],
    }),
  );
  const sources = await sourcesOf(
    db,
    rows.flatMap((row) => row.sourceIds),
  );
  const standings = await translated(listStandings(db.pool, programId, assessmentId, moment));
  return rows.map((row) => ({
    id: row.request.id,
    title: row.request.title,
    sentOn: requiredDateText(row.request.sentOn),
    signer: row.request.signer,
    recipient: row.recipient,
    dueOn: dateText(row.request.deadline?.dueOn ?? null),
    grade: row.grade as Grade,
    note: row.note,
    questions: row.request.questions as { ref: string; text: string }[],
    sources: pick(sources, row.sourceIds),
    standing: standings.get(row.request.id) ?? null,
  }));
}

/** Letters on an assessment that were taken back, or replaced for the organization that it is about, by a moment. */
async function listStandings(
  tx: Queryable,
  programId: string,
  assessmentId: string,
  moment: Pick<Moment, 'asOfOn' | 'knownAt'>,
): Promise<Map<string, string | null>> {
  const { rows } = await tx.query<{ id: string; rescindedOn: string | null; replacedBy: string | null }>(
    `SELECT i.request_id AS id, x.rescinded_on AS "rescindedOn", f.title AS "replacedBy" FROM request_item i
     JOIN assessment a ON a.program_id = i.program_id AND a.id = i.assessment_id
     LEFT JOIN application ap ON ap.program_id = a.program_id AND ap.id = a.application_id
     LEFT JOIN request_recipient p ON p.program_id = i.program_id AND p.request_id = i.request_id
       AND p.organization_id = coalesce(ap.organization_id, a.operator_id) AND p.replaced_at <= $3
     LEFT JOIN request f ON f.program_id = p.program_id AND f.id = p.replaced_by_id AND f.sent_on <= $4::date
     LEFT JOIN request_rescission x ON x.program_id = i.program_id AND x.request_id = i.request_id
       AND x.recorded_at <= $3 AND x.rescinded_on <= $4::date
     WHERE i.program_id = $1 AND i.assessment_id = $2`,
    [programId, assessmentId, moment.knownAt, moment.asOfOn],
  );
  return new Map(rows.map(({ id, rescindedOn, replacedBy }) => [id, standingOf(rescindedOn, replacedBy)]));
}

export interface NewResponse {
  programId: string;
  id: string;
  /** Null when a body that runs a facility answers for itself. */
  applicationId: string | null;
  operatorId?: string | null;
  evidenceId: string | null;
  authorName: string | null;
  answeredBy: AnsweredBy;
  datedOn: string | null;
  receivedOn: string | null;
  counts: Counts;
  summary: string | null;
  grade: Grade;
  sourceIds: string[];
  recordedById: string;
  answers: { conditionId: string; assessmentId: string | null; answer: Answer | null; note: string | null }[];
}

export async function insertResponse(tx: Queryable, response: NewResponse): Promise<void> {
  await tx.query(
    `INSERT INTO response (program_id, id, application_id, evidence_id, author_name, answered_by, dated_on, received_on, counts, summary,
       grade, source_ids, recorded_by_id, operator_id, recorded_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, clock_timestamp())`,
    [
      response.programId,
      response.id,
      response.applicationId,
      response.evidenceId,
      response.authorName,
      response.answeredBy,
      response.datedOn,
      response.receivedOn,
      response.counts,
      response.summary,
      response.grade,
      response.sourceIds,
      response.recordedById,
      response.operatorId ?? null,
    ],
  );
  for (const item of response.answers) {
    await tx.query(
      'INSERT INTO response_answer (program_id, response_id, condition_id, assessment_id, answer, note) VALUES ($1, $2, $3, $4, $5, $6)',
      [response.programId, response.id, item.conditionId, item.assessmentId, item.answer, item.note],
    );
  }
}

/** Takes back, for one assessment, the letter behind an event that is undone. The letter itself stays on record. */
export async function supersedeLetters(
  tx: Queryable,
  programId: string,
  assessmentId: string,
  letter: { requestId: string | null; responseId: string | null },
): Promise<void> {
  await tx.query(
    `UPDATE response_answer SET superseded_at = clock_timestamp()
     WHERE program_id = $1 AND response_id = $2 AND assessment_id = $3 AND superseded_at IS NULL`,
    [programId, letter.responseId, assessmentId],
  );
  await tx.query(
    `UPDATE request_item SET superseded_at = clock_timestamp()
     WHERE program_id = $1 AND request_id = $2 AND assessment_id = $3 AND superseded_at IS NULL`,
    [programId, letter.requestId, assessmentId],
  );
}
