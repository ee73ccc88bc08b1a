/** What the form for inviting somebody offers. */
import { listTakingPart } from '#lib/data/members.ts';
import { translated } from '#lib/data/transaction.ts';
import { grantRefusal, may, mayEverywhere, ROLES, type Role } from '#lib/domain/permission.ts';
import { personOf } from './access.ts';
import { type Context, requireActor } from './context.ts';
import { getProgram } from './get-program.ts';

export interface InvitationForm {
  /** Roles that the asker may offer in this program. */
  roles: Role[];
  /** Whether he may offer them in every program. */
  canEverywhere: boolean;
  /** Organizations that a contributor can belong to. */
  organizations: { id: string; name: string }[];
}

/** Null for who may not invite. @throws AppError `unauthenticated`, `not_found`, `forbidden` */
export async function getInvitationForm(context: Context, slug: string): Promise<InvitationForm | null> {
  const program = await getProgram(context, slug, 'read_members');
  const actor = requireActor(context);
  if (!may(actor.grants, 'manage_members', program.id)) return null;
  const giver = { personId: personOf(actor), grants: actor.grants };
  return {
    roles: ROLES.filter((role) => grantRefusal(giver, null, role, program.id) === null),
    canEverywhere: mayEverywhere(actor.grants, 'manage_accounts'),
    organizations: await translated(listTakingPart(context.db.pool, program.id)),
  };
}
