/** Writing letters out: the letter, its questions, its addressees, and what replaces or takes it back. */
import type { RenderedLetter } from '#lib/domain/letter-template.ts';
import type { Status } from '#lib/domain/status.ts';
import type { Queryable } from './client.ts';
import { insertRows } from './insert-rows.ts';

/** An assessment that a letter asks about, under its lock. */
export interface RequestTarget {
  assessmentId: string;
  organizationId: string;
  organizationName: string;
  /** As the application names its addressee; null where it names none. */
  addressee: string | null;
  /** The place that applied, or the body itself. */
  subjectName: string;
  subjectKind: 'application' | 'operator';
  /** The application, or the operator. */
  subjectId: string;
  conditionId: string;
  conditionRef: string;
  conditionTitle: string;
  status: Status;
  version: number;
}

/** Every assessment of these organizations on these conditions, in the order of names and conditions. */
export async function listTargets(
  tx: Queryable,
  programId: string,
  organizationIds: readonly string[] | null,
  conditionIds: readonly string[] | null,
): Promise<RequestTarget[]> {
  const { rows } = await tx.query<RequestTarget>(
    `SELECT a.id AS "assessmentId", o.id AS "organizationId", o.name AS "organizationName", ap.addressee,
       coalesce(j.name || ', ' || j.state, o.name) AS "subjectName", a.subject_kind AS "subjectKind",
       coalesce(a.application_id, a.operator_id) AS "subjectId", c.id AS "conditionId",
       c.ref AS "conditionRef", c.title AS "conditionTitle", a.status, a.version
     FROM assessment a
     LEFT JOIN application ap ON ap.program_id = a.program_id AND ap.id = a.application_id
     JOIN organization o ON o.id = coalesce(ap.organization_id, a.operator_id)
     LEFT JOIN jurisdiction j ON j.id = ap.jurisdiction_id
     JOIN condition c ON c.program_id = a.program_id AND c.id = a.condition_id
     WHERE a.program_id = $1 AND ($2::uuid[] IS NULL OR o.id = ANY($2)) AND ($3::uuid[] IS NULL OR c.id = ANY($3))
     ORDER BY a.sort_name, a.subject_kind, o.id, c.sort_order, a.id`,
    [programId, organizationIds, conditionIds],
  );
  return rows;
}

/** Locks these assessments in the order of their ids, so that two letters never wait for each other in a circle. */
export async function lockTargets(tx: Queryable, programId: string, ids: readonly string[]): Promise<void> {
  await tx.query('SELECT lock_assessments($1, $2::uuid[])', [programId, ids]);
}

export interface NewRequest {
  programId: string;
  id: string;
  title: string;
  sentOn: string;
  signer: string | null;
  deadlineId: string;
  templateId: string | null;
  replacesId: string | null;
  sentById: string;
  note: string | null;
  questions: { conditionId: string; ref: string; wording: string }[];
  recipients: { organizationId: string; addressee: string; letter: RenderedLetter; assessmentIds: string[] }[];
}

/** The letter with everything that belongs to it, in five statements whatever the number of addressees. */
export async function insertRequest(tx: Queryable, request: NewRequest): Promise<void> {
  const { rows } = await tx.query<{ now: string }>('SELECT clock_timestamp() AS now');
  const recordedAt = rows[0]?.now;
  const key = { program_id: request.programId, request_id: request.id };
  await insertRows(tx, 'request', [
    {
      program_id: request.programId,
      id: request.id,
      title: request.title,
      sent_on: request.sentOn,
      signer: request.signer,
      deadline_id: request.deadlineId,
      questions: request.questions.map(({ ref, wording }) => ({ ref, text: wording })),
      grade: 'primary',
      source_ids: [],
      note: request.note,
      recorded_at: recordedAt,
      template_id: request.templateId,
      replaces_id: request.replacesId,
      sent_by_id: request.sentById,
    },
  ]);
  await insertRows(
    tx,
    'request_question',
    request.questions.map(({ conditionId, wording }, index) => ({ ...key, condition_id: conditionId, sort_order: index + 1, wording })),
  );
  await insertRows(
    tx,
    'request_recipient',
    request.recipients.map(({ organizationId, addressee, letter }) => ({
      ...key,
      organization_id: organizationId,
      addressee,
      subject: letter.subject,
      body: letter.blocks,
      recorded_at: recordedAt,
    })),
  );
  await insertRows(
    tx,
    'request_item',
    request.recipients.flatMap(({ addressee, assessmentIds }) =>
      assessmentIds.map((assessmentId) => ({
        ...key,
        assessment_id: assessmentId,
        recipient: addressee,
        grade: 'primary',
        source_ids: [],
      })),
    ),
  );
}

/** What stands of a letter, locked against a second act on it: assessments have to be locked before. */
export interface StandingRequest {
  id: string;
  title: string;
  sentOn: string;
  signer: string | null;
  rescindedOn: string | null;
  /** Organizations that the letter went to and that no later letter has replaced it for. */
  standing: string[];
  replaced: string[];
}

