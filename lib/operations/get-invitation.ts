/** What an invitation offers, for whoever holds its link. */
import type { Queryable } from '#lib/data/client.ts';
import { findInvitation, type InvitationView } from '#lib/data/invitations.ts';
import { findGrants } from '#lib/data/principals.ts';
import { translated } from '#lib/data/transaction.ts';
import { AppError } from '#lib/domain/errors.ts';
import { grantRefusal, type Role } from '#lib/domain/permission.ts';
import type { Context } from './context.ts';

export interface InvitationOffer {
  /** Null: the installation itself. */
  invitedBy: string | null;
  /** Null: every program. */
  program: string | null;
  roles: Role[];
  organization: string | null;
  /** The only address that may accept; null: any. */
  email: string | null;
  expiresAt: string;
}

/**
 * Needs nobody signed in: the secret is the right.
 * @throws AppError `invitation_closed`, the same for a link that never was, ran out, was used or withdrawn
 */
export async function getInvitation(context: Context, secret: string): Promise<InvitationOffer> {
  const { pool } = context.db;
  const invitation = await translated(findInvitation(pool, secret).then((found) => requireUsable(pool, found)));
  const { invitedBy, programName, roles, organization, email, expiresAt } = invitation;
  return { invitedBy, program: programName, roles, organization: organization?.name ?? null, email, expiresAt };
}

/**
 * An invitation counts as long as it is open and whoever made it may still give what it offers.
 * @throws AppError `invitation_closed`
 */
export async function requireUsable(tx: Queryable, invitation: InvitationView | null): Promise<InvitationView> {
  if (!invitation || invitation.expired || invitation.usedAt !== null || invitation.revokedAt !== null) throw closed();
  const { invitedById, programId, roles } = invitation;
  if (invitedById === null) return invitation;
  const grants = await findGrants(tx, invitedById);
  if (!grants || roles.some((role) => grantRefusal({ personId: invitedById, grants }, null, role, programId) !== null)) throw closed();
  return invitation;
}

const closed = (): AppError =>
  new AppError('invitation_closed', 'This invitation cannot be used. It may have run out, or been used or withdrawn. Ask for a new one.');
