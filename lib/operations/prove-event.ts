/** The proof that one event was recorded as it stands, before the checkpoint that covers it was sealed. */
import type pg from 'pg';
import { isId } from '#lib/data/ids.ts';
import { findCheckpoint, listLedgerKeys } from '#lib/data/ledger.ts';
import { findSealOver, listLeaves, listStreamEvents } from '#lib/data/ledger-scan.ts';
import { inTransaction } from '#lib/data/transaction.ts';
import { notFound } from '#lib/domain/errors.ts';
import { sealLeaf } from '#lib/domain/ledger.ts';
import { type EventProof, PROOF_FORMAT, showEvent, showLink } from '#lib/domain/ledger-export.ts';
import { auditPath } from '#lib/domain/merkle.ts';
import type { StoredSeal } from '#lib/domain/seal-check.ts';
import type { Context } from './context.ts';
import { getProgram } from './get-program.ts';

/**
 * @param sequence of the event in its stream, as text of the address
 * @returns with `sealed: false` and no path while no checkpoint covers it
 * @throws AppError `unauthenticated`, `not_found`, `forbidden`
 */
export async function proveEvent(context: Context, slug: string, stream: string, sequence: string): Promise<EventProof> {
  const program = await getProgram(context, slug, 'read_audit');
  if (!isId(stream) || !/^[1-9]\d{0,8}$/.test(sequence)) throw notFound('The event');
  const at = { program: program.id, stream: stream.toLowerCase(), sequence: Number(sequence) };
  return inTransaction(context.db, (tx) => prove(tx, at), 'REPEATABLE READ');
}

async function prove(tx: pg.PoolClient, at: { program: string; stream: string; sequence: number }): Promise<EventProof> {
  const seal = await findSealOver(tx, at);
  const [event, ...later] = await listStreamEvents(tx, { ...at, from: at.sequence, to: seal?.sequence ?? at.sequence });
  if (!event) throw notFound('The event');
  const base = { format: PROOF_FORMAT, program: at.program, event: showEvent(event), keys: await listLedgerKeys(tx) } as const;
  if (!seal) return { ...base, sealed: false, later: [], seal: null, leafIndex: null, leafCount: null, path: [], checkpoint: null };
  return { ...base, sealed: true, later: later.map(showLink), ...(await pathOf(tx, seal)) };
}

async function pathOf(
  tx: pg.PoolClient,
  seal: StoredSeal,
): Promise<Pick<EventProof, 'seal' | 'leafIndex' | 'leafCount' | 'path' | 'checkpoint'>> {
  const leaves = await listLeaves(tx, seal.checkpoint);
  const leafIndex = leaves.findIndex((leaf) => leaf.program === seal.program && leaf.stream === seal.stream);
  const { stream, sequence, hash } = seal;
  return {
    seal: { stream, sequence, hash },
    leafIndex,
    leafCount: leaves.length,
    path: auditPath(leafIndex, leaves.map(sealLeaf)),
    checkpoint: await findCheckpoint(tx, seal.checkpoint),
  };
}
