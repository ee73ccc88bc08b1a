/** Makes an API token. It acts as a principal of its own, for 90 days; only the digest of its secret is kept. */
import { randomBytes } from 'node:crypto';
import type { Database } from '#lib/data/client.ts';
import { recordEvent } from '#lib/data/history.ts';
import { newId } from '#lib/data/ids.ts';
import { findPrincipalByEmail, insertToken } from '#lib/data/principals.ts';
import { findProgram } from '#lib/data/programs.ts';
import { inTransaction } from '#lib/data/transaction.ts';
import { AppError, notFound } from '#lib/domain/errors.ts';
import { NO_PROGRAM } from '#lib/domain/event.ts';
import { ROLES, type Role } from '#lib/domain/permission.ts';
import { createAccount } from './create-account.ts';

export const TOKEN_DAYS = 90;

export interface TokenRequest {
  role: string;
  /** Slug; absent: every program. */
  program?: string | undefined;
  /** E-mail of the person on whose behalf it acts. */
  as?: string | undefined;
}

/** Returns the token; it can never be shown again. @throws AppError `invalid_request`, `not_found` */
export async function createToken(db: Database, request: TokenRequest): Promise<string> {
  const role = ROLES.find((known) => known === request.role);
  if (!role) throw new AppError('invalid_request', `--role must be one of ${ROLES.join(', ')}.`, { field: 'role' });
  const program = request.program ? await findProgram(db, request.program) : null;
  if (request.program && !program) throw notFound(`The program ${request.program}`);
  const person = request.as ? await findPrincipalByEmail(db.pool, request.as) : null;
  if (request.as && !person) throw notFound(`A person with the address ${request.as}`);
  return issue(db, role, program?.id ?? null, person?.id ?? null);
}

async function issue(db: Database, role: Role, programId: string | null, onBehalfOfId: string | null): Promise<string> {
  const prefix = randomBytes(6).toString('hex');
  const secret = randomBytes(32).toString('hex');
  const principalId = await createAccount(db, {
    userId: null,
    name: `API token ${prefix} (${role})`,
    kind: 'token',
    roles: [role],
    programId,
    grantedById: null,
  });
  await inTransaction(db, async (tx) => {
    const id = newId();
    await insertToken(tx, { id, prefix, secret, principalId, onBehalfOfId, days: TOKEN_DAYS });
    await recordEvent(
      tx,
      { actorId: principalId, onBehalfOfId, requestId: newId() },
      {
        programId: NO_PROGRAM,
        streamId: NO_PROGRAM,
        streamKind: 'system',
        kind: 'token_created',
        payload: { tokenId: id, principalId, role, programId, days: TOKEN_DAYS },
      },
    );
  });
  return `pvo_${prefix}_${secret}`;
}
