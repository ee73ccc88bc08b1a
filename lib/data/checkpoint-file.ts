/**
 * The file of checkpoints outside the database: what an outsider holds against it. Keys and checkpoints, one JSON line
 * each, in one fixed order, so that a file is always the beginning of what the database says. It is only ever appended to;
 * when it says something else than the database, nothing is written and somebody has to look.
 */
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Checkpoint, checkpointLine, keyLine, type LedgerKey } from '#lib/domain/ledger.ts';
import type { Database, Queryable } from './client.ts';
import { findCheckpoint, lastNumberOf, listCheckpointsAfter, listLedgerKeys, lockCheckpointFile } from './ledger.ts';
import { inTransaction } from './transaction.ts';

const PAGE = 1000;
/** Longer than any line. */
const TAIL_BYTES = 65_536;

/** The file and the database contradict each other: one of the two was changed, cut or restored. */
export class CheckpointFileMismatch extends Error {
  override readonly name = 'CheckpointFileMismatch';
}

/** How far a file has come: keys written, and the last checkpoint's number. */
interface Place {
  keys: number;
  number: number;
}

interface Tail {
  /** The last whole line; null in an empty file. */
  line: string | null;
  /** What a crash has left of a further line. */
  partial: string;
}

const START: Place = { keys: 0, number: 0 };

/** The lines of the file from a place on, in their order: each key follows the last checkpoint of the key before it. */
export async function* ledgerLines(tx: Queryable, after: Place = START): AsyncGenerator<string, void, undefined> {
  const keys = await listLedgerKeys(tx);
  let { keys: written, number } = after;
  for (;;) {
    const page: Checkpoint[] = await listCheckpointsAfter(tx, number, PAGE);
    for (const checkpoint of page) {
      const needed = keys.findIndex((key) => key.id === checkpoint.keyId);
      for (; written <= needed; written += 1) yield keyLine(keys[written] as LedgerKey);
      yield checkpointLine(checkpoint);
      number = checkpoint.number;
    }
    if (page.length < PAGE) break;
  }
  for (; written < keys.length; written += 1) yield keyLine(keys[written] as LedgerKey);
}

async function readTail(file: string): Promise<Tail> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(/* turbopackIgnore: true */ file, 'r');
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return { line: null, partial: '' };
    throw error;
  }
  try {
    const { size } = await handle.stat();
    const from = Math.max(0, size - TAIL_BYTES);
    const buffer = Buffer.alloc(size - from);
    await handle.read(buffer, 0, buffer.length, from);
    const lines = buffer.toString('utf8').split('\n');
    return { partial: lines.pop() ?? '', line: lines.pop() ?? null };
  } finally {
    await handle.close();
  }
}

function parseLine(line: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(line);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** Where the file ends, if its last line is what the database says. @throws CheckpointFileMismatch */
async function placeOf(tx: Queryable, file: string, line: string | null): Promise<Place> {
  if (line === null) return START;
  const keys = await listLedgerKeys(tx);
  const said = parseLine(line);
  if (said.line === 'checkpoint') {
    const number = Number.isSafeInteger(said.number) ? Number(said.number) : 0;
    const stored = await findCheckpoint(tx, number);
    if (!stored) throw new CheckpointFileMismatch(`${file} ends with checkpoint ${number}, which the database does not have.`);
    if (checkpointLine(stored) !== line) throw new CheckpointFileMismatch(`Checkpoint ${number} of ${file} differs from the database's.`);
    return { keys: keys.findIndex((key) => key.id === stored.keyId) + 1, number };
  }
  const index = keys.findIndex((key) => keyLine(key) === line);
  if (index < 0) throw new CheckpointFileMismatch(`The last line of ${file} is neither a key nor a checkpoint of the database.`);
  const before = keys.slice(0, index).map((key) => key.id);
  return { keys: index + 1, number: await lastNumberOf(tx, before) };
}

/**
 * Whether the file agrees with the database, as far as its last line tells: checkpoints are chained, so the last one vouches
 * for those before it. No file is an empty file.
 * @throws CheckpointFileMismatch
 */
export async function requireAgreement(tx: Queryable, file: string): Promise<void> {
  const tail = await readTail(file);
  const place = await placeOf(tx, file, tail.line);
  if (tail.partial !== '') await restOfPartial(tx, file, place, tail.partial);
}

async function restOfPartial(tx: Queryable, file: string, place: Place, partial: string): Promise<string> {
  for await (const line of ledgerLines(tx, place)) {
    if (line.startsWith(partial)) return line.slice(partial.length);
    break;
  }
  throw new CheckpointFileMismatch(`${file} ends with the beginning of a line that is not the database's next one.`);
}

/**
 * Appends what the file lacks, and has it on the disk before it returns. Completes a line that a crash cut off.
 * @returns how many lines were written
 * @throws CheckpointFileMismatch, having written nothing
 */
export async function catchUpCheckpointFile(db: Database, file: string): Promise<number> {
  return inTransaction(db, async (tx) => {
    // Without it two processes would append the same lines.
    await lockCheckpointFile(tx);
    const tail = await readTail(file);
    const place = await placeOf(tx, file, tail.line);
    if (tail.partial !== '') await restOfPartial(tx, file, place, tail.partial);
    return append(file, ledgerLines(tx, place), tail.partial.length);
  });
}

/** @param skip characters of the first line that the file has already */
async function append(file: string, lines: AsyncIterable<string>, skip: number): Promise<number> {
  let handle: Awaited<ReturnType<typeof open>> | null = null;
  let written = 0;
  try {
    for await (const line of lines) {
      if (!handle) {
        await mkdir(/* turbopackIgnore: true */ dirname(file), { recursive: true });
        handle = await open(/* turbopackIgnore: true */ file, 'a', 0o644);
      }
      await handle.appendFile(`${written === 0 ? line.slice(skip) : line}\n`);
      written += 1;
    }
    await handle?.sync();
  } finally {
    await handle?.close();
  }
  return written;
}
