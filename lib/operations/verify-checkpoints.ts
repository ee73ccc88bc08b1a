/** The parts of the check that are about keys, checkpoints and the file outside the database. */
import type pg from 'pg';
import { ledgerLines } from '#lib/data/checkpoint-file.ts';
import { listLedgerKeys } from '#lib/data/ledger.ts';
import { type Scan, scanCheckpoints, scanSealsByCheckpoint } from '#lib/data/ledger-scan.ts';
import type { FileLine } from '#lib/data/line-file.ts';
import { type Checkpoint, checkpointProblem, keyProblem, type LedgerKey, sealLeaf } from '#lib/domain/ledger.ts';
import type { ReportFault } from '#lib/domain/ledger-fault.ts';
import { createRootBuilder } from '#lib/domain/merkle.ts';
import type { StoredSeal } from '#lib/domain/seal-check.ts';

/** How many events the seals of each checkpoint cover: four bytes a checkpoint, so that years of them fit. */
export interface CoveredEvents {
  add(checkpoint: number, events: number): void;
  of(checkpoint: number): number;
}

export function createCoveredEvents(): CoveredEvents {
  let counts = new Int32Array(1024);
  return {
    add(checkpoint, events) {
      // A number that no checkpoint can have comes from a seal that is reported elsewhere.
      if (checkpoint < 0 || checkpoint > 50_000_000) return;
      if (checkpoint >= counts.length) {
        const larger = new Int32Array(2 ** Math.ceil(Math.log2(checkpoint + 1)));
        larger.set(counts);
        counts = larger;
      }
      counts[checkpoint] = (counts[checkpoint] ?? 0) + events;
    },
    of: (checkpoint) => counts[checkpoint] ?? 0,
  };
}

async function verifyKeys(tx: pg.PoolClient, report: ReportFault): Promise<LedgerKey[]> {
  const keys = await listLedgerKeys(tx);
  for (const [index, key] of keys.entries()) {
    const problem = keyProblem(key, keys[index - 1] ?? null);
    if (problem) report('key', key.id, problem);
  }
  return keys;
}

/** Reads the seals of one checkpoint; those of a number before it belong to none, and are told once a number. */
async function readSeals(seals: Scan<StoredSeal>, number: number, report: ReportFault): Promise<{ root: string; streams: number }> {
  const builder = createRootBuilder();
  let missing: number | null = null;
  for (let seal = seals.head; seal !== undefined && seal.checkpoint <= number; seal = seals.head) {
    if (seal.checkpoint === number) builder.add(sealLeaf(seal));
    else if (seal.checkpoint !== missing)
      report('checkpoint', String(seal.checkpoint), 'It is missing, and there are events that it sealed.');
    missing = seal.checkpoint;
    await seals.advance();
  }
  return { root: builder.root(), streams: builder.size };
}

/**
 * @param keyId a key known from elsewhere: the last checkpoint must be signed by it or by one that it endorses
 * @returns how many checkpoints there are
 */
export async function verifyCheckpoints(
  tx: pg.PoolClient,
  report: ReportFault,
  covered: CoveredEvents,
  keyId: string | undefined,
): Promise<number> {
  const keys = await verifyKeys(tx, report);
  const checkpoints = await scanCheckpoints(tx);
  const seals = await scanSealsByCheckpoint(tx);
  let previous: Checkpoint | null = null;
  let keyIndex = 0;
  let count = 0;
  for (let checkpoint = checkpoints.head; checkpoint !== undefined; checkpoint = checkpoints.head) {
    const index = keys.findIndex((key) => key.id === checkpoint?.keyId);
    const found = await readSeals(seals, checkpoint.number, report);
    const problem =
      checkpointProblem(checkpoint, previous, keys[index]) ??
      (index < keyIndex ? 'It is signed with a key that had been replaced.' : null) ??
      contentProblem(checkpoint, previous, { ...found, events: covered.of(checkpoint.number) });
    if (problem) report('checkpoint', String(checkpoint.number), problem);
    keyIndex = Math.max(keyIndex, index);
    previous = checkpoint;
    count += 1;
    await checkpoints.advance();
  }
  await readSeals(seals, Number.MAX_SAFE_INTEGER, report);
  if (keyId !== undefined) checkTrusted(report, keys, previous, keyId);
  return count;
}

interface Found {
  root: string;
  streams: number;
  events: number;
}

/** What is wrong between a checkpoint and the seals that are stored for it. */
function contentProblem(checkpoint: Checkpoint, previous: Checkpoint | null, found: Found): string | null {
  if (previous !== null && checkpoint.sealedAt <= previous.sealedAt) return 'It was sealed before the one it follows.';
  if (found.streams !== checkpoint.streamCount) return `It counts ${checkpoint.streamCount} streams and seals ${found.streams}.`;
  if (found.root !== checkpoint.root) return 'Its root is not that of the events it seals.';
  if (found.events !== checkpoint.eventCount) return `It counts ${checkpoint.eventCount} events and covers ${found.events}.`;
  return null;
}

function checkTrusted(report: ReportFault, keys: readonly LedgerKey[], last: Checkpoint | null, keyId: string): void {
  const trusted = keys.findIndex((key) => key.id === keyId);
  if (trusted < 0) report('key', keyId, 'The database does not know this key.');
  else if (last && keys.findIndex((key) => key.id === last.keyId) < trusted) {
    report('key', keyId, 'The last checkpoint is signed neither with this key nor with one that it endorses.');
  }
}

/** @returns how many lines the file lacks; that alone is no fault */
export async function verifyCheckpointFile(tx: pg.PoolClient, report: ReportFault, file: AsyncIterable<FileLine>): Promise<number> {
  const expected = ledgerLines(tx);
  let number = 0;
  for await (const { text, isWhole } of file) {
    number += 1;
    const { value, done } = await expected.next();
    const where = `line ${number}`;
    if (done) {
      report('file', where, 'The file goes on where the database ends: events or checkpoints were cut from the database.');
      return 0;
    }
    if (isWhole ? text !== value : !value.startsWith(text)) {
      report('file', where, 'The file differs from the database: one of the two was changed.');
      return 0;
    }
    if (!isWhole) return 1 + (await countRest(expected));
  }
  return countRest(expected);
}

async function countRest(lines: AsyncIterable<string>): Promise<number> {
  let count = 0;
  for await (const _ of lines) count += 1;
  return count;
}
