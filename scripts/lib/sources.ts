import { createHash } from 'node:crypto';
import { type Dirent, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from './paths.ts';

/** What a build is made of, beside the configuration files of the top folder. */
const SOURCE_FOLDERS = ['app', 'components', 'lib', 'data', 'public', join('prisma', 'schema')];

/** Next itself writes the one and may edit the other during a build, which must not call for the next build. */
const GENERATED_FILES = new Set(['next-env.d.ts', 'tsconfig.json']);

function isSource(entry: Dirent): boolean {
  return !/\.test\.tsx?$/.test(entry.name) && !entry.name.startsWith('.');
}

function listFolder(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter(isSource)
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return entry.name === 'generated' ? [] : listFolder(path);
      return entry.isFile() ? [path] : [];
    });
}

/** Configuration and entry files: what Next and the type check read from the top folder. */
function listTopFiles(root: string): string[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isFile() && isSource(entry) && /\.(json|js|mjs|cjs|ts|tsx)$/.test(entry.name))
    .filter((entry) => !/^(vitest|playwright|prisma)\.config\./.test(entry.name) && !GENERATED_FILES.has(entry.name))
    .map((entry) => join(root, entry.name));
}

/** One digest over the names and contents of everything a build is made of. */
export function hashSources(root: string = ROOT): string {
  const files = [...listTopFiles(root), ...SOURCE_FOLDERS.flatMap((folder) => listFolder(join(root, folder)))].sort();
  const hash = createHash('sha256');
  for (const file of files) {
    const content = createHash('sha256').update(readFileSync(file)).digest('hex');
    hash.update(`${relative(root, file)}\0${content}\n`);
  }
  return hash.digest('hex');
}
