/** A key and a file of checkpoints outside the database, for one test. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '#lib/data/client.ts';
import { createSigner, type LedgerSigner } from '#lib/data/ledger-key.ts';
import { type SealedCheckpoint, sealLedger } from '#lib/operations/seal-ledger.ts';
import { type VerifyResult, verifyLedger } from '#lib/operations/verify-ledger.ts';

export interface TestLedger {
  signer: LedgerSigner;
  folder: string;
  checkpointFile: string;
  seal(db: Database): Promise<SealedCheckpoint | null>;
  /** Everything, with the file. */
  verify(db: Database): Promise<VerifyResult>;
  /** Without the file: what the database alone can tell. */
  verifyAlone(db: Database): Promise<VerifyResult>;
  remove(): void;
}

export function createTestLedger(): TestLedger {
  const signer = createSigner();
  const folder = mkdtempSync(join(tmpdir(), 'proviso-trust-ledger-'));
  const checkpointFile = join(folder, 'checkpoints.ndjson');
  return {
    signer,
    folder,
    checkpointFile,
    seal: (db) => sealLedger(db, signer, checkpointFile),
    verify: (db) => verifyLedger(db, { checkpointFile }),
    verifyAlone: (db) => verifyLedger(db),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The first fault, for a message. */
export const firstFault = ({ faults, faultCount }: VerifyResult): string => `${faultCount} faults, first: ${JSON.stringify(faults[0])}`;
