import { join } from 'node:path';
import { defineConfig } from 'prisma/config';

const url = process.env.DATABASE_OWNER_URL;

export default defineConfig({
  schema: join('prisma', 'schema'),
  migrations: { path: join('prisma', 'migrations') },
  // `generate` needs no database, so the address may be absent.
  ...(url ? { datasource: { url } } : {}),
});
