/** Withdraws an invitation: its link works no more. */
import { recordEvent } from '#lib/data/history.ts';
import { isId } from '#lib/data/ids.ts';
import { lockInvitation, markInvitationRevoked } from '#lib/data/invitations.ts';
import { AppError, notFound } from '#lib/domain/errors.ts';
import { mayEverywhere } from '#lib/domain/permission.ts';
import { beaten, personOf, SYSTEM_STREAM } from './access.ts';
import { actOf, type Context, requireActor } from './context.ts';
import { getProgram } from './get-program.ts';
import { write } from './write.ts';

/** @throws AppError `not_found` for one of another program, `forbidden`, `stale_version` when it was used or withdrawn before */
export async function revokeInvitation(context: Context, slug: string, invitationId: string): Promise<{ invitationId: string }> {
  const program = await getProgram(context, slug, 'manage_members');
  const actor = requireActor(context);
  if (!isId(invitationId)) throw notFound('The invitation');
  return write(context, `revoke-invitation:${invitationId}`, {}, async (tx) => {
    const invitation = await lockInvitation(tx, { id: invitationId });
    if (!invitation || (invitation.programId !== null && invitation.programId !== program.id)) throw notFound('The invitation');
    if (invitation.programId === null && !mayEverywhere(actor.grants, 'manage_accounts')) {
      if (!mayEverywhere(actor.grants, 'read_members')) throw notFound('The invitation');
      throw new AppError('forbidden', 'Only an administrator of every program does this.');
    }
    if (invitation.usedAt !== null)
      throw beaten('This invitation was accepted already.', { status: 'Accepted', by: invitation.usedBy, at: invitation.usedAt });
    if (invitation.revokedAt !== null)
      throw beaten('This invitation was withdrawn already.', { status: 'Withdrawn', by: invitation.revokedBy, at: invitation.revokedAt });
    await markInvitationRevoked(tx, invitationId, personOf(actor));
    await recordEvent(tx, actOf(context), { ...SYSTEM_STREAM, kind: 'invitation_revoked', payload: { invitationId } });
    return { invitationId };
  });
}
