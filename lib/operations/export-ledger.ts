/** A program's ledger as one file that outsiders can verify with `verify.mjs`: its events, and what they are sealed by. */
import type pg from 'pg';
import { listLedgerKeys } from '#lib/data/ledger.ts';
import { rowsOf, type Scan, scanCheckpoints, scanLeavesOfProgram, scanProgramEvents, snapshotInstant } from '#lib/data/ledger-scan.ts';
import { readSnapshot } from '#lib/data/snapshot.ts';
import { checkpointLine, keyLine, sealLeaf } from '#lib/domain/ledger.ts';
import { LEDGER_FORMAT, showEvent } from '#lib/domain/ledger-export.ts';
import type { ProgramView } from '#lib/domain/record.ts';
import type { StoredSeal } from '#lib/domain/seal-check.ts';
import { streamText } from '#lib/exports/format.ts';
import type { Context } from './context.ts';
import type { ReportFile } from './export-report.ts';
import { getProgram } from './get-program.ts';

/**
 * Header, keys, checkpoints, events and footer, one JSON line each, from one snapshot, written while it is read.
 * @throws AppError `unauthenticated`, `not_found`, `forbidden`
 */
export async function exportLedger(context: Context, slug: string): Promise<ReportFile> {
  const program = await getProgram(context, slug, 'read_audit');
  const lines = readSnapshot(context.db, (tx) => ledgerFile(tx, program));
  return { contentType: 'application/x-ndjson; charset=utf-8', filename: `${slug}-ledger.ndjson`, body: streamText(withLineEnds(lines)) };
}

async function* withLineEnds(lines: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
  for await (const line of lines) yield `${line}\n`;
}

async function* ledgerFile(tx: pg.PoolClient, program: ProgramView): AsyncGenerator<string, void, undefined> {
  const exportedAt = await snapshotInstant(tx);
  yield JSON.stringify({ line: 'header', format: LEDGER_FORMAT, program: program.id, slug: program.slug, exportedAt });
  for (const key of await listLedgerKeys(tx)) yield keyLine(key);
  const sealed = new Map<string, number>();
  const checkpoints = yield* checkpointLines(tx, program.id, sealed);
  const counts = { events: 0, streams: 0, unsealed: 0 };
  for await (const event of rowsOf(await scanProgramEvents(tx, program.id))) {
    yield JSON.stringify({ line: 'event', ...showEvent(event) });
    counts.events += 1;
    if (event.sequence === 1) counts.streams += 1;
    if (event.sequence > (sealed.get(event.stream) ?? 0)) counts.unsealed += 1;
  }
  yield JSON.stringify({ line: 'footer', ...counts, checkpoints });
}

/**
 * All checkpoints, so that the chain can be followed; with leaves only those that seal something of this program.
 * @param sealed is filled with the highest sealed event of each stream
 * @returns how many there are
 */
async function* checkpointLines(
  tx: pg.PoolClient,
  programId: string,
  sealed: Map<string, number>,
): AsyncGenerator<string, number, undefined> {
  const leaves = await scanLeavesOfProgram(tx, programId);
  let count = 0;
  for await (const checkpoint of rowsOf(await scanCheckpoints(tx))) {
    const line = checkpointLine(checkpoint);
    const own = await takeLeaves(leaves, checkpoint.number);
    for (const leaf of own) if (leaf.program === programId) sealed.set(leaf.stream, leaf.sequence);
    const shown = own.map((leaf) => (leaf.program === programId ? ownLeaf(leaf) : sealLeaf(leaf).toString('hex')));
    yield own.length === 0 ? line : `${line.slice(0, -1)},"leaves":${JSON.stringify(shown)}}`;
    count += 1;
  }
  return count;
}

const ownLeaf = ({ stream, sequence, hash }: StoredSeal) => ({ stream, sequence, hash });

async function takeLeaves(leaves: Scan<StoredSeal>, checkpoint: number): Promise<StoredSeal[]> {
  const taken: StoredSeal[] = [];
  for (let leaf = leaves.head; leaf !== undefined && leaf.checkpoint <= checkpoint; leaf = leaves.head) {
    taken.push(leaf);
    await leaves.advance();
  }
  return taken;
}
