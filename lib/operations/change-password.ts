/** Changes one's own password. Every other session of the account ends. */
import { z } from 'zod';
import { recordEvent } from '#lib/data/history.ts';
import { lockPassword, updatePassword } from '#lib/data/sessions.ts';
import { AppError } from '#lib/domain/errors.ts';
import { requirePerson, SYSTEM_STREAM } from './access.ts';
import { parseInput } from './change-input.ts';
import { actOf, type Context } from './context.ts';
import { newPassword, type PasswordHasher } from './passwords.ts';
import { endSessions } from './revoke-session.ts';
import { write } from './write.ts';

const passwordInput = z.strictObject({ current: z.string({ error: 'Give your current password.' }).max(1000), next: newPassword });

/**
 * @param keep the session that asks; it stays
 * @throws AppError `forbidden` for a token, `invalid_request` when the current password is wrong or the new one too short
 */
export async function changePassword(
  context: Context,
  passwords: PasswordHasher,
  keep: string | null,
  body: unknown,
): Promise<{ sessions: number }> {
  const { principalId } = requirePerson(context);
  const input = parseInput(passwordInput, body);
  const hash = await passwords.hash(input.next);
  // No password takes part in the digest that is kept with an idempotency key.
  return write(context, `password:${principalId}`, {}, async (tx) => {
    const stored = await lockPassword(tx, principalId);
    if (!stored) throw new AppError('forbidden', 'This account signs in through an identity provider and has no password here.');
    if (!(await passwords.verify({ hash: stored.hash, password: input.current })))
      throw new AppError('invalid_request', 'The current password is wrong.', { field: 'current' });
    if (input.current === input.next)
      throw new AppError('invalid_request', 'The new password is the current one. Choose another.', { field: 'next' });
    await updatePassword(tx, stored.accountId, hash);
    await recordEvent(tx, actOf(context), { ...SYSTEM_STREAM, kind: 'password_changed', payload: { principalId } });
    return { sessions: await endSessions(tx, context, principalId, { keep }) };
  });
}
