/** The principal of what Proviso does by itself, such as making a signing key known. */

import type { Queryable } from '#lib/data/client.ts';
import { type Act, recordEvent } from '#lib/data/history.ts';
import { newId } from '#lib/data/ids.ts';
import { findSystemPrincipal, insertPrincipal } from '#lib/data/principals.ts';
import { NO_PROGRAM } from '#lib/domain/event.ts';

/** The stream of accounts, tokens and keys. */
export const SYSTEM_STREAM = { programId: NO_PROGRAM, streamId: NO_PROGRAM, streamKind: 'system' } as const;

/** An act of Proviso itself; its principal is made the first time, and the history says so. */
export async function systemAct(tx: Queryable): Promise<Act> {
  const found = await findSystemPrincipal(tx);
  if (found) return { actorId: found, onBehalfOfId: null, requestId: newId() };
  const act = { actorId: newId(), onBehalfOfId: null, requestId: newId() };
  await insertPrincipal(tx, { id: act.actorId, kind: 'system', name: 'Proviso', userId: null });
  await recordEvent(tx, act, { ...SYSTEM_STREAM, kind: 'account_created', payload: { principalId: act.actorId, kind: 'system' } });
  return act;
}
