/** The people of a program and their roles, for those who administer or audit it. */
import { type Member, listMembers as readMembers } from '#lib/data/members.ts';
import { translated } from '#lib/data/transaction.ts';
import type { ProgramView } from '#lib/domain/record.ts';
import type { Context } from './context.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { getProgram } from './get-program.ts';

export interface MemberList {
  program: ProgramView;
  items: Member[];
  nextCursor: string | null;
}

const PAGE = 50;

/** By name, with those who hold a role in every program. @throws AppError `unauthenticated`, `not_found`, `forbidden`, `invalid_request` */
export async function listMembers(
  context: Context,
  slug: string,
  query: { cursor?: string | undefined; limit?: number | undefined } = {},
): Promise<MemberList> {
  const program = await getProgram(context, slug, 'read_members');
  const identity = ['members', program.id];
  const cursor = query.cursor ? decodeCursor(context.secret, identity, query.cursor) : null;
  const after = cursor && { value: String(cursor.value), id: cursor.id };
  const limit = query.limit ?? PAGE;
  const rows = await translated(readMembers(context.db.pool, { programId: program.id, after, limit }));
  const items = rows.slice(0, limit);
  const last = items[items.length - 1];
  const more = rows.length > limit && last;
  return { program, items, nextCursor: more ? encodeCursor(context.secret, identity, { value: last.sortKey, id: last.id }) : null };
}