export async function findStandingRequest(tx: Queryable, programId: string, id: string): Promise<StandingRequest | null> {
  const { rows } = await tx.query<StandingRequest>(
    `SELECT r.id, r.title, r.sent_on AS "sentOn", r.signer, x.rescinded_on AS "rescindedOn",
       ARRAY(SELECT organization_id FROM request_recipient p WHERE p.program_id = r.program_id AND p.request_id = r.id AND p.replaced_by_id IS NULL) AS standing,
       ARRAY(SELECT organization_id FROM request_recipient p WHERE p.program_id = r.program_id AND p.request_id = r.id AND p.replaced_by_id IS NOT NULL) AS replaced
     FROM request r LEFT JOIN request_rescission x ON x.program_id = r.program_id AND x.request_id = r.id
     WHERE r.program_id = $1 AND r.id = $2`,
    [programId, id],
  );
  return rows[0] ?? null;
}

export async function replaceRecipients(
  tx: Queryable,
  programId: string,
  requestId: string,
  organizationIds: readonly string[],
  byId: string,
): Promise<void> {
  await tx.query(
    `UPDATE request_recipient SET replaced_by_id = $4, replaced_at = clock_timestamp()
     WHERE program_id = $1 AND request_id = $2 AND organization_id = ANY($3) AND replaced_by_id IS NULL`,
    [programId, requestId, organizationIds, byId],
  );
}

/** The assessments that a letter asks about, of these organizations. */
export async function listAskedIds(tx: Queryable, programId: string, requestId: string): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    'SELECT assessment_id AS id FROM request_item WHERE program_id = $1 AND request_id = $2 ORDER BY assessment_id',
    [programId, requestId],
  );
  return rows.map(({ id }) => id);
}

export async function insertRescission(
  tx: Queryable,
  rescission: { programId: string; requestId: string; rescindedOn: string; reason: string; source: string | null; rescindedById: string },
): Promise<void> {
  await tx.query(
    `INSERT INTO request_rescission (program_id, request_id, rescinded_on, reason, source, rescinded_by_id, recorded_at)
     VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp())`,
    [rescission.programId, rescission.requestId, rescission.rescindedOn, rescission.reason, rescission.source, rescission.rescindedById],
  );
}

/** A deadline that stands, by its id in this program. */
export async function findDeadline(
  tx: Queryable,
  programId: string,
  id: string,
): Promise<{ id: string; dueOn: string; dueAt: string; cutOff: string | null; zone: string | null; basis: string } | null> {
  const { rows } = await tx.query(
    `SELECT id, due_on AS "dueOn", due_at AS "dueAt", cut_off AS "cutOff", zone, basis FROM deadline
     WHERE program_id = $1 AND id = $2 AND superseded_at IS NULL`,
    [programId, id],
  );
  return rows[0] ?? null;
}

/** An addressee of a letter whose text is not on record. */
export async function insertRecipient(
  tx: Queryable,
  programId: string,
  requestId: string,
  recipient: { organizationId: string; addressee: string },
): Promise<void> {
  await tx.query(
    `INSERT INTO request_recipient (program_id, request_id, organization_id, addressee, recorded_at)
     VALUES ($1, $2, $3, $4, clock_timestamp()) ON CONFLICT DO NOTHING`,
    [programId, requestId, recipient.organizationId, recipient.addressee],
  );
}

/** The questions and addressees of a letter from its stored words and the assessments it asks about; a letter of a pack brings them so. */
export async function deriveParts(tx: Queryable, programId: string, requestId: string): Promise<void> {
  await tx.query(
    `INSERT INTO request_recipient (program_id, request_id, organization_id, addressee, recorded_at)
     SELECT DISTINCT ON (coalesce(ap.organization_id, a.operator_id)) i.program_id, i.request_id,
       coalesce(ap.organization_id, a.operator_id), i.recipient, r.recorded_at
     FROM request_item i JOIN request r ON r.program_id = i.program_id AND r.id = i.request_id
     JOIN assessment a ON a.program_id = i.program_id AND a.id = i.assessment_id
     LEFT JOIN application ap ON ap.program_id = a.program_id AND ap.id = a.application_id
     WHERE i.program_id = $1 AND i.request_id = $2 ORDER BY coalesce(ap.organization_id, a.operator_id), a.id`,
    [programId, requestId],
  );
  await tx.query(
    `INSERT INTO request_question (program_id, request_id, condition_id, sort_order, wording)
     SELECT r.program_id, r.id, c.id, q.ordinality, q.value->>'text'
     FROM request r CROSS JOIN LATERAL jsonb_array_elements(r.questions) WITH ORDINALITY q
     JOIN condition c ON c.program_id = r.program_id AND c.ref = q.value->>'ref'
     WHERE r.program_id = $1 AND r.id = $2`,
    [programId, requestId],
  );
}
