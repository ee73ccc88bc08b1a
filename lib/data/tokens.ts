/** API tokens as their owners and a program's administrators see them. Only the digest of a secret is kept. */
import type { Role } from '#lib/domain/permission.ts';
import type { Queryable } from './client.ts';
import { digestOf } from './principals.ts';

export interface TokenView {
  id: string;
  /** The first characters, by which a token is recognized. */
  prefix: string;
  name: string;
  /** The person it acts for; null for one made on the command line for nobody. */
  personId: string | null;
  person: string | null;
  roles: Role[];
  /** Null: it holds its roles in every program. */
  programId: string | null;
  programName: string | null;
  createdAt: string;
  expiresAt: string;
  expired: boolean;
  revokedAt: string | null;
  revokedBy: string | null;
}

const SELECT = `SELECT t.id, t.prefix, coalesce(t.name, p.name) AS name, t.on_behalf_of_id AS "personId", b.name AS person,
    (SELECT coalesce(array_agg(m.role ORDER BY m.role), '{}') FROM membership m WHERE m.principal_id = p.id) AS roles,
    g.program_id AS "programId", pr.name AS "programName", t.created_at AS "createdAt", t.expires_at AS "expiresAt",
    t.expires_at <= clock_timestamp() AS expired, t.revoked_at AS "revokedAt", r.name AS "revokedBy"
  FROM api_token t JOIN principal p ON p.id = t.principal_id
  LEFT JOIN LATERAL (SELECT m.program_id FROM membership m WHERE m.principal_id = p.id ORDER BY m.program_id NULLS FIRST LIMIT 1) g ON true
  LEFT JOIN program pr ON pr.id = g.program_id
  LEFT JOIN principal b ON b.id = t.on_behalf_of_id LEFT JOIN principal r ON r.id = t.revoked_by_id`;

export interface TokenQuery {
  /** Tokens that reach this program; null: any. */
  programId: string | null;
  /** Tokens of this person; null: anybody's. */
  personId: string | null;
  /** The id after which the page begins; ids sort by time, the newest first. */
  before: string | null;
  limit: number;
}

/** Newest first. */
export async function listTokens(tx: Queryable, query: TokenQuery): Promise<TokenView[]> {
  const { rows } = await tx.query<TokenView>(
    `${SELECT} WHERE ($1::uuid IS NULL OR g.program_id IS NULL OR g.program_id = $1) AND ($2::uuid IS NULL OR t.on_behalf_of_id = $2)
       AND ($3::uuid IS NULL OR t.id < $3) ORDER BY t.id DESC LIMIT $4`,
    [query.programId, query.personId, query.before, query.limit],
  );
  return rows;
}

/** One token, locked until the transaction ends. */
export async function lockToken(tx: Queryable, id: string): Promise<(TokenView & { principalId: string }) | null> {
  const locked = await tx.query<{ principalId: string }>(`SELECT principal_id AS "principalId" FROM api_token WHERE id = $1 FOR UPDATE`, [
    id,
  ]);
  const { rows } = await tx.query<TokenView>(`${SELECT} WHERE t.id = $1`, [id]);
  const [lock, row] = [locked.rows[0], rows[0]];
  return lock && row ? { ...row, ...lock } : null;
}

export interface NewToken {
  id: string;
  prefix: string;
  secret: string;
  principalId: string;
  onBehalfOfId: string | null;
  /** Counted from now. */
  days: number;
  name: string | null;
  createdById: string | null;
}

/** Keeps a token's prefix and digest. */
export async function insertToken(tx: Queryable, token: NewToken): Promise<void> {
  await tx.query(
    `INSERT INTO api_token (id, prefix, digest, principal_id, on_behalf_of_id, created_at, expires_at, name, created_by_id)
     VALUES ($1, $2, $3, $4, $5, clock_timestamp(), clock_timestamp() + make_interval(days => $6), $7, $8)`,
    [token.id, token.prefix, digestOf(token.secret), token.principalId, token.onBehalfOfId, token.days, token.name, token.createdById],
  );
}

export async function markTokenRevoked(tx: Queryable, id: string, revokedById: string): Promise<void> {
  await tx.query('UPDATE api_token SET revoked_at = clock_timestamp(), revoked_by_id = $2 WHERE id = $1 AND revoked_at IS NULL', [
    id,
    revokedById,
  ]);
}
