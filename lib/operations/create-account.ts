/** Gives a user a principal and roles, and says so in the system stream. */
import type { Database, Queryable } from '#lib/data/client.ts';
import { type Act, recordEvent } from '#lib/data/history.ts';
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

/** The stream of accounts, roles, tokens and invitations, which belong to no one program. */
export const SYSTEM_STREAM = { programId: NO_PROGRAM, streamId: NO_PROGRAM, streamKind: 'system' } as const;

/** Returns the principal's id. No name or address stands in the event. */
export async function createAccount(db: Database, account: NewAccount): Promise<string> {
  return inTransaction(db, (tx) => addAccount(tx, account));
}

/** The same inside a transaction. @param recorded by whom; by the granter, or the account itself, without `act` */
export async function addAccount(tx: Queryable, account: NewAccount, recorded: { act?: Act; requestId?: string } = {}): Promise<string> {
  const id = newId();
  await insertPrincipal(tx, { id, kind: account.kind, name: account.name, userId: account.userId });
  const by = recorded.act ?? { actorId: account.grantedById ?? id, onBehalfOfId: null, requestId: recorded.requestId ?? newId() };
  await recordEvent(tx, by, { ...SYSTEM_STREAM, kind: 'account_created', payload: { principalId: id, kind: account.kind } });
  for (const role of account.roles) {
    await addRole(tx, by, { principalId: id, role, programId: account.programId, organizationId: null, grantedById: account.grantedById });
  }
  return id;
}

export interface NewRole {
  principalId: string;
  role: Role;
  /** Null: in every program. */
  programId: string | null;
  /** For contributors. */
  organizationId: string | null;
  /** The person who grants, also when a token does it for him; null for the installation. */
  grantedById: string | null;
}

/** Gives one role with its event. The caller has asked whether it may be given. Returns the membership's id. */
export async function addRole(tx: Queryable, act: Act, role: NewRole): Promise<string> {
  const id = newId();
  await insertMembership(tx, { id, ...role });
  const { grantedById: _, ...payload } = role;
  await recordEvent(tx, act, { ...SYSTEM_STREAM, kind: 'role_granted', payload: { membershipId: id, ...payload } });
  return id;
}
