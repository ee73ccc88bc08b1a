import { LauncherError } from '../lib/launcher-error.mjs';

/** The parts of `npm test`, in the order they run. */
export const PARTS = ['checks', 'unit', 'db', 'build', 'browser', 'trust'] as const;
export type Part = (typeof PARTS)[number];

function isPart(value: string): value is Part {
  return PARTS.some((part) => part === value);
}

/**
 * Reads `--only unit`, which may be given more than once or with commas; everything without it. Browser and trust
 * tests need the build.
 * @throws LauncherError for anything else
 */
export function parseTestArguments(args: string[]): Set<Part> {
  if (args.length === 0) return new Set(PARTS);
  const chosen = new Set<Part>();
  for (let i = 0; i < args.length; i += 2) {
    const names = args[i] === '--only' ? (args[i + 1] ?? '').split(',') : [];
    if (names.length === 0 || !names.every(isPart)) throw new LauncherError(`npm test takes --only with one of: ${PARTS.join(', ')}.`);
    for (const name of names.filter(isPart)) chosen.add(name);
  }
  if (chosen.has('browser') || chosen.has('trust')) chosen.add('build');
  return chosen;
}
