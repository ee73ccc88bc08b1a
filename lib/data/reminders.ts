/** Who is to be told what, and what was told: digests by day, and each thing once. */
import type { Grant } from '#lib/domain/permission.ts';
import type { LocalDate } from '#lib/domain/time.ts';
import type { Queryable } from './client.ts';

/** Somebody who can have a digest. */
export interface DigestPerson {
  id: string;
  name: string;
  email: string | null;
  grants: Grant[];
  /** As set by the person; null: the program's. */
  zone: string | null;
  digest: boolean;
  hour: number | null;
  /** The last local day whose digest was planned. */
  lastDay: LocalDate | null;
}

const DIGEST_PERSON = `SELECT p.id, p.name, u.email, s.zone, coalesce(s.digest, true) AS digest, s.digest_hour AS hour,
    (SELECT max(d.local_day) FROM digest_day d WHERE d.principal_id = p.id) AS "lastDay",
    (SELECT jsonb_agg(jsonb_build_object('role', m.role, 'programId', m.program_id, 'organizationId', m.organization_id))
       FROM membership m WHERE m.principal_id = p.id AND m.revoked_at IS NULL) AS grants
  FROM principal p LEFT JOIN "user" u ON u.id = p.user_id LEFT JOIN person_setting s ON s.principal_id = p.id
  WHERE p.kind = 'person' AND p.disabled_at IS NULL
    AND EXISTS (SELECT FROM membership m WHERE m.principal_id = p.id AND m.revoked_at IS NULL)`;

/** Everybody who holds a role, in order of id. */
export async function listDigestPeople(tx: Queryable): Promise<DigestPerson[]> {
  const { rows } = await tx.query<DigestPerson>(`${DIGEST_PERSON} ORDER BY p.id`);
  return rows;
}

/** The same person read again; null when the account was disabled or the last role taken back since. */
export async function findDigestPerson(tx: Queryable, id: string): Promise<DigestPerson | null> {
  const { rows } = await tx.query<DigestPerson>(`${DIGEST_PERSON} AND p.id = $1`, [id]);
  return rows[0] ?? null;
}

/** Takes a person's local day. False when another process has it, or had it. */
export async function takeDigestDay(tx: Queryable, personId: string, day: LocalDate, at: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    'INSERT INTO digest_day (principal_id, local_day, planned_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
    [personId, day, at],
  );
  return rowCount === 1;
}

/** One thing to tell. `mark` tells the occasions of one subject apart. */
export interface NewReminder {
  id: string;
  kind: string;
  subjectId: string;
  mark: string;
  programId: string;
  assessmentId: string;
  /** The organization that was asked and whose contributor is reminded. */
  organizationId: string | null;
  dueOn: LocalDate | null;
  businessDays: number | null;
}

/** Keeps what was not told before. @returns the ids of those that are new */
export async function insertReminders(
  tx: Queryable,
  to: { personId: string; messageId: string; at: string },
  reminders: readonly NewReminder[],
): Promise<Set<string>> {
  if (reminders.length === 0) return new Set();
  const { rows } = await tx.query<{ id: string }>(
    `INSERT INTO reminder (id, principal_id, kind, subject_id, mark, program_id, assessment_id, organization_id, due_on, business_days, message_id, planned_at)
     SELECT r.id, $1, r.kind, r."subjectId", r.mark, r."programId", r."assessmentId", r."organizationId", r."dueOn", r."businessDays", $2, $3
     FROM jsonb_to_recordset($4::jsonb) AS r(id uuid, kind text, "subjectId" uuid, mark text, "programId" uuid, "assessmentId" uuid,
       "organizationId" uuid, "dueOn" date, "businessDays" int)
     ON CONFLICT DO NOTHING RETURNING id`,
    [to.personId, to.messageId, to.at, JSON.stringify(reminders)],
  );
  return new Set(rows.map((row) => row.id));
}

/** The last time somebody else gave an assessment to a person, by assessment: the sequence of the event and who did it. */
export async function listGivenBy(
  tx: Queryable,
  personId: string,
  ids: readonly string[],
): Promise<Map<string, { sequence: number; by: string }>> {
  const { rows } = await tx.query<{ id: string; sequence: number; by: string; actor_id: string }>(
    `SELECT DISTINCT ON (e.stream_id) e.stream_id AS id, e.sequence, a.name AS by, coalesce(e.on_behalf_of_id, e.actor_id) AS actor_id
     FROM event e JOIN assessment s ON s.program_id = e.program_id AND s.id = e.stream_id
     JOIN principal a ON a.id = coalesce(e.on_behalf_of_id, e.actor_id)
     WHERE e.stream_id = ANY($1) AND e.kind = 'assigned' AND e.content::jsonb->'payload'->>'assigneeId' = $2
     ORDER BY e.stream_id, e.sequence DESC`,
    [ids, personId],
  );
  return new Map(rows.filter((row) => row.actor_id !== personId).map(({ id, sequence, by }) => [id, { sequence, by }]));
}

/** A reminder that the asked organization's people were given of one assessment. */
export interface ReminderLine {
  id: string;
  to: string;
  organization: string;
  dueOn: LocalDate | null;
  businessDays: number | null;
  plannedAt: string;
  state: string;
  sentAt: string | null;
}

/** The log of reminders to the asked organization, known at an instant, oldest first. */
export async function listReminders(tx: Queryable, programId: string, assessmentId: string, knownAt: string): Promise<ReminderLine[]> {
  const { rows } = await tx.query<ReminderLine>(
    `SELECT r.id, p.name AS to, o.name AS organization, r.due_on AS "dueOn", r.business_days AS "businessDays", r.planned_at AS "plannedAt",
       m.state, CASE WHEN m.sent_at <= $3 THEN m.sent_at END AS "sentAt"
     FROM reminder r JOIN principal p ON p.id = r.principal_id JOIN organization o ON o.id = r.organization_id JOIN message m ON m.id = r.message_id
     WHERE r.program_id = $1 AND r.assessment_id = $2 AND r.planned_at <= $3 ORDER BY r.planned_at, r.id LIMIT 500`,
    [programId, assessmentId, knownAt],
  );
  return rows;
}

export interface ReminderToTell {
  programId: string;
  streamId: string;
  streamKind: 'application' | 'operator';
  personId: string;
  assessmentId: string;
  dueOn: LocalDate | null;
  businessDays: number | null;
}

/** What a message reminded an organization of, by the stream that tells of it; in order of stream, as locks are taken. */
export async function listRemindersOf(tx: Queryable, messageId: string): Promise<ReminderToTell[]> {
  const { rows } = await tx.query<ReminderToTell>(
    `SELECT r.program_id AS "programId", coalesce(a.application_id, a.operator_id) AS "streamId",
       CASE WHEN a.application_id IS NULL THEN 'operator' ELSE 'application' END AS "streamKind",
       r.principal_id AS "personId", r.assessment_id AS "assessmentId", r.due_on AS "dueOn", r.business_days AS "businessDays"
     FROM reminder r JOIN assessment a ON a.program_id = r.program_id AND a.id = r.assessment_id
     WHERE r.message_id = $1 AND r.organization_id IS NOT NULL ORDER BY 1, 2, r.assessment_id`,
    [messageId],
  );
  return rows;
}
