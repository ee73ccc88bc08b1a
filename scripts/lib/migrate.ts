import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { mustRunNode } from './child.ts';
import { packageBin, ROOT } from './paths.ts';

const MIGRATIONS = join(ROOT, 'prisma', 'migrations');
const SCHEMA_ENGINE = join(ROOT, 'scripts', 'schema-engine.mjs');

/** The environment that makes the Prisma CLI use the engine made of npm packages, and keeps it from calling home. */
export function prismaEnvironment(ownerUrl?: string): NodeJS.ProcessEnv {
  // Some ways of copying a project lose the mode; a container's user may not set it, nor need to.
  if ((statSync(SCHEMA_ENGINE).mode & 0o111) === 0) chmodSync(SCHEMA_ENGINE, 0o755);
  return {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: SCHEMA_ENGINE,
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
    ...(ownerUrl ? { DATABASE_OWNER_URL: ownerUrl } : {}),
  };
}

/** Name and SHA-256 of every migration, as Prisma notes them in the database. */
export function listMigrations(folder: string = MIGRATIONS): Map<string, string> {
  const files = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'migration.sql')))
    .map((entry): [string, string] => {
      const sql = readFileSync(join(folder, entry.name, 'migration.sql'));
      return [entry.name, createHash('sha256').update(sql).digest('hex')];
    });
  return new Map(files.sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function readApplied(owner: pg.Client): Promise<Map<string, string>> {
  const { rows: tables } = await owner.query(`SELECT FROM pg_class WHERE oid = to_regclass('_prisma_migrations')`);
  if (tables.length === 0) return new Map();
  const unfinished = await owner.query('SELECT FROM _prisma_migrations WHERE finished_at IS NULL AND rolled_back_at IS NULL');
  if (unfinished.rowCount) await settleUnfinished(owner);
  const { rows } = await owner.query<{ name: string; checksum: string }>(
    'SELECT migration_name AS name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  );
  return new Map(rows.map(({ name, checksum }) => [name, checksum]));
}

/** The advisory lock that the Prisma CLI itself holds while it migrates. */
const PRISMA_LOCK = 72_707_369;

/**
 * Settles what a migration cut off by a crash, or a failed one, has left: each runs in one transaction together with
 * the mark `committed`, so it is known whether it was applied or rolled back as a whole.
 */
async function settleUnfinished(owner: pg.Client): Promise<void> {
  await owner.query('SELECT pg_advisory_lock($1)', [PRISMA_LOCK]);
  try {
    await owner.query(
      `UPDATE _prisma_migrations
       SET finished_at = CASE WHEN logs = 'committed' THEN now() END, applied_steps_count = CASE WHEN logs = 'committed' THEN 1 ELSE 0 END,
         rolled_back_at = CASE WHEN logs = 'committed' THEN NULL ELSE now() END
       WHERE finished_at IS NULL AND rolled_back_at IS NULL`,
    );
  } finally {
    await owner.query('SELECT pg_advisory_unlock($1)', [PRISMA_LOCK]);
  }
}

/**
 * Applies the migrations that the database does not have yet. Asks the database itself first, which takes
 * milliseconds where the Prisma CLI takes seconds.
 * @returns how many were applied
 * @throws LauncherError with the CLI's words when one fails
 */
export async function migrate(owner: pg.Client, ownerUrl: string): Promise<number> {
  const wanted = listMigrations();
  const applied = await readApplied(owner);
  const missing = [...wanted].filter(([name, checksum]) => applied.get(name) !== checksum);
  if (missing.length === 0) return 0;
  const env = prismaEnvironment(ownerUrl);
  await mustRunNode('Migrating the database', packageBin('prisma', 'prisma'), ['migrate', 'deploy'], { cwd: ROOT, env });
  return missing.length;
}
