import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The folder of package.json. */
export const ROOT: string = dirname(dirname(import.meta.dirname));

/**
 * The script behind a command of an installed package, to be started by this Node itself: a wrapper in between
 * would keep signals from it.
 */
export function packageBin(packageName: string, command: string): string {
  const require = createRequire(join(ROOT, 'package.json'));
  const file = join(ROOT, 'node_modules', packageName, 'package.json');
  const manifest: { bin?: string | Record<string, string> } = require(file);
  const bin = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin?.[command];
  if (!bin) throw new Error(`${packageName} has no command ${command}`);
  return join(dirname(file), bin);
}
