/** Makes an API token on the command line. It acts as a principal of its own, for 90 days; only the digest of its secret is kept. */
import type { Database } from '#lib/data/client.ts';
import { findGrants, findPrincipalByEmail } from '#lib/data/principals.ts';
import { findProgram } from '#lib/data/programs.ts';
import { inTransaction } from '#lib/data/transaction.ts';
import { AppError, notFound } from '#lib/domain/errors.ts';
import { commonGrants, ROLES, type Role } from '#lib/domain/permission.ts';
import { issueToken, TOKEN_DAYS } from './issue-token.ts';

export { TOKEN_DAYS } from './issue-token.ts';

export interface TokenRequest {
  role: string;
  /** Slug; absent: every program. */
  program?: string | undefined;
  /** E-mail of the person on whose behalf it acts. The token can do only what that person may do too. */
  as?: string | undefined;
}

/** Returns the token; it can never be shown again. @throws AppError `invalid_request`, `not_found` */
export async function createToken(db: Database, request: TokenRequest): Promise<string> {
  const role = ROLES.find((known) => known === request.role);
  if (!role) throw new AppError('invalid_request', `--role must be one of ${ROLES.join(', ')}.`, { field: 'role' });
  const program = request.program ? await findProgram(db, request.program) : null;
  if (request.program && !program) throw notFound(`The program ${request.program}`);
  const personId = request.as ? await findHolder(db, request.as, role, program?.id ?? null) : null;
  const { token } = await inTransaction(db, (tx) =>
    issueToken(tx, { roles: [role], programId: program?.id ?? null, personId, name: null, days: TOKEN_DAYS }),
  );
  return token;
}

/** A token whose person lacks the role could do nothing, so it is not made. */
async function findHolder(db: Database, email: string, role: Role, programId: string | null): Promise<string> {
  const person = await findPrincipalByEmail(db.pool, email);
  if (!person) throw notFound(`A person with the address ${email}`);
  const held = (await findGrants(db.pool, person.id)) ?? [];
  if (commonGrants([{ role, programId, organizationId: null }], held).length > 0) return person.id;
  throw new AppError('invalid_request', `${email} does not hold the role ${role} there, so the token could do nothing.`, { field: 'as' });
}
