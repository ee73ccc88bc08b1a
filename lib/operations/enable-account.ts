/** Enables a disabled account again, with the roles it kept. */
import { recordEvent } from '#lib/data/history.ts';
import { isId } from '#lib/data/ids.ts';
import { findLastSwitch, lockPerson, setDisabled } from '#lib/data/members.ts';
import { notFound } from '#lib/domain/errors.ts';
import { authorizeEverywhere, beaten, SYSTEM_STREAM } from './access.ts';
import { actOf, type Context } from './context.ts';
import { write } from './write.ts';

/** @throws AppError `forbidden`, `not_found`, `stale_version` with who did it first */
export async function enableAccount(context: Context, principalId: string): Promise<{ principalId: string }> {
  authorizeEverywhere(context, 'manage_accounts');
  if (!isId(principalId)) throw notFound('The person');
  return write(context, `enable:${principalId}`, {}, async (tx) => {
    const person = await lockPerson(tx, principalId);
    if (!person) throw notFound('The person');
    if (person.disabledAt === null) {
      const last = await findLastSwitch(tx, principalId);
      throw beaten('This account is enabled already.', { status: 'Enabled', by: last?.by ?? null, at: last?.at ?? null });
    }
    await setDisabled(tx, principalId, false);
    await recordEvent(tx, actOf(context), { ...SYSTEM_STREAM, kind: 'account_enabled', payload: { principalId } });
    return { principalId };
  });
}
