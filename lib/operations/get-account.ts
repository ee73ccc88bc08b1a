/** One's own account: roles by program, sessions and tokens. */
import { type HeldRole, listHeldRoles } from '#lib/data/members.ts';
import { findEmail, listSessions, type SessionView } from '#lib/data/sessions.ts';
import type { TokenView } from '#lib/data/tokens.ts';
import { translated } from '#lib/data/transaction.ts';
import { requirePerson } from './access.ts';
import type { Context } from './context.ts';
import { listOwnTokens } from './list-tokens.ts';

export interface OwnAccount {
  name: string;
  email: string | null;
  principalId: string;
  roles: (HeldRole & { programName: string | null; programSlug: string | null })[];
  sessions: SessionView[];
  tokens: TokenView[];
}

/** @throws AppError `unauthenticated`, `forbidden` for a token */
export async function getAccount(context: Context): Promise<OwnAccount> {
  const { principalId, name } = requirePerson(context);
  const { pool } = context.db;
  const [email, roles, sessions, tokens] = await translated(
    Promise.all([
      findEmail(pool, principalId),
      listHeldRoles(pool, [principalId]),
      listSessions(pool, principalId),
      listOwnTokens(context),
    ]),
  );
  return { name, email, principalId, roles, sessions, tokens };
}
