/**
 * Invites the first administrator of an installation: whoever reads the server's log. As long as nobody administers
 * accounts everywhere, each start makes a new link and withdraws the one before it.
 */
import type { Database } from '#lib/data/client.ts';
import { recordEvent } from '#lib/data/history.ts';
import { createInvitation, markInvitationRevoked } from '#lib/data/invitations.ts';
import { listAdministrators } from '#lib/data/members.ts';
import { inTransaction } from '#lib/data/transaction.ts';
import type { Role } from '#lib/domain/permission.ts';
import { SYSTEM_STREAM, systemAct } from './system-principal.ts';

const DAYS = 1;
const ROLES: readonly Role[] = ['admin'];

/** The secret of the link, which is shown once, or null when the installation has an administrator. @throws AppError `unavailable` */
export async function inviteFirstAdministrator(db: Database): Promise<string | null> {
  return inTransaction(db, async (tx) => {
    // Their lock also keeps two processes that start together from making two links.
    if ((await listAdministrators(tx)).length > 0) return null;
    const act = await systemAct(tx);
    const { rows: open } = await tx.query<{ id: string }>(
      'SELECT id FROM invitation WHERE invited_by_id IS NULL AND used_at IS NULL AND revoked_at IS NULL',
    );
    for (const { id } of open) {
      await markInvitationRevoked(tx, id, act.actorId);
      await recordEvent(tx, act, { ...SYSTEM_STREAM, kind: 'invitation_revoked', payload: { invitationId: id } });
    }
    const made = await createInvitation(tx, {
      email: null,
      programId: null,
      roles: ROLES,
      organizationId: null,
      invitedById: null,
      days: DAYS,
    });
    const payload = { invitationId: made.id, roles: [...ROLES], programId: null, organizationId: null };
    await recordEvent(tx, act, { ...SYSTEM_STREAM, kind: 'invitation_created', payload });
    return made.secret;
  });
}
