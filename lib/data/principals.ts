/** Who acts: principals, their roles, and API tokens. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { commonGrants, type Grant, type Role } from '#lib/domain/permission.ts';
import type { Queryable } from './client.ts';

export interface PrincipalRow {
  id: string;
  kind: string;
  name: string;
  onBehalfOfId: string | null;
  grants: Grant[];
}

/** The roles that a principal holds now, as JSON; `alias` is that of the principal in the query. */
const grantsOf = (alias: 'p' | 'b'): string =>
  `coalesce((SELECT jsonb_agg(jsonb_build_object('role', m.role, 'programId', m.program_id, 'organizationId', m.organization_id))
  FROM membership m WHERE m.principal_id = ${alias}.id AND m.revoked_at IS NULL), '[]')`;
const GRANTS = `${grantsOf('p')} AS grants`;

/** The principal of a signed-in user; null when there is none or it is disabled. */
export async function findPrincipalOfUser(tx: Queryable, userId: string): Promise<PrincipalRow | null> {
  const { rows } = await tx.query<PrincipalRow>(
    `SELECT p.id, p.kind, p.name, NULL AS "onBehalfOfId", ${GRANTS} FROM principal p WHERE p.user_id = $1 AND p.disabled_at IS NULL`,
    [userId],
  );
  return rows[0] ?? null;
}

/** What is kept of a secret. */
export const digestOf = (secret: string): string => createHash('sha256').update(secret, 'utf8').digest('hex');

/** `pvo_<12 hex prefix>_<64 hex secret>`: the prefix finds the row, the secret's digest is compared in constant time. */
const TOKEN = /^pvo_([0-9a-f]{12})_([0-9a-f]{64})$/;

interface TokenRow extends PrincipalRow {
  digest: string;
  /** Of the person the token acts for; null when it acts for nobody. */
  personGrants: Grant[] | null;
}

/**
 * The principal of an API token; null when it is malformed, unknown, expired or revoked, or when the person it acts for is
 * disabled. It holds its own roles only as far as that person holds them now.
 */
export async function findPrincipalOfToken(tx: Queryable, token: string): Promise<PrincipalRow | null> {
  const match = TOKEN.exec(token);
  if (!match?.[1] || !match[2]) return null;
  const { rows } = await tx.query<TokenRow>(
    `SELECT p.id, p.kind, p.name, t.on_behalf_of_id AS "onBehalfOfId", t.digest, ${GRANTS},
       CASE WHEN b.id IS NOT NULL THEN ${grantsOf('b')} END AS "personGrants"
     FROM api_token t JOIN principal p ON p.id = t.principal_id LEFT JOIN principal b ON b.id = t.on_behalf_of_id
     WHERE t.prefix = $1 AND t.revoked_at IS NULL AND t.expires_at > clock_timestamp() AND p.disabled_at IS NULL AND b.disabled_at IS NULL`,
    [match[1]],
  );
  const row = rows[0];
  if (!row || !timingSafeEqual(Buffer.from(row.digest), Buffer.from(digestOf(match[2])))) return null;
  const { digest: _, personGrants, ...principal } = row;
  return personGrants ? { ...principal, grants: commonGrants(principal.grants, personGrants) } : principal;
}

/** The roles that somebody holds now; null when there is no such principal or it is disabled. */
export async function findGrants(tx: Queryable, principalId: string): Promise<Grant[] | null> {
  const { rows } = await tx.query<{ grants: Grant[] }>(`SELECT ${GRANTS} FROM principal p WHERE p.id = $1 AND p.disabled_at IS NULL`, [
    principalId,
  ]);
  return rows[0]?.grants ?? null;
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

export async function findPrincipalByEmail(tx: Queryable, email: string): Promise<{ id: string; name: string } | null> {
  const { rows } = await tx.query<{ id: string; name: string }>(
    'SELECT p.id, p.name FROM principal p JOIN "user" u ON u.id = p.user_id WHERE u.email = $1',
    [email.toLowerCase()],
  );
  return rows[0] ?? null;
}

/** Whether the account with this address is disabled; false where there is none. */
export async function isDisabledAddress(tx: Queryable, email: string): Promise<boolean> {
  const { rows } = await tx.query<{ disabled: boolean }>(
    'SELECT p.disabled_at IS NOT NULL AS disabled FROM principal p JOIN "user" u ON u.id = p.user_id WHERE u.email = $1',
    [email.toLowerCase()],
  );
  return rows[0]?.disabled ?? false;
}

/** The principal of what the product does by itself; null until there is one. */
export async function findSystemPrincipal(tx: Queryable): Promise<string | null> {
  const { rows } = await tx.query<{ id: string }>(
    `SELECT id FROM principal WHERE kind = 'system' AND name = 'Proviso' ORDER BY created_at, id LIMIT 1`,
  );
  return rows[0]?.id ?? null;
}
