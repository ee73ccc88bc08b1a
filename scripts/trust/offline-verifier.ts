/** What outsiders check with: the file for third parties, and an export as an auditor gets it. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { GoldenVector } from '#lib/domain/golden-vectors.fixture.ts';
import { exportLedger } from '#lib/operations/export-ledger.ts';
import { ROOT } from '../lib/paths.ts';
import { outcomeOf } from './check.ts';
import type { SealedWorld } from './sealed-world.ts';

/** The file that third parties are given: an implementation of its own, which imports nothing of the product. */
export interface Verifier {
  verifyLedger(file: string, options?: { checkpoints?: string; key?: string }): Promise<{ events: number; erased: number }>;
  verifyProof(proof: unknown, options?: { key?: string }): unknown;
  contentDigest(salt: string, content: string): string;
  eventHash(program: string, event: GoldenVector): string;
}

export const loadVerifier = (): Promise<Verifier> => import(pathToFileURL(join(ROOT, 'verify.mjs')).href);

/** The export of a program as an auditor gets it. */
export async function exported(world: SealedWorld): Promise<string> {
  const file = await exportLedger(await world.database.as('auditor'), world.program.slug);
  return new Response(file.body).text();
}

export const verifies = async (work: () => unknown): Promise<boolean> => (await outcomeOf((async () => work())())) === 'accepted';
