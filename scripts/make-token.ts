/**
 * Makes an API token and prints it alone on one line: --role <role> [--program <slug>] [--as <e-mail>].
 * Environment: DATABASE_URL (serving role). Exits with 1 and one line on stderr when the request is refused.
 */
import { parseArgs } from 'node:util';
import { openDatabase } from '#lib/data/client.ts';
import { AppError } from '#lib/domain/errors.ts';
import { createToken, TOKEN_DAYS } from '#lib/operations/create-token.ts';

const url = process.env.DATABASE_URL;
if (!url) throw new Error('make-token needs DATABASE_URL.');

const db = openDatabase(url, { max: 2 });
try {
  const { values } = parseArgs({ options: { role: { type: 'string' }, program: { type: 'string' }, as: { type: 'string' } } });
  const token = await createToken(db, { role: values.role ?? '', program: values.program, as: values.as });
  process.stderr.write(`API token for the role ${values.role}, valid for ${TOKEN_DAYS} days. It is shown only now.\n`);
  process.stdout.write(`${token}\n`);
} catch (error) {
  const refused = error instanceof AppError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
  if (!refused) throw error;
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
} finally {
  await db.close();
}
