/**
 * Accepts an invitation: a new person gets an account with its roles, or a person who is signed in gets the roles added. User,
 * password, principal, roles and events are written together or not at all.
 */
import { z } from 'zod';
import type { Queryable } from '#lib/data/client.ts';
import { type Act, recordEvent } from '#lib/data/history.ts';
import { type InvitationView, lockInvitation, markInvitationUsed } from '#lib/data/invitations.ts';
import { findHeld, lockPerson } from '#lib/data/members.ts';
import { findEmail, insertUser } from '#lib/data/sessions.ts';
import { inTransaction } from '#lib/data/transaction.ts';
import { AppError } from '#lib/domain/errors.ts';
import { DECIDING_ROLES } from '#lib/domain/permission.ts';
import { requirePerson, SYSTEM_STREAM } from './access.ts';
import { parseInput } from './change-input.ts';
import { actOf, type Context } from './context.ts';
import { addAccount, addRole } from './create-account.ts';
import { getInvitation, requireUsable } from './get-invitation.ts';
import { newPassword, type PasswordHasher } from './passwords.ts';
import { write } from './write.ts';

const acceptInput = z.strictObject({
  name: z.string({ error: 'Give your name.' }).trim().min(1, 'Give your name.').max(200, 'The name is too long: at most 200 characters.'),
  email: z
    .email({ error: 'This is not an e-mail address.' })
    .max(254)
    .transform((email) => email.toLowerCase()),
  password: newPassword,
});

export interface Accepted {
  principalId: string;
  email: string;
}

/**
 * For somebody without an account. Of many tries at once exactly one succeeds.
 * @throws AppError `invitation_closed`, `invalid_request` naming the field
 */
export async function acceptInvitation(context: Context, passwords: PasswordHasher, secret: string, body: unknown): Promise<Accepted> {
  // Asked before anything costly is done for a link that leads nowhere, and again under the lock.
  const offer = await getInvitation(context, secret);
  const input = parseInput(acceptInput, body);
  requireAddress(offer.email, input.email);
  const passwordHash = await passwords.hash(input.password);
  return inTransaction(context.db, async (tx) => {
    await tx.query(`SET LOCAL lock_timeout = '5s'`);
    const invitation = await requireUsable(tx, await lockInvitation(tx, { secret }));
    requireAddress(invitation.email, input.email);
    const userId = await insertUser(tx, {
      name: input.name,
      email: input.email,
      emailVerified: invitation.email !== null,
      passwordHash,
    });
    if (!userId) {
      const text = 'No account can be made with this address. If you have one here already, sign in with it first.';
      throw new AppError('invalid_request', text, { field: 'email' });
    }
    const account = { userId, name: input.name, kind: 'person' as const, roles: [], programId: null, grantedById: null };
    const principalId = await addAccount(tx, account, { requestId: context.requestId });
    await giveRoles(tx, { actorId: principalId, onBehalfOfId: null, requestId: context.requestId }, invitation, principalId);
    return { principalId, email: input.email };
  });
}

/**
 * For a person who is signed in: the roles are added to his account.
 * @throws AppError `unauthenticated`, `invitation_closed`, `forbidden` when it is for another address, or his own and makes him decide
 */
export async function joinByInvitation(context: Context, secret: string): Promise<Accepted> {
  const { principalId } = requirePerson(context);
  return write(context, 'join', { secret }, async (tx) => {
    const invitation = await requireUsable(tx, await lockInvitation(tx, { secret }));
    const email = (await findEmail(tx, principalId)) ?? '';
    if (invitation.email !== null && invitation.email !== email)
      throw new AppError('forbidden', 'This invitation is for another address than that of your account.');
    if (invitation.invitedById === principalId && invitation.roles.some((role) => DECIDING_ROLES.includes(role)))
      throw new AppError('forbidden', 'Nobody makes himself a reviewer or an approver.');
    await lockPerson(tx, principalId);
    await giveRoles(tx, actOf(context), invitation, principalId);
    return { principalId, email };
  });
}

function requireAddress(bound: string | null, given: string): void {
  if (bound === null || bound === given) return;
  throw new AppError('invalid_request', `This invitation is for ${bound} alone.`, { field: 'email' });
}

/** Gives what the invitation offers and he does not hold yet, and marks it used. */
async function giveRoles(tx: Queryable, act: Act, invitation: InvitationView, principalId: string): Promise<void> {
  await markInvitationUsed(tx, invitation.id, principalId);
  await recordEvent(tx, act, { ...SYSTEM_STREAM, kind: 'invitation_accepted', payload: { invitationId: invitation.id, principalId } });
  for (const role of invitation.roles) {
    if (await findHeld(tx, principalId, invitation.programId, role)) continue;
    const organizationId = role === 'contributor' ? (invitation.organization?.id ?? null) : null;
    const { programId, invitedById } = invitation;
    await addRole(tx, act, { principalId, role, programId, organizationId, grantedById: invitedById });
  }
}
