/** Who acts: principals, their roles, and API tokens. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Grant, Role } from '#lib/domain/permission.ts';
import type { Queryable } from './client.ts';

export interface PrincipalRow {
  id: string;
  kind: string;
  name: string;
  onBehalfOfId: string | null;
  grants: Grant[];
}

const GRANTS = `coalesce((SELECT jsonb_agg(jsonb_build_object('role', m.role, 'programId', m.program_id, 'organizationId', m.organization_id))
  FROM membership m WHERE m.principal_id = p.id AND m.revoked_at IS NULL), '[]') AS grants`;

/** The principal of a signed-in user; null when there is none or it is disabled. */
export async function findPrincipalOfUser(tx: Queryable, userId: string): Promise<PrincipalRow | null> {
  const { rows } = await tx.query<PrincipalRow>(
    `SELECT p.id, p.kind, p.name, NULL AS "onBehalfOfId", ${GRANTS} FROM principal p WHERE p.user_id = $1 AND p.disabled_at IS NULL`,
    [userId],
  );
  return rows[0] ?? null;
}

const digestOf = (secret: string): string => createHash('sha256').update(secret, 'utf8').digest('hex');

/** `pvo_<12 hex prefix>_<64 hex secret>`: the prefix finds the row, the secret's digest is compared in constant time. */
const TOKEN = /^pvo_([0-9a-f]{12})_([0-9a-f]{64})$/;

/** The principal of an API token; null when it is malformed, unknown, expired or revoked. */
export async function findPrincipalOfToken(tx: Queryable, token: string): Promise<PrincipalRow | null> {
  const match = TOKEN.exec(token);
  if (!match?.[1] || !match[2]) return null;
  const { rows } = await tx.query<PrincipalRow & { digest: string }>(
    `SELECT p.id, p.kind, p.name, t.on_behalf_of_id AS "onBehalfOfId", t.digest, ${GRANTS}
     FROM api_token t JOIN principal p ON p.id = t.principal_id
     WHERE t.prefix = $1 AND t.revoked_at IS NULL AND t.expires_at > clock_timestamp() AND p.disabled_at IS NULL`,
    [match[1]],
  );
  const row = rows[0];
  if (!row || !timingSafeEqual(Buffer.from(row.digest), Buffer.from(digestOf(match[2])))) return null;
  const { digest: _, ...principal } = row;
  return principal;
}

export async function insertPrincipal(
  tx: Queryable,
  principal: { id: string; kind: string; name: string; userId: string | null },
): Promise<void> {
  await tx.query('INSERT INTO principal (id, kind, name, user_id, created_at) VALUES ($1, $2, $3, $4, clock_timestamp())', [
    principal.id,
    principal.kind,
    principal.name,
    principal.userId,
  ]);
}

export async function insertMembership(
  tx: Queryable,
  membership: {
    id: string;
    principalId: string;
    programId: string | null;
    role: Role;
    organizationId?: string | null;
    grantedById: string | null;
  },
): Promise<void> {
  await tx.query(
    'INSERT INTO membership (id, principal_id, program_id, role, organization_id, granted_by_id, granted_at) VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp())',
    [
      membership.id,
      membership.principalId,
      membership.programId,
      membership.role,
      membership.organizationId ?? null,
      membership.grantedById,
    ],
  );
}

/** Keeps a token's prefix and digest. `days` counts from now. */
export async function insertToken(
  tx: Queryable,
  token: { id: string; prefix: string; secret: string; principalId: string; onBehalfOfId: string | null; days: number },
): Promise<void> {
  await tx.query(
    `INSERT INTO api_token (id, prefix, digest, principal_id, on_behalf_of_id, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, clock_timestamp(), clock_timestamp() + make_interval(days => $6))`,
    [token.id, token.prefix, digestOf(token.secret), token.principalId, token.onBehalfOfId, token.days],
  );
}

export async function findPrincipalByEmail(tx: Queryable, email: string): Promise<{ id: string; name: string } | null> {
  const { rows } = await tx.query<{ id: string; name: string }>(
    'SELECT p.id, p.name FROM principal p JOIN "user" u ON u.id = p.user_id WHERE u.email = $1',
    [email.toLowerCase()],
  );
  return rows[0] ?? null;
}

/** The principal of what the product does by itself; null until there is one. */
export async function findSystemPrincipal(tx: Queryable): Promise<string | null> {
  const { rows } = await tx.query<{ id: string }>(
    `SELECT id FROM principal WHERE kind = 'system' AND name = 'Proviso' ORDER BY created_at, id LIMIT 1`,
  );
  return rows[0]?.id ?? null;
}
