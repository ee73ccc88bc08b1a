/** Takes a role back. It counts from the next request on. */

import { recordEvent } from '#lib/data/history.ts';
import { isId } from '#lib/data/ids.ts';
import { findMembership, isLastAdministrator, lockPerson, type Membership, markMembershipRevoked } from '#lib/data/members.ts';
import { translated } from '#lib/data/transaction.ts';
import { AppError, notFound } from '#lib/domain/errors.ts';
import { mayEverywhere } from '#lib/domain/permission.ts';
import { beaten, personOf, SYSTEM_STREAM } from './access.ts';
import { actOf, type Context, requireActor } from './context.ts';
import { getProgram } from './get-program.ts';
import { write } from './write.ts';

export const LAST_ADMINISTRATOR = 'This is the last administrator of every program. Make somebody else one first.';

/** @throws AppError `not_found` for a role of another program, `forbidden`, `last_administrator`, `stale_version` with who did it first */
export async function revokeRole(context: Context, slug: string, membershipId: string): Promise<{ membershipId: string }> {
  const program = await getProgram(context, slug, 'manage_members');
  const actor = requireActor(context);
  const found = isId(membershipId) ? await translated(findMembership(context.db.pool, membershipId)) : null;
  if (found?.kind !== 'person' || (found.programId !== null && found.programId !== program.id)) throw notFound('The role');
  if (found.programId === null && !mayEverywhere(actor.grants, 'manage_accounts'))
    throw new AppError('forbidden', 'Only an administrator of every program gives or takes a role that holds in every program.');
  return write(context, `revoke-role:${membershipId}`, {}, async (tx) => {
    await lockPerson(tx, found.principalId);
    const held = await findMembership(tx, membershipId);
    if (!held) throw notFound('The role');
    if (held.revokedAt !== null)
      throw beaten('This role was taken back already.', { status: 'Taken back', by: held.revokedBy, at: held.revokedAt });
    if (isEverywhereAdmin(held) && (await isLastAdministrator(tx, held.principalId)))
      throw new AppError('last_administrator', LAST_ADMINISTRATOR);
    await markMembershipRevoked(tx, membershipId, personOf(actor));
    const { principalId, role, programId } = held;
    await recordEvent(tx, actOf(context), {
      ...SYSTEM_STREAM,
      kind: 'role_revoked',
      payload: { membershipId, principalId, role, programId },
    });
    return { membershipId };
  });
}

const isEverywhereAdmin = (membership: Membership): boolean => membership.role === 'admin' && membership.programId === null;
