/** People and the roles they hold. Tokens, jobs and imports are principals too, but no members. */
import type { Role } from '#lib/domain/permission.ts';
import type { Queryable } from './client.ts';

export interface HeldRole {
  membershipId: string;
  role: Role;
  /** Null: in every program. */
  programId: string | null;
  organization: { id: string; name: string } | null;
  grantedAt: string;
  /** Null: by the installation itself, at set-up. */
  grantedBy: string | null;
}

export interface Member {
  id: string;
  name: string;
  /** The name as lists are sorted by. */
  sortKey: string;
  email: string | null;
  disabledAt: string | null;
  /** When somebody last acted in one of their sessions; null when none is left. */
  lastSeenAt: string | null;
  /** Those that count in the program asked about. */
  roles: HeldRole[];
}

export interface MemberPage {
  programId: string;
  after: { value: string; id: string } | null;
  limit: number;
}

const PERSON = `SELECT p.id, p.name, lower(p.name) AS "sortKey", u.email, p.disabled_at AS "disabledAt",
    (SELECT max(s.last_seen_at) FROM session s WHERE s.user_id = p.user_id) AS "lastSeenAt"
  FROM principal p LEFT JOIN "user" u ON u.id = p.user_id`;
const SORT = `lower(p.name) COLLATE "C"`;

/** The people who hold a role that counts in a program, in order of name; one more than `limit` when there are more. */
export async function listMembers(tx: Queryable, { programId, after, limit }: MemberPage): Promise<Member[]> {
  const { rows } = await tx.query<Omit<Member, 'roles'>>(
    `${PERSON} WHERE p.kind = 'person'
       AND EXISTS (SELECT FROM membership m WHERE m.principal_id = p.id AND m.revoked_at IS NULL AND (m.program_id = $1 OR m.program_id IS NULL))
       AND ($2::text IS NULL OR (${SORT}, p.id) > ($2 COLLATE "C", $3::uuid))
     ORDER BY ${SORT}, p.id LIMIT $4`,
    [programId, after?.value ?? null, after?.id ?? null, limit + 1],
  );
  return withRoles(tx, rows, programId);
}

/** One person with the roles that count in a program; null for whoever is no person. */
export async function findMember(tx: Queryable, principalId: string, programId: string): Promise<Member | null> {
  const { rows } = await tx.query<Omit<Member, 'roles'>>(`${PERSON} WHERE p.id = $1 AND p.kind = 'person'`, [principalId]);
  return (await withRoles(tx, rows, programId))[0] ?? null;
}

async function withRoles(tx: Queryable, people: Omit<Member, 'roles'>[], programId: string): Promise<Member[]> {
  const held = await listHeldRoles(
    tx,
    people.map((person) => person.id),
  );
  return people.map((person) => ({
    ...person,
    roles: held.filter((role) => role.principalId === person.id && (role.programId === null || role.programId === programId)),
  }));
}

/** The roles that people hold now, in every program. */
export async function listHeldRoles(
  tx: Queryable,
  principalIds: readonly string[],
): Promise<(HeldRole & { principalId: string; programName: string | null; programSlug: string | null })[]> {
  const { rows } = await tx.query(
    `SELECT m.principal_id AS "principalId", m.id AS "membershipId", m.role, m.program_id AS "programId", m.granted_at AS "grantedAt",
       g.name AS "grantedBy", pr.name AS "programName", pr.slug AS "programSlug",
       CASE WHEN o.id IS NOT NULL THEN jsonb_build_object('id', o.id, 'name', o.name) END AS organization
     FROM membership m LEFT JOIN principal g ON g.id = m.granted_by_id LEFT JOIN organization o ON o.id = m.organization_id
     LEFT JOIN program pr ON pr.id = m.program_id
     WHERE m.principal_id = ANY($1) AND m.revoked_at IS NULL ORDER BY m.granted_at, m.id`,
    [principalIds],
  );
  return rows;
}

/** A person under a lock, so that two changes of his roles or account wait for each other. */
export async function lockPerson(
  tx: Queryable,
  principalId: string,
): Promise<{ id: string; name: string; userId: string | null; disabledAt: string | null } | null> {
  const { rows } = await tx.query(
    `SELECT id, name, user_id AS "userId", disabled_at AS "disabledAt" FROM principal WHERE id = $1 AND kind = 'person' FOR NO KEY UPDATE`,
    [principalId],
  );
  return rows[0] ?? null;
}

export interface Membership {
  id: string;
  principalId: string;
  kind: string;
  role: Role;
  programId: string | null;
  grantedAt: string;
  grantedBy: string | null;
  revokedAt: string | null;
  revokedBy: string | null;
}

