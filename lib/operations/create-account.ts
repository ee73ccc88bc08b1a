/** Gives a user a principal and roles, and says so in the system stream. */
import type { Database } from '#lib/data/client.ts';
import { recordEvent } from '#lib/data/history.ts';
import { newId } from '#lib/data/ids.ts';
import { insertMembership, insertPrincipal } from '#lib/data/principals.ts';
import { inTransaction } from '#lib/data/transaction.ts';
import { NO_PROGRAM } from '#lib/domain/event.ts';
import type { Role } from '#lib/domain/permission.ts';

export interface NewAccount {
  userId: string | null;
  name: string;
  kind: 'person' | 'token' | 'job' | 'import' | 'system';
  roles: readonly Role[];
  /** Null: the roles hold in every program. */
  programId: string | null;
  /** Who grants; null when the installation itself does, at set-up. */
  grantedById: string | null;
}

/** Returns the principal's id. No name or address stands in the event. */
export async function createAccount(db: Database, account: NewAccount): Promise<string> {
  return inTransaction(db, async (tx) => {
    const id = newId();
    await insertPrincipal(tx, { id, kind: account.kind, name: account.name, userId: account.userId });
    const act = { actorId: account.grantedById ?? id, onBehalfOfId: null, requestId: newId() };
    const stream = { programId: NO_PROGRAM, streamId: NO_PROGRAM, streamKind: 'system' as const };
    await recordEvent(tx, act, { ...stream, kind: 'account_created', payload: { principalId: id, kind: account.kind } });
    for (const role of account.roles) {
      await insertMembership(tx, { id: newId(), principalId: id, programId: account.programId, role, grantedById: account.grantedById });
      await recordEvent(tx, act, { ...stream, kind: 'role_granted', payload: { principalId: id, role, programId: account.programId } });
    }
    return id;
  });
}
