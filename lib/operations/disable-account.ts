/** Disables an account: its sessions end at once, its tokens stop, its roles are kept for the day it is enabled again. */
import { recordEvent } from '#lib/data/history.ts';
import { isId } from '#lib/data/ids.ts';
import { findLastSwitch, isLastAdministrator, lockPerson, setDisabled } from '#lib/data/members.ts';
import { deleteSessions } from '#lib/data/sessions.ts';
import { AppError, notFound } from '#lib/domain/errors.ts';
import { authorizeEverywhere, beaten, personOf, SYSTEM_STREAM } from './access.ts';
import { actOf, type Context } from './context.ts';
import { LAST_ADMINISTRATOR } from './revoke-role.ts';
import { write } from './write.ts';

/** @throws AppError `forbidden` also for one's own account, `not_found`, `last_administrator`, `stale_version` with who did it first */
export async function disableAccount(context: Context, principalId: string): Promise<{ sessions: number }> {
  const actor = authorizeEverywhere(context, 'manage_accounts');
  if (!isId(principalId)) throw notFound('The person');
  if (principalId === personOf(actor)) throw new AppError('forbidden', 'You cannot disable your own account. Another administrator can.');
  return write(context, `disable:${principalId}`, {}, async (tx) => {
    const person = await lockPerson(tx, principalId);
    if (!person) throw notFound('The person');
    if (person.disabledAt !== null) {
      const last = await findLastSwitch(tx, principalId);
      throw beaten('This account is disabled already.', { status: 'Disabled', by: last?.by ?? null, at: last?.at ?? person.disabledAt });
    }
    if (await isLastAdministrator(tx, principalId)) throw new AppError('last_administrator', LAST_ADMINISTRATOR);
    await setDisabled(tx, principalId, true);
    const sessions = await deleteSessions(tx, principalId, { keep: null });
    await recordEvent(tx, actOf(context), { ...SYSTEM_STREAM, kind: 'account_disabled', payload: { principalId } });
    if (sessions > 0)
      await recordEvent(tx, actOf(context), { ...SYSTEM_STREAM, kind: 'session_revoked', payload: { principalId, sessions } });
    return { sessions };
  });
}
