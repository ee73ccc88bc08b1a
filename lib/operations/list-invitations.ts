/** Invitations into a program, with what became of them; those into every program for who administers that. */
import { type InvitationView, listInvitations as readInvitations } from '#lib/data/invitations.ts';
import { translated } from '#lib/data/transaction.ts';
import { mayEverywhere } from '#lib/domain/permission.ts';
import { type Context, requireActor } from './context.ts';
import { getProgram } from './get-program.ts';

export type { InvitationView } from '#lib/data/invitations.ts';

const MOST = 100;

/** The newest 100. @throws AppError `unauthenticated`, `not_found`, `forbidden` */
export async function listInvitations(context: Context, slug: string): Promise<InvitationView[]> {
  const program = await getProgram(context, slug, 'read_members');
  const withEverywhere = mayEverywhere(requireActor(context).grants, 'read_members');
  return translated(readInvitations(context.db.pool, program.id, withEverywhere, MOST));
}
