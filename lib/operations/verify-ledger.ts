/**
 * Checks the whole ledger from what is stored: every event, its place in the chain, its seal; every checkpoint, signature and
 * key; the file of checkpoints; and what is derived from events. It reads one snapshot and takes little memory, whatever
 * there is.
 */
import type { Database } from '#lib/data/client.ts';
import { listCounterFaults } from '#lib/data/ledger-scan.ts';
import { readLines, sizeOfFile } from '#lib/data/line-file.ts';
import { inTransaction } from '#lib/data/transaction.ts';
import type { LedgerFault, ReportFault } from '#lib/domain/ledger-fault.ts';
import { createCoveredEvents, verifyCheckpointFile, verifyCheckpoints } from './verify-checkpoints.ts';
import { verifyStreams } from './verify-streams.ts';

export type { LedgerFault } from '#lib/domain/ledger-fault.ts';

export interface VerifyOptions {
  /** Compared with the database line by line; absent or null: not compared. */
  checkpointFile?: string | null;
  /** How many faults are named; all are counted. */
  maxFaults?: number;
  /** Of a key known from elsewhere, which the last checkpoint has to go back to. */
  keyId?: string;
}

export interface VerifyResult {
  events: number;
  streams: number;
  checkpoints: number;
  /** Events whose content was erased, as the history itself says. */
  erased: number;
  /** Events that no checkpoint covers yet. */
  unsealed: number;
  periods: number;
  /** Lines that the checkpoint file lacks. It is behind for a moment after each checkpoint. */
  fileBehind: number;
  faults: LedgerFault[];
  faultCount: number;
  ok: boolean;
}

const MAX_FAULTS = 20;

/** @throws AppError `unavailable`; a fault of the ledger is never thrown, it is in the result */
export async function verifyLedger(db: Database, options: VerifyOptions = {}): Promise<VerifyResult> {
  const { checkpointFile = null, maxFaults = MAX_FAULTS, keyId } = options;
  const faults: LedgerFault[] = [];
  let faultCount = 0;
  const report: ReportFault = (what, where, problem) => {
    faultCount += 1;
    if (faults.length < maxFaults) faults.push({ what, where, problem });
  };
  // Measured before the snapshot: what is appended later may be newer than the snapshot.
  const fileSize = checkpointFile === null ? null : await sizeOfFile(checkpointFile);
  return inTransaction(
    db,
    async (tx) => {
      const covered = createCoveredEvents();
      const counts = await verifyStreams(tx, report, covered.add);
      const checkpoints = await verifyCheckpoints(tx, report, covered, keyId);
      let fileBehind = 0;
      if (checkpointFile !== null && fileSize !== null) {
        fileBehind = await verifyCheckpointFile(tx, report, readLines(checkpointFile, fileSize));
      } else if (checkpointFile !== null && checkpoints > 0) {
        report('file', checkpointFile, 'The file of checkpoints is missing.');
      }
      for (const { slug, numbers } of await listCounterFaults(tx)) {
        report('counter', slug, `${numbers} of the dashboard numbers are not what a recount gives.`);
      }
      return { ...counts, checkpoints, fileBehind, faults, faultCount, ok: faultCount === 0 };
    },
    'REPEATABLE READ',
  );
}
