/**
 * 1,000 events with their digests and hashes, hard characters included. They were made by an implementation in another
 * language, so that agreement with them is agreement with something outside of this project.
 */
import { readFileSync } from 'node:fs';
import type { HashedFields } from './ledger.ts';

export interface GoldenVector extends HashedFields {
  /** Hexadecimal. */
  salt: string;
  content: string;
  prevHash: string;
  hash: string;
}

export function readGoldenVectors(): GoldenVector[] {
  const text = readFileSync(new URL('golden-vectors.ndjson', import.meta.url), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as GoldenVector);
}
