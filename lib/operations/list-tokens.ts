/** API tokens: one's own, and all of a program for who administers or audits it. */
import { listTokens as readTokens, type TokenView } from '#lib/data/tokens.ts';
import { translated } from '#lib/data/transaction.ts';
import { may, type Role, rolesIn } from '#lib/domain/permission.ts';
import type { ProgramView } from '#lib/domain/record.ts';
import { personOf, requirePerson } from './access.ts';
import { authorizeAny, type Context, requireActor } from './context.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { getProgram } from './get-program.ts';
import { tokenRoles } from './make-token.ts';

export interface TokenList {
  program: ProgramView;
  items: TokenView[];
  nextCursor: string | null;
  /** Whether everybody's tokens are listed, or only one's own. */
  everybody: boolean;
  /** Roles that the asker can give a token here; empty when he can make none. */
  grantable: Role[];
}

const PAGE = 50;

/** Newest first. @throws AppError `unauthenticated`, `not_found`, `forbidden`, `invalid_request` */
export async function listTokens(context: Context, slug: string, query: { cursor?: string | undefined } = {}): Promise<TokenList> {
  const program = await getProgram(context, slug);
  const actor = authorizeAny(context, ['make_token', 'read_members'], program.id);
  const everybody = may(actor.grants, 'read_members', program.id);
  const identity = ['tokens', program.id, everybody];
  const before = query.cursor ? decodeCursor(context.secret, identity, query.cursor).id : null;
  const personId = everybody ? null : personOf(actor);
  const rows = await translated(readTokens(context.db.pool, { programId: program.id, personId, before, limit: PAGE + 1 }));
  const items = rows.slice(0, PAGE);
  const last = items[items.length - 1];
  const makes = actor.kind === 'person' && may(actor.grants, 'make_token', program.id);
  return {
    program,
    items,
    nextCursor: rows.length > PAGE && last ? encodeCursor(context.secret, identity, { value: last.createdAt, id: last.id }) : null,
    everybody,
    grantable: makes ? tokenRoles(rolesIn(actor.grants, program.id)) : [],
  };
}

/** One's own tokens in every program, the newest 100. @throws AppError `unauthenticated`, `forbidden` for a token */
export async function listOwnTokens(context: Context): Promise<TokenView[]> {
  const { principalId } = requirePerson(context);
  return translated(readTokens(context.db.pool, { programId: null, personId: principalId, before: null, limit: 100 }));
}

/** Whether the asker may revoke a token: his own always, those of others where he administers members. */
export function mayRevokeToken(context: Context, token: Pick<TokenView, 'personId' | 'programId'>): boolean {
  const actor = requireActor(context);
  if (token.personId === personOf(actor)) return true;
  return may(actor.grants, token.programId === null ? 'manage_accounts' : 'manage_members', token.programId);
}
