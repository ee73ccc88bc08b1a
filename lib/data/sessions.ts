/** Signed-in sessions and passwords, as their owners and administrators see them. The rows are those of the sign-in library. */
import type { Queryable } from './client.ts';
import { newId } from './ids.ts';

export interface SessionView {
  id: string;
  createdAt: string;
  lastSeenAt: string;
  address: string | null;
  userAgent: string | null;
}

/** Sessions that have not ended, the one used last first. */
export async function listSessions(tx: Queryable, principalId: string): Promise<SessionView[]> {
  const { rows } = await tx.query<SessionView>(
    `SELECT s.id, s.created_at AS "createdAt", s.last_seen_at AS "lastSeenAt", s.ip_address AS address, s.user_agent AS "userAgent"
     FROM session s JOIN principal p ON p.user_id = s.user_id
     WHERE p.id = $1 AND s.expires_at > clock_timestamp() ORDER BY s.last_seen_at DESC, s.id LIMIT 200`,
    [principalId],
  );
  return rows;
}

/** Ends one session of a person, or all but `keep`. Returns how many ended. */
export async function deleteSessions(
  tx: Queryable,
  principalId: string,
  which: { only: string } | { keep: string | null },
): Promise<number> {
  const [only, keep] = 'only' in which ? [which.only, null] : [null, which.keep];
  const { rowCount } = await tx.query(
    `DELETE FROM session s USING principal p WHERE p.user_id = s.user_id AND p.id = $1
       AND ($2::text IS NULL OR s.id = $2) AND ($3::text IS NULL OR s.id <> $3)`,
    [principalId, only, keep],
  );
  return rowCount ?? 0;
}

/** The hash of a person's password under a lock; null for somebody who signs in by an identity provider. */
export async function lockPassword(tx: Queryable, principalId: string): Promise<{ accountId: string; hash: string } | null> {
  const { rows } = await tx.query<{ accountId: string; hash: string }>(
    `SELECT a.id AS "accountId", a.password AS hash FROM account a JOIN principal p ON p.user_id = a.user_id
     WHERE p.id = $1 AND a.provider_id = 'credential' AND a.password IS NOT NULL FOR UPDATE OF a`,
    [principalId],
  );
  return rows[0] ?? null;
}

export async function updatePassword(tx: Queryable, accountId: string, hash: string): Promise<void> {
  await tx.query('UPDATE account SET password = $2, updated_at = clock_timestamp() WHERE id = $1', [accountId, hash]);
}

export async function findEmail(tx: Queryable, principalId: string): Promise<string | null> {
  const { rows } = await tx.query<{ email: string }>('SELECT u.email FROM "user" u JOIN principal p ON p.user_id = u.id WHERE p.id = $1', [
    principalId,
  ]);
  return rows[0]?.email ?? null;
}

export interface NewUser {
  name: string;
  /** In lower case. */
  email: string;
  /** Whether somebody else vouches for the address. */
  emailVerified: boolean;
  passwordHash: string;
}

/** A user with a password, as the sign-in library would make it. Returns the id, or null when the address is taken. */
export async function insertUser(tx: Queryable, user: NewUser): Promise<string | null> {
  const id = newId();
  const { rowCount } = await tx.query(
    `INSERT INTO "user" (id, name, email, email_verified, created_at, updated_at)
     VALUES ($1, $2, $3, $4, clock_timestamp(), clock_timestamp()) ON CONFLICT (email) DO NOTHING`,
    [id, user.name, user.email, user.emailVerified],
  );
  if (rowCount !== 1) return null;
  await tx.query(
    `INSERT INTO account (id, account_id, provider_id, user_id, password, created_at, updated_at)
     VALUES ($1, $2, 'credential', $2, $3, clock_timestamp(), clock_timestamp())`,
    [newId(), id, user.passwordHash],
  );
  return id;
}
