/** One person of a program, and what the asker may do about him. */
import { isId } from '#lib/data/ids.ts';
import { findMember, listTakingPart, type Member } from '#lib/data/members.ts';
import { listSessions, type SessionView } from '#lib/data/sessions.ts';
import { translated } from '#lib/data/transaction.ts';
import { notFound } from '#lib/domain/errors.ts';
import { grantRefusal, may, mayEverywhere, ROLES, type Role } from '#lib/domain/permission.ts';
import type { ProgramView } from '#lib/domain/record.ts';
import { personOf } from './access.ts';
import type { Context } from './context.ts';
import { getProgram } from './get-program.ts';

export interface MemberPage {
  program: ProgramView;
  member: Member;
  isSelf: boolean;
  /** Roles the asker may give him in this program, and in every program. */
  grantable: { here: Role[]; everywhere: Role[] };
  /** Organizations that a contributor can belong to; empty when the asker may give no role. */
  organizations: { id: string; name: string }[];
  /** Whether the asker may disable or enable the account, and see and end its sessions. */
  managesAccount: boolean;
  sessions: SessionView[];
}

/**
 * Somebody without a role in the program is not found, unless the asker administers every program.
 * @throws AppError `unauthenticated`, `not_found`, `forbidden`
 */
export async function getMember(context: Context, slug: string, principalId: string): Promise<MemberPage> {
  const program = await getProgram(context, slug, 'read_members');
  const { pool } = context.db;
  const member = isId(principalId) ? await translated(findMember(pool, principalId, program.id)) : null;
  const grants = context.actor?.grants ?? [];
  const managesAccount = mayEverywhere(grants, 'manage_accounts');
  if (!member || (member.roles.length === 0 && !managesAccount)) throw notFound('The person');
  const giver = { personId: context.actor ? personOf(context.actor) : '', grants };
  const open = (programId: string | null) =>
    ROLES.filter((role) => grantRefusal(giver, member.id, role, programId) === null).filter(
      (role) => !member.roles.some((held) => held.role === role && held.programId === programId),
    );
  const manages = may(grants, 'manage_members', program.id);
  return {
    program,
    member,
    isSelf: giver.personId === member.id,
    grantable: { here: open(program.id), everywhere: open(null) },
    organizations: manages ? await translated(listTakingPart(pool, program.id)) : [],
    managesAccount,
    sessions: managesAccount ? await translated(listSessions(pool, member.id)) : [],
  };
}