const MEMBERSHIP = `SELECT m.id, m.principal_id AS "principalId", p.kind, m.role, m.program_id AS "programId", m.granted_at AS "grantedAt",
    g.name AS "grantedBy", m.revoked_at AS "revokedAt", r.name AS "revokedBy"
  FROM membership m JOIN principal p ON p.id = m.principal_id
  LEFT JOIN principal g ON g.id = m.granted_by_id LEFT JOIN principal r ON r.id = m.revoked_by_id`;

/** A role that was granted, still held or not. */
export async function findMembership(tx: Queryable, id: string): Promise<Membership | null> {
  const { rows } = await tx.query<Membership>(`${MEMBERSHIP} WHERE m.id = $1`, [id]);
  return rows[0] ?? null;
}

/** The grant by which somebody holds exactly this role; null when he does not. */
export async function findHeld(tx: Queryable, principalId: string, programId: string | null, role: Role): Promise<Membership | null> {
  const { rows } = await tx.query<Membership>(
    `${MEMBERSHIP} WHERE m.principal_id = $1 AND m.program_id IS NOT DISTINCT FROM $2 AND m.role = $3 AND m.revoked_at IS NULL LIMIT 1`,
    [principalId, programId, role],
  );
  return rows[0] ?? null;
}

export async function markMembershipRevoked(tx: Queryable, id: string, revokedById: string): Promise<void> {
  await tx.query('UPDATE membership SET revoked_at = clock_timestamp(), revoked_by_id = $2 WHERE id = $1 AND revoked_at IS NULL', [
    id,
    revokedById,
  ]);
}

/**
 * Whether nobody but this person administers every program. Changes of who does wait for each other here until the
 * transaction ends, so that two administrators cannot remove each other at once.
 */
export async function isLastAdministrator(tx: Queryable, principalId: string): Promise<boolean> {
  const administrators = await listAdministrators(tx);
  return administrators.length === 1 && administrators[0] === principalId;
}

/** The persons who administer accounts everywhere. They stay so until the transaction ends. */
export async function listAdministrators(tx: Queryable): Promise<string[]> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtext('proviso.administrators'))`);
  const { rows } = await tx.query<{ id: string }>(
    `SELECT DISTINCT p.id FROM membership m JOIN principal p ON p.id = m.principal_id
     WHERE m.role = 'admin' AND m.program_id IS NULL AND m.revoked_at IS NULL AND p.kind = 'person' AND p.disabled_at IS NULL`,
  );
  return rows.map(({ id }) => id);
}

/** Disables an account, or enables it again. */
export async function setDisabled(tx: Queryable, principalId: string, disabled: boolean): Promise<void> {
  await tx.query('UPDATE principal SET disabled_at = CASE WHEN $2 THEN clock_timestamp() END WHERE id = $1', [principalId, disabled]);
}

/** Who last disabled an account or enabled it, and when. */
export async function findLastSwitch(tx: Queryable, principalId: string): Promise<{ by: string; at: string } | null> {
  const { rows } = await tx.query<{ by: string; at: string }>(
    `SELECT a.name AS by, e.recorded_at AS at FROM event e JOIN principal a ON a.id = coalesce(e.on_behalf_of_id, e.actor_id)
     WHERE e.stream_kind = 'system' AND e.kind IN ('account_disabled', 'account_enabled') AND e.content::jsonb->'payload'->>'principalId' = $1
     ORDER BY e.sequence DESC LIMIT 1`,
    [principalId],
  );
  return rows[0] ?? null;
}

const TAKES_PART = `SELECT ap.organization_id AS id FROM application ap WHERE ap.program_id = $1
  UNION SELECT a.operator_id FROM assessment a WHERE a.program_id = $1 AND a.operator_id IS NOT NULL`;

/** The organizations that a contributor of a program can belong to: applicants, and bodies with assessments of their own. */
export async function listTakingPart(tx: Queryable, programId: string): Promise<{ id: string; name: string }[]> {
  const { rows } = await tx.query<{ id: string; name: string }>(
    `SELECT o.id, o.name FROM organization o JOIN (${TAKES_PART}) t ON t.id = o.id ORDER BY o.sort_name, o.id LIMIT 1000`,
    [programId],
  );
  return rows;
}

export async function takesPart(tx: Queryable, programId: string, organizationId: string): Promise<boolean> {
  const { rowCount } = await tx.query(`SELECT 1 FROM (${TAKES_PART}) t WHERE t.id = $2`, [programId, organizationId]);
  return (rowCount ?? 0) > 0;
}
