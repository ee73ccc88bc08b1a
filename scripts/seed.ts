/**
 * Loads the built-in program pack when the database holds no program, and the example accounts of the demonstration.
 * Environment: DATABASE_URL (serving role), PROVISO_SECRET, PROVISO_DEMO=1 for example accounts. Prints one line.
 */
import { readFile } from 'node:fs/promises';
import { openDatabase } from '#lib/data/client.ts';
import { findPrincipalByEmail } from '#lib/data/principals.ts';
import { listPrograms } from '#lib/data/programs.ts';
import { createAccount } from '#lib/operations/create-account.ts';
import { loadPack } from '#lib/operations/load-pack.ts';
import { DEMO_ACCOUNTS, demoPassword } from '#lib/server/demo-accounts.ts';

const PACK = new URL('../prisma/seed/psp-2017.json', import.meta.url);

const { DATABASE_URL: url, PROVISO_SECRET: secret, PROVISO_DEMO: demo, PROVISO_ORIGIN: origin = 'http://127.0.0.1:3000' } = process.env;
if (!url || !secret) throw new Error('seed needs DATABASE_URL and PROVISO_SECRET.');

const db = openDatabase(url, { max: 2 });
try {
  const programs = await listPrograms(db);
  let said = `${programs.length} ${programs.length === 1 ? 'program' : 'programs'} in the database`;
  if (programs.length === 0) {
    const loaded = await loadPack(db, JSON.parse(await readFile(PACK, 'utf8')));
    said = `loaded ${loaded.slug}: ${loaded.assessments} assessments`;
  }
  if (demo === '1') {
    await makeExampleAccounts(secret, origin);
    said += `, ${DEMO_ACCOUNTS.length} example accounts`;
  }
  process.stdout.write(`${said}\n`);
} finally {
  await db.close();
}

/** Makes the accounts that are missing. A user that an earlier start left without its principal gets one now. */
async function makeExampleAccounts(key: string, address: string): Promise<void> {
  const missing = [];
  for (const account of DEMO_ACCOUNTS) if (!(await findPrincipalByEmail(db.pool, account.email))) missing.push(account);
  if (missing.length === 0) return;
  // The sign-in library takes a second to load, so it is loaded only when there is something to make.
  const { createAuth, createUser } = await import('#lib/server/auth.ts');
  const auth = createAuth(db, { secret: key, origin: address });
  for (const { name, email, roles } of missing) {
    const made = await createUser(auth, { name, email, password: demoPassword(key, email) });
    const userId = made ?? (await db.prisma.user.findUniqueOrThrow({ where: { email } })).id;
    await createAccount(db, { userId, name, kind: 'person', roles, programId: null, grantedById: null });
  }
}
