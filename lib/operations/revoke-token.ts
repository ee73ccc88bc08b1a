/** Revokes an API token: it stops at the next request. */
import { recordEvent } from '#lib/data/history.ts';
import { isId } from '#lib/data/ids.ts';
import { lockToken, markTokenRevoked } from '#lib/data/tokens.ts';
import { AppError, notFound } from '#lib/domain/errors.ts';
import { may } from '#lib/domain/permission.ts';
import { beaten, personOf, SYSTEM_STREAM } from './access.ts';
import { actOf, type Context, requireActor } from './context.ts';
import { mayRevokeToken } from './list-tokens.ts';
import { write } from './write.ts';

/** @throws AppError `unauthenticated`, `not_found`, `forbidden` for one that the asker sees but does not administer, `stale_version` */
export async function revokeToken(context: Context, tokenId: string): Promise<{ tokenId: string }> {
  const actor = requireActor(context);
  if (!isId(tokenId)) throw notFound('The token');
  return write(context, `revoke-token:${tokenId}`, {}, async (tx) => {
    const token = await lockToken(tx, tokenId);
    if (!token) throw notFound('The token');
    if (!mayRevokeToken(context, token)) {
      if (!may(actor.grants, 'read_members', token.programId)) throw notFound('The token');
      throw new AppError('forbidden', 'Your roles do not allow this.');
    }
    if (token.revokedAt !== null)
      throw beaten('This token was revoked already.', { status: 'Revoked', by: token.revokedBy, at: token.revokedAt });
    await markTokenRevoked(tx, tokenId, personOf(actor));
    await recordEvent(tx, actOf(context), {
      ...SYSTEM_STREAM,
      kind: 'token_revoked',
      payload: { tokenId, principalId: token.principalId },
    });
    return { tokenId };
  });
}
