/**
 * Loads the built-in program pack when the database holds no program, and the example accounts of the demonstration.
 * Environment: DATABASE_URL (serving role), PROVISO_SECRET, PROVISO_DEMO=1 for example accounts. Prints one line.
 */
import { readFile } from 'node:fs/promises';
import { openDatabase } from '#lib/data/client.ts';
import { listPrograms } from '#lib/data/programs.ts';
import { createAccount } from '#lib/operations/create-account.ts';
import { loadPack } from '#lib/operations/load-pack.ts';
import { createAuth, createUser } from '#lib/server/auth.ts';
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
    const auth = createAuth(db, { secret, origin });
    for (const account of DEMO_ACCOUNTS) {
      const userId = await createUser(auth, { name: account.name, email: account.email, password: demoPassword(secret, account.email) });
      if (userId)
        await createAccount(db, { userId, name: account.name, kind: 'person', roles: account.roles, programId: null, grantedById: null });
    }
    said += `, ${DEMO_ACCOUNTS.length} example accounts`;
  }
  process.stdout.write(`${said}\n`);
} finally {
  await db.close();
}
