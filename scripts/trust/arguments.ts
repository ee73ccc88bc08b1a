import { parseArgs } from 'node:util';
import { LauncherError } from '../lib/launcher-error.mjs';
import type { TrustSize } from './types.ts';

export interface TrustArguments {
  size: TrustSize;
  seed: number;
  /** Ids in capitals; empty: all tests. */
  only: Set<string>;
}

const USAGE = 'npm run trust takes --seed <number>, --only A1,B4 and --size gate or full.';

/**
 * Reads the options of `npm run trust`. Without a seed one is chosen and printed, so that a run can be repeated.
 * @throws LauncherError for anything else
 */
export function parseTrustArguments(args: string[]): TrustArguments {
  let values: { seed?: string | undefined; only?: string | undefined; size?: string | undefined };
  try {
    ({ values } = parseArgs({ args, options: { seed: { type: 'string' }, only: { type: 'string' }, size: { type: 'string' } } }));
  } catch {
    throw new LauncherError(USAGE);
  }
  const { seed = String(Date.now() % 1_000_000), only = '', size = 'full' } = values;
  if (!/^\d{1,9}$/.test(seed) || (size !== 'gate' && size !== 'full')) throw new LauncherError(USAGE);
  return { size, seed: Number(seed), only: new Set(only.toUpperCase().split(',').filter(Boolean)) };
}
