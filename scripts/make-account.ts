/**
 * Makes an account for a person and prints its first password alone on one line:
 * --email <address> --name <name> --role <role> [--program <slug>].
 * Environment: DATABASE_URL (serving role), PROVISO_SECRET. Exits with 1 and one line on stderr when refused.
 */
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { openDatabase } from '#lib/data/client.ts';
import { findProgram } from '#lib/data/programs.ts';
import { AppError, notFound } from '#lib/domain/errors.ts';
import { ROLES } from '#lib/domain/permission.ts';
import { createAccount } from '#lib/operations/create-account.ts';
import { createAuth, createUser } from '#lib/server/auth.ts';

const { DATABASE_URL: url, PROVISO_SECRET: secret, PROVISO_ORIGIN: origin = 'http://127.0.0.1:3000' } = process.env;
if (!url || !secret) throw new Error('make-account needs DATABASE_URL and PROVISO_SECRET.');

const db = openDatabase(url, { max: 2 });
try {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { email: text, name: text, role: text, program: text } });
  const role = ROLES.find((known) => known === values.role);
  if (!role) throw new AppError('invalid_request', `--role must be one of ${ROLES.join(', ')}.`);
  if (!values.email?.includes('@') || !values.name) throw new AppError('invalid_request', '--email and --name are needed.');
  const program = values.program ? await findProgram(db, values.program) : null;
  if (values.program && !program) throw notFound(`The program ${values.program}`);
  const password = randomBytes(15).toString('base64url');
  const userId = await createUser(createAuth(db, { secret, origin }), { name: values.name, email: values.email, password });
  if (!userId) throw new AppError('invalid_request', `There is an account with the address ${values.email} already.`);
  await createAccount(db, { userId, name: values.name, kind: 'person', roles: [role], programId: program?.id ?? null, grantedById: null });
  process.stderr.write(`Account of ${values.name} as ${role}. The first password is shown only now.\n`);
  process.stdout.write(`${password}\n`);
} catch (error) {
  const refused = error instanceof AppError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
  if (!refused) throw error;
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
} finally {
  await db.close();
}
