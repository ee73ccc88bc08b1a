/** What every new API token has in common, whoever asked for it. */
import { randomBytes } from 'node:crypto';
import type { Queryable } from '#lib/data/client.ts';
import { type Act, recordEvent } from '#lib/data/history.ts';
import { newId } from '#lib/data/ids.ts';
import { insertToken } from '#lib/data/tokens.ts';
import type { Role } from '#lib/domain/permission.ts';
import { addAccount, SYSTEM_STREAM } from './create-account.ts';

/** How long a token works unless its maker says less; also the longest. */
export const TOKEN_DAYS = 90;

export interface TokenOrder {
  roles: readonly Role[];
  /** Null: in every program. */
  programId: string | null;
  /** For whom it acts; null for nobody. */
  personId: string | null;
  name: string | null;
  days: number;
}

/** Returns the token's text, which is kept nowhere. @param act who records it; the token itself when absent */
export async function issueToken(tx: Queryable, order: TokenOrder, act?: Act): Promise<{ id: string; token: string }> {
  const prefix = randomBytes(6).toString('hex');
  const secret = randomBytes(32).toString('hex');
  const { roles, programId, personId, days } = order;
  const name = order.name ? `${order.name} (API token)` : `API token ${prefix} (${roles.join(', ')})`;
  const principalId = await addAccount(tx, { userId: null, name, kind: 'token', roles, programId, grantedById: personId }, act && { act });
  const id = newId();
  await insertToken(tx, {
    id,
    prefix,
    secret,
    principalId,
    onBehalfOfId: personId,
    days,
    name: order.name,
    createdById: act ? personId : null,
  });
  await recordEvent(tx, act ?? { actorId: principalId, onBehalfOfId: personId, requestId: newId() }, {
    ...SYSTEM_STREAM,
    kind: 'token_created',
    payload: { tokenId: id, principalId, role: roles.join(', '), programId, days },
  });
  return { id, token: `pvo_${prefix}_${secret}` };
}
