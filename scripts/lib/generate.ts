import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRunNode } from './child.ts';
import { withLock } from './lock.mjs';
import { prismaEnvironment } from './migrate.ts';
import { packageBin, ROOT } from './paths.ts';

const SCHEMA = join(ROOT, 'prisma', 'schema');
const GENERATED = join(ROOT, 'lib', 'data', 'generated');
const STAMP = join(GENERATED, '.proviso-schema');

function hashSchema(): string {
  const hash = createHash('sha256').update(readFileSync(join(ROOT, 'node_modules', 'prisma', 'package.json')));
  for (const name of readdirSync(SCHEMA).sort()) hash.update(`\0${name}\0`).update(readFileSync(join(SCHEMA, name)));
  return hash.digest('hex');
}

/** Whether the generated client is of this schema and this release. */
export function isClientCurrent(): boolean {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === hashSchema();
}

/**
 * Generates the database client unless it was made from the same schema by the same release.
 * @returns whether it had to
 */
export async function generateClient(): Promise<boolean> {
  if (isClientCurrent()) return false;
  return withLock(join(ROOT, 'node_modules', '.proviso-generate.lock'), async () => {
    if (isClientCurrent()) return false;
    const options = { cwd: ROOT, env: prismaEnvironment() };
    await mustRunNode('Generating the database client', packageBin('prisma', 'prisma'), ['generate'], options);
    writeFileSync(STAMP, hashSchema());
    return true;
  });
}
