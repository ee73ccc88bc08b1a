/** Reading letters out: whom they went to, what was asked, and who has not answered, at a moment. */
import type { Answer } from '#lib/domain/answer.ts';
import { describeDue } from '#lib/domain/deadline.ts';
import type { OrderTarget } from '#lib/domain/legal-order.ts';
import type { AnswerState, AskedItem, LetterView, RecipientView, RequestDetail, RequestSummary } from '#lib/domain/letter.ts';
import type { LetterBlock } from '#lib/domain/letter-template.ts';
import type { Moment, ProgramView } from '#lib/domain/record.ts';
import type { Status } from '#lib/domain/status.ts';
import { formatDate } from '#lib/domain/time.ts';
import { stateSource } from './assessment-sql.ts';
import type { Queryable } from './client.ts';
import { countsAt } from './response-counting.ts';
import { Parameters } from './sql.ts';

/** Which program a letter belongs to, and whom it went to. */
export async function findRequestHome(tx: Queryable, id: string): Promise<{ programId: string; organizationIds: string[] } | null> {
  const { rows } = await tx.query<{ programId: string; organizationIds: string[] }>(
    `SELECT r.program_id AS "programId",
       ARRAY(SELECT organization_id FROM request_recipient p WHERE p.program_id = r.program_id AND p.request_id = r.id) AS "organizationIds"
     FROM request r WHERE r.id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

export interface RequestScope {
  program: ProgramView;
  moment: Moment;
  /** Only letters to this organization, and of them only its own part; null: all. */
  organizationId: string | null;
  /** One letter; absent: all of the program. */
  requestId?: string;
}

/**
 * The questions of letters with their first answer that counts. A letter that came in before this one went out does not answer it;
 * where neither date of a letter is on record, the day it was recorded stands for it.
 */
function askedItems(params: Parameters, { program, moment, organizationId, requestId }: RequestScope): string {
  const known = `${params.add(moment.knownAt)}::timestamptz`;
  const day = `${params.add(moment.asOfOn)}::date`;
  const zone = params.add(program.zone);
  const programId = params.add(program.id);
  const cameIn = `coalesce(x.received_on, x.dated_on, (x.recorded_at AT TIME ZONE ${zone})::date)`;
  const where = [
    `i.program_id = ${programId}`,
    `(i.superseded_at IS NULL OR i.superseded_at > ${known})`,
    `r.recorded_at <= ${known}`,
    `r.sent_on <= ${day}`,
    ...(requestId === undefined ? [] : [`i.request_id = ${params.add(requestId)}`]),
    ...(organizationId === null ? [] : [`coalesce(ap.organization_id, a.operator_id) = ${params.add(organizationId)}`]),
  ];
  return `SELECT i.request_id, i.assessment_id, coalesce(ap.organization_id, a.operator_id) AS organization_id, c.id AS condition_id,
      coalesce(a.application_id, a.operator_id) AS subject_id, c.ref, c.title, c.sort_order,
      said.answer, said.answered_on
    FROM request_item i
    JOIN request r ON r.program_id = i.program_id AND r.id = i.request_id
    JOIN assessment a ON a.program_id = i.program_id AND a.id = i.assessment_id
    LEFT JOIN application ap ON ap.program_id = a.program_id AND ap.id = a.application_id
    JOIN condition c ON c.program_id = a.program_id AND c.id = a.condition_id
    LEFT JOIN LATERAL (SELECT n.answer, ${cameIn} AS answered_on FROM response_answer n
      JOIN response x ON x.program_id = n.program_id AND x.id = n.response_id
      WHERE n.program_id = i.program_id AND n.assessment_id = i.assessment_id AND n.answer IS DISTINCT FROM 'not_addressed'
        AND (n.superseded_at IS NULL OR n.superseded_at > ${known}) AND x.recorded_at <= ${known}
        AND (x.superseded_at IS NULL OR x.superseded_at > ${known}) AND ${countsAt('x', known)} = 'yes'
        AND ${cameIn} BETWEEN r.sent_on AND ${day}
      ORDER BY answered_on, x.id LIMIT 1) said ON true
    WHERE ${where.join(' AND ')}`;
}

/** A letter before its date is worked out. */
export interface SummaryRow extends RequestSummary {
  deadlineId: string | null;
}

interface CountedRow extends Omit<SummaryRow, 'recipients' | 'answered' | 'partly' | 'unanswered' | 'replaced'> {
  recipients: number | null;
  answered: number | null;
  partly: number | null;
  unanswered: number | null;
  replaced: number | null;
}

const SUMMARY = `r.id, r.title, r.sent_on AS "sentOn", r.signer, r.deadline_id AS "deadlineId", d.due_on AS "dueOn", r.replaces_id AS "replacesId"`;

/** Letters with how many of their addressees have answered; those that another letter has replaced are counted apart. */
export async function listRequests(tx: Queryable, scope: RequestScope): Promise<SummaryRow[]> {
  const params = new Parameters();
  const items = askedItems(params, scope);
  const known = `${params.add(scope.moment.knownAt)}::timestamptz`;
  const day = `${params.add(scope.moment.asOfOn)}::date`;
  const programId = params.add(scope.program.id);
  const { rows } = await tx.query<CountedRow>(
    `WITH item AS (${items}),
      recipient AS (SELECT request_id, organization_id, count(*) AS asked, count(answered_on) AS said FROM item GROUP BY 1, 2),
      counted AS (SELECT q.request_id,
          count(*) FILTER (WHERE p.replaced_at IS NULL OR p.replaced_at > ${known})::int AS recipients,
          count(*) FILTER (WHERE p.replaced_at <= ${known})::int AS replaced,
          count(*) FILTER (WHERE said = asked AND (p.replaced_at IS NULL OR p.replaced_at > ${known}))::int AS answered,
          count(*) FILTER (WHERE said > 0 AND said < asked AND (p.replaced_at IS NULL OR p.replaced_at > ${known}))::int AS partly,
          count(*) FILTER (WHERE said = 0 AND (p.replaced_at IS NULL OR p.replaced_at > ${known}))::int AS unanswered
        FROM recipient q
        LEFT JOIN request_recipient p ON p.program_id = ${programId} AND p.request_id = q.request_id AND p.organization_id = q.organization_id
        GROUP BY 1)
    SELECT ${SUMMARY}, k.recipients, k.answered, k.partly, k.unanswered, k.replaced, x.rescinded_on AS "rescindedOn"
    FROM request r
    ${scope.organizationId === null ? 'LEFT ' : ''}JOIN counted k ON k.request_id = r.id
    LEFT JOIN deadline d ON d.program_id = r.program_id AND d.id = r.deadline_id
    LEFT JOIN request_rescission x ON x.program_id = r.program_id AND x.request_id = r.id AND x.recorded_at <= ${known} AND x.rescinded_on <= ${day}
    WHERE r.program_id = ${programId} AND r.recorded_at <= ${known} AND r.sent_on <= ${day}
      AND (r.superseded_at IS NULL OR r.superseded_at > ${known})
      ${scope.requestId === undefined ? '' : `AND r.id = ${params.add(scope.requestId)}`}
    ORDER BY r.sent_on DESC, r.id DESC`,
    params.values,
  );
  return rows.map((row) => ({
    ...row,
    recipients: row.recipients ?? 0,
    answered: row.answered ?? 0,
    partly: row.partly ?? 0,
    unanswered: row.unanswered ?? 0,
    replaced: row.replaced ?? 0,
  }));
}

interface DetailRow {
  note: string | null;
  dueAt: string | null;
  dueOn: string | null;
  dueBasis: string | null;
  cutOff: string | null;
  zone: string | null;
  questions: RequestDetail['questions'];
  rescission: RequestDetail['rescission'];
  replaces: RequestDetail['replaces'];
}

/** One letter at a moment; null when it was not sent or not known then. */
export async function findRequest(tx: Queryable, scope: RequestScope & { requestId: string }): Promise<RequestRow | null> {
  const [summary] = await listRequests(tx, scope);
  if (!summary) return null;
  const { rows } = await tx.query<DetailRow>(
    `SELECT r.note, d.due_at AS "dueAt", d.due_on AS "dueOn", d.basis AS "dueBasis", d.cut_off AS "cutOff", d.zone,
      (SELECT coalesce(jsonb_agg(jsonb_build_object('conditionRef', c.ref, 'conditionTitle', c.title, 'tracked', c.tracked,
          'wording', q.wording) ORDER BY q.sort_order), '[]')
        FROM request_question q JOIN condition c ON c.program_id = q.program_id AND c.id = q.condition_id
        WHERE q.program_id = r.program_id AND q.request_id = r.id) AS questions,
      (SELECT jsonb_build_object('on', x.rescinded_on, 'reason', x.reason, 'source', x.source, 'recordedBy', w.name)
        FROM request_rescission x JOIN principal w ON w.id = x.rescinded_by_id
        WHERE x.program_id = r.program_id AND x.request_id = r.id AND x.recorded_at <= $3 AND x.rescinded_on <= $4) AS rescission,
      (SELECT jsonb_build_object('id', f.id, 'title', f.title) FROM request f WHERE f.program_id = r.program_id AND f.id = r.replaces_id) AS replaces
    FROM request r LEFT JOIN deadline d ON d.program_id = r.program_id AND d.id = r.deadline_id WHERE r.program_id = $1 AND r.id = $2`,
    [scope.program.id, scope.requestId, scope.moment.knownAt, scope.moment.asOfOn],
  );
  const row = rows[0];
  if (!row) return null;
  const { cutOff, zone, ...detail } = row;
  const dueText = row.dueOn === null ? null : describeDue(row.dueOn, { cutOff, zone, programZone: scope.program.zone });
  return { ...summary, ...detail, dueText };
}

/**
 * What letters ask about of whom they still ask, as far as extensions and orders can tell it apart: an applicant or a condition that
 * none of them names stands as null.
 */
export async function listRequestTargets(
  tx: Queryable,
  { program, moment, organizationId }: RequestScope,
  named: { applicationIds: readonly string[]; conditionIds: readonly string[] },
): Promise<(OrderTarget & { requestId: string })[]> {
  const { rows } = await tx.query<OrderTarget & { requestId: string }>(
    `SELECT DISTINCT i.request_id AS "requestId", CASE WHEN s.id = ANY($3::uuid[]) THEN s.id END AS "applicationId",
       CASE WHEN a.condition_id = ANY($4::uuid[]) THEN a.condition_id END AS "conditionId"
     FROM request_item i JOIN assessment a ON a.program_id = i.program_id AND a.id = i.assessment_id
     LEFT JOIN application ap ON ap.program_id = a.program_id AND ap.id = a.application_id
     CROSS JOIN LATERAL (SELECT coalesce(a.application_id, a.operator_id) AS id, coalesce(ap.organization_id, a.operator_id) AS organization_id) s
     LEFT JOIN request_recipient p ON p.program_id = i.program_id AND p.request_id = i.request_id AND p.organization_id = s.organization_id
     WHERE i.program_id = $1 AND (i.superseded_at IS NULL OR i.superseded_at > $2) AND (p.replaced_at IS NULL OR p.replaced_at > $2)
       AND ($5::uuid IS NULL OR s.organization_id = $5)`,
    [program.id, moment.knownAt, named.applicationIds, named.conditionIds, organizationId],
  );
  return rows;
}

/** An addressee, with what its questions are about, by which extensions and orders name it. */
export interface RecipientRow extends Omit<RecipientView, 'due'> {
  targets: OrderTarget[];
}

/** A letter before its date is worked out. */
export interface RequestRow extends Omit<RequestDetail, 'due'> {
  deadlineId: string | null;
}

interface ItemRow extends OrderTarget {
  organizationId: string;
  name: string;
  addressee: string;
  hasText: boolean;
  replacedBy: RecipientView['replacedBy'];
  assessmentId: string;
  conditionRef: string;
  conditionTitle: string;
  status: Status | null;
  answer: Answer | null;
  answeredOn: string | null;
}

/** Everybody a letter went to, with what each has answered, in the order of their names. */
export async function listRecipients(tx: Queryable, scope: RequestScope & { requestId: string }): Promise<RecipientRow[]> {
  const params = new Parameters();
  const items = askedItems(params, scope);
  // Only the status is read of it, and no deadline moves that.
  const state = stateSource(params, scope.program.id, scope.moment, null);
  const known = `${params.add(scope.moment.knownAt)}::timestamptz`;
  const programId = params.add(scope.program.id);
  const { rows } = await tx.query<ItemRow>(
    `WITH item AS (${items})
    SELECT t.organization_id AS "organizationId", o.name, coalesce(p.addressee, o.name) AS addressee, p.subject IS NOT NULL AS "hasText",
      (SELECT jsonb_build_object('id', f.id, 'title', f.title) FROM request f
        WHERE f.program_id = ${programId} AND f.id = p.replaced_by_id AND p.replaced_at <= ${known}) AS "replacedBy",
      t.assessment_id AS "assessmentId", t.subject_id AS "applicationId", t.condition_id AS "conditionId", t.ref AS "conditionRef", t.title AS "conditionTitle", s.status, t.answer, t.answered_on AS "answeredOn"
    FROM item t JOIN organization o ON o.id = t.organization_id
    LEFT JOIN request_recipient p ON p.program_id = ${programId} AND p.request_id = t.request_id AND p.organization_id = t.organization_id
    LEFT JOIN ${state} s ON s.id = t.assessment_id
    ORDER BY o.sort_name, o.id, t.sort_order, t.assessment_id`,
    params.values,
  );
  return [...Map.groupBy(rows, (row) => row.organizationId).values()].map(recipientOf);
}

function recipientOf(rows: ItemRow[]): RecipientRow {
  const first = rows[0];
  if (!first) throw new Error('A recipient without a question.');
  const items = rows.map(
    (row): AskedItem => ({
      assessmentId: row.assessmentId,
      conditionRef: row.conditionRef,
      conditionTitle: row.conditionTitle,
      status: row.status ?? 'not_started',
      answer: row.answer,
      answeredOn: row.answeredOn,
    }),
  );
  return {
    organization: { id: first.organizationId, name: first.name },
    addressee: first.addressee,
    state: answerStateOf(items),
    items,
    replacedBy: first.replacedBy,
    hasText: first.hasText,
    targets: rows.map(({ applicationId, conditionId }) => ({ applicationId, conditionId })),
  };
}

function answerStateOf(items: readonly AskedItem[]): AnswerState {
  const answered = items.filter(({ answeredOn }) => answeredOn !== null).length;
  if (answered === 0) return 'unanswered';
  return answered === items.length ? 'answered' : 'partly';
}

/** The letter as it went to one organization; null where it did not, or where its text is not on record. */
export async function findLetter(tx: Queryable, programId: string, requestId: string, organizationId: string): Promise<LetterView | null> {
  const { rows } = await tx.query<
    Omit<LetterView, 'standing' | 'blocks'> & { blocks: LetterBlock[]; rescindedOn: string | null; replacedBy: string | null }
  >(
    `SELECT r.id AS "requestId", r.title, r.sent_on AS "sentOn", jsonb_build_object('id', o.id, 'name', o.name) AS organization,
       p.addressee, p.subject, p.body AS blocks, x.rescinded_on AS "rescindedOn", f.title AS "replacedBy"
     FROM request_recipient p JOIN request r ON r.program_id = p.program_id AND r.id = p.request_id
     JOIN organization o ON o.id = p.organization_id
     LEFT JOIN request_rescission x ON x.program_id = p.program_id AND x.request_id = p.request_id
     LEFT JOIN request f ON f.program_id = p.program_id AND f.id = p.replaced_by_id
     WHERE p.program_id = $1 AND p.request_id = $2 AND p.organization_id = $3 AND p.subject IS NOT NULL`,
    [programId, requestId, organizationId],
  );
  const row = rows[0];
  if (!row) return null;
  const { rescindedOn, replacedBy, ...letter } = row;
  return { ...letter, standing: standingOf(rescindedOn, replacedBy) };
}

/** That a letter no longer stands, in a sentence; null while it does. */
export function standingOf(rescindedOn: string | null, replacedBy: string | null): string | null {
  if (rescindedOn !== null) return `This letter was rescinded on ${formatDate(rescindedOn, 'long')}.`;
  return replacedBy === null ? null : `Another letter has replaced this one: ${replacedBy}.`;
}

/** How the last letter put each question, by the condition's reference. */
export async function listLastWordings(tx: Queryable, programId: string): Promise<Map<string, string>> {
  const { rows } = await tx.query<{ ref: string; wording: string }>(
    `SELECT DISTINCT ON (c.id) c.ref, q.wording FROM request_question q
     JOIN request r ON r.program_id = q.program_id AND r.id = q.request_id
     JOIN condition c ON c.program_id = q.program_id AND c.id = q.condition_id
     WHERE q.program_id = $1 ORDER BY c.id, r.sent_on DESC, r.id DESC`,
    [programId],
  );
  return new Map(rows.map(({ ref, wording }) => [ref, wording]));
}
