import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRunNode } from './child.ts';
import { generateClient } from './generate.ts';
import { withLock } from './lock.mjs';
import { packageBin, ROOT } from './paths.ts';
import { hashSources } from './sources.ts';

const OUTPUT = join(ROOT, '.next');
const STANDALONE = join(OUTPUT, 'standalone');
const STAMP = join(OUTPUT, 'proviso-build');

/** The server that `next build` wrote. */
export const SERVER_FILE: string = join(STANDALONE, 'server.js');

function isCurrent(hash: string): boolean {
  return existsSync(STAMP) && existsSync(SERVER_FILE) && readFileSync(STAMP, 'utf8') === hash;
}

/** The standalone output leaves out what a content network might serve; here the server itself serves it. */
function addAssets(): void {
  cpSync(join(OUTPUT, 'static'), join(STANDALONE, '.next', 'static'), { recursive: true });
  const assets = join(ROOT, 'public');
  if (existsSync(assets)) cpSync(assets, join(STANDALONE, 'public'), { recursive: true });
}

/**
 * Builds the web server unless the last build is of the same sources.
 * @returns whether it had to
 * @throws LauncherError with Next's words when it fails
 */
export async function buildWeb(): Promise<boolean> {
  if (isCurrent(hashSources())) return false;
  return withLock(join(ROOT, 'node_modules', '.proviso-build.lock'), async () => {
    // Again: the time spent waiting for another launcher's build may have changed the answer.
    const hash = hashSources();
    if (isCurrent(hash)) return false;
    await generateClient();
    rmSync(STAMP, { force: true });
    rmSync(STANDALONE, { recursive: true, force: true });
    const env: NodeJS.ProcessEnv = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' };
    await mustRunNode('Building the web server', packageBin('next', 'next'), ['build'], { cwd: ROOT, env });
    addAssets();
    writeFileSync(STAMP, hash);
    return true;
  });
}
