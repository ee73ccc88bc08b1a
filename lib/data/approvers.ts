/** Who held a role with power over findings at an instant, from memberships, tokens and the history of accounts. */
import type { ActingToken, HeldGrant } from '#lib/domain/audit.ts';
import { NO_PROGRAM } from '#lib/domain/event.ts';
import { DECIDING_ROLES } from '#lib/domain/permission.ts';
import type { Queryable } from './client.ts';

export interface GrantRow extends HeldGrant {
  principalId: string;
  name: string;
  kind: string;
}

/**
 * Deciding roles in a program, or in every program, held at an instant: from the instant of the grant up to, not
 * including, that of its end. In order of name and grant.
 */
export async function listDecidingGrants(tx: Queryable, programId: string, at: string): Promise<GrantRow[]> {
  const { rows } = await tx.query<GrantRow>(
    `SELECT m.principal_id AS "principalId", p.name, p.kind, m.role, CASE WHEN m.program_id IS NULL THEN 'every_program' ELSE 'program' END AS scope,
       m.granted_at AS "grantedAt", g.name AS "grantedBy", m.revoked_at AS "revokedAt", r.name AS "revokedBy"
     FROM membership m JOIN principal p ON p.id = m.principal_id
     LEFT JOIN principal g ON g.id = m.granted_by_id LEFT JOIN principal r ON r.id = m.revoked_by_id
     WHERE (m.program_id = $1 OR m.program_id IS NULL) AND m.role = ANY($3) AND m.granted_at <= $2 AND (m.revoked_at IS NULL OR m.revoked_at > $2)
     ORDER BY p.name, p.id, m.granted_at, m.id`,
    [programId, at, DECIDING_ROLES],
  );
  return rows;
}

export interface TokenRow extends Omit<ActingToken, 'roles'> {
  onBehalfOf: { id: string; name: string } | null;
  wasGood: boolean;
}

/** The tokens whose own principal is one of these, and whether each could be used at an instant. */
export async function listTokensOf(tx: Queryable, principalIds: readonly string[], at: string): Promise<TokenRow[]> {
  const { rows } = await tx.query<TokenRow>(
    `SELECT t.id, t.principal_id AS "principalId", coalesce(t.name, p.name) AS name, t.prefix, t.created_at AS "createdAt", t.expires_at AS "expiresAt",
       t.revoked_at AS "revokedAt", (t.created_at <= $2 AND t.expires_at > $2 AND (t.revoked_at IS NULL OR t.revoked_at > $2)) AS "wasGood",
       CASE WHEN b.id IS NULL THEN NULL ELSE jsonb_build_object('id', b.id, 'name', b.name) END AS "onBehalfOf"
     FROM api_token t JOIN principal p ON p.id = t.principal_id LEFT JOIN principal b ON b.id = t.on_behalf_of_id
     WHERE t.principal_id = ANY($1::uuid[]) ORDER BY t.created_at, t.id`,
    [principalIds, at],
  );
  return rows;
}

/** Since when these accounts were disabled at an instant, as the history of accounts says; those that were not are left out. */
export async function listDisabled(tx: Queryable, principalIds: readonly string[], at: string): Promise<Map<string, string>> {
  const { rows } = await tx.query<{ id: string; kind: string; recordedAt: string }>(
    `SELECT DISTINCT ON (h.id) h.id, h.kind, h."recordedAt" FROM (
       SELECT e.content::jsonb->'payload'->>'principalId' AS id, e.kind, e.recorded_at AS "recordedAt" FROM event e
       WHERE e.program_id = $1 AND e.stream_id = $1 AND e.kind IN ('account_disabled', 'account_enabled') AND e.recorded_at <= $3) h
     WHERE h.id = ANY($2::text[]) ORDER BY h.id, h."recordedAt" DESC`,
    [NO_PROGRAM, principalIds, at],
  );
  return new Map(rows.flatMap((row) => (row.kind === 'account_disabled' ? [[row.id, row.recordedAt] as const] : [])));
}
