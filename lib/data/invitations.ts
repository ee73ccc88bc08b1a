/** Invitations: a way in that is used once. Only the SHA-256 of the secret is kept, so a link cannot be shown again. */
import { randomBytes } from 'node:crypto';
import type { Role } from '#lib/domain/permission.ts';
import type { Queryable } from './client.ts';
import { newId } from './ids.ts';
import { digestOf } from './principals.ts';

export interface NewInvitation {
  /** Only this address may accept; null: whoever has the link. */
  email: string | null;
  /** Null: the roles hold in every program. */
  programId: string | null;
  roles: readonly Role[];
  /** For contributors. */
  organizationId: string | null;
  /** Null: the installation itself invites, for its first administrator. */
  invitedById: string | null;
  /** Counted from now. */
  days: number;
}

export interface CreatedInvitation {
  id: string;
  /** 32 random bytes in base64url: the last part of the link, shown once. */
  secret: string;
  expiresAt: string;
}

const SECRET = /^[A-Za-z0-9_-]{43}$/;

/** Makes an invitation and returns its secret, which nobody can read again. The caller records the event. */
export async function createInvitation(tx: Queryable, invitation: NewInvitation): Promise<CreatedInvitation> {
  const id = newId();
  const secret = randomBytes(32).toString('base64url');
  const { rows } = await tx.query<{ expiresAt: string }>(
    `INSERT INTO invitation (id, digest, email, program_id, roles, organization_id, invited_by_id, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, clock_timestamp(), clock_timestamp() + make_interval(days => $8))
     RETURNING expires_at AS "expiresAt"`,
    [
      id,
      digestOf(secret),
      invitation.email?.toLowerCase() ?? null,
      invitation.programId,
      invitation.roles,
      invitation.organizationId,
      invitation.invitedById,
      invitation.days,
    ],
  );
  return { id, secret, expiresAt: rows[0]?.expiresAt ?? '' };
}

export interface InvitationView {
  id: string;
  email: string | null;
  programId: string | null;
  programName: string | null;
  roles: Role[];
  organization: { id: string; name: string } | null;
  invitedById: string | null;
  invitedBy: string | null;
  createdAt: string;
  expiresAt: string;
  expired: boolean;
  usedAt: string | null;
  usedBy: string | null;
  revokedAt: string | null;
  revokedBy: string | null;
}

const SELECT = `SELECT i.id, i.email, i.program_id AS "programId", pr.name AS "programName", i.roles, i.invited_by_id AS "invitedById",
    b.name AS "invitedBy", i.created_at AS "createdAt", i.expires_at AS "expiresAt", i.expires_at <= clock_timestamp() AS expired,
    i.used_at AS "usedAt", u.name AS "usedBy", i.revoked_at AS "revokedAt", r.name AS "revokedBy",
    CASE WHEN o.id IS NOT NULL THEN jsonb_build_object('id', o.id, 'name', o.name) END AS organization
  FROM invitation i LEFT JOIN program pr ON pr.id = i.program_id LEFT JOIN organization o ON o.id = i.organization_id
  LEFT JOIN principal b ON b.id = i.invited_by_id LEFT JOIN principal u ON u.id = i.used_by_id LEFT JOIN principal r ON r.id = i.revoked_by_id`;

/** By its secret, whatever became of it; null when there is none. */
export async function findInvitation(tx: Queryable, secret: string): Promise<InvitationView | null> {
  if (!SECRET.test(secret)) return null;
  const { rows } = await tx.query<InvitationView>(`${SELECT} WHERE i.digest = $1`, [digestOf(secret)]);
  return rows[0] ?? null;
}

/** The same under a lock: of many who accept at once, one comes first and the others see that it was used. */
export async function lockInvitation(tx: Queryable, by: { secret: string } | { id: string }): Promise<InvitationView | null> {
  if ('secret' in by && !SECRET.test(by.secret)) return null;
  const [column, value] = 'secret' in by ? (['digest', digestOf(by.secret)] as const) : (['id', by.id] as const);
  await tx.query(`SELECT 1 FROM invitation WHERE ${column} = $1 FOR UPDATE`, [value]);
  const { rows } = await tx.query<InvitationView>(`${SELECT} WHERE i.${column} = $1`, [value]);
  return rows[0] ?? null;
}

/** Invitations into a program, the newest first; those into every program only when asked for. */
export async function listInvitations(tx: Queryable, programId: string, withEverywhere: boolean, limit: number): Promise<InvitationView[]> {
  const { rows } = await tx.query<InvitationView>(
    `${SELECT} WHERE i.program_id = $1 OR ($2 AND i.program_id IS NULL) ORDER BY i.id DESC LIMIT $3`,
    [programId, withEverywhere, limit],
  );
  return rows;
}

export async function markInvitationUsed(tx: Queryable, id: string, usedById: string): Promise<void> {
  await tx.query('UPDATE invitation SET used_at = clock_timestamp(), used_by_id = $2 WHERE id = $1', [id, usedById]);
}

export async function markInvitationRevoked(tx: Queryable, id: string, revokedById: string): Promise<void> {
  await tx.query('UPDATE invitation SET revoked_at = clock_timestamp(), revoked_by_id = $2 WHERE id = $1', [id, revokedById]);
}
