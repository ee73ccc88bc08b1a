/**
 * Carries findings to more assessments than one transaction takes, chunk by chunk. Each chunk is a transaction of its own, which
 * writes the events and how far it has come together: whoever is killed in the middle loses one chunk, and the next one goes on.
 */
import type { Database } from '#lib/data/client.ts';
import { listDependentIds, lockWithDependents, PROPAGATION_LIMIT } from '#lib/data/outcomes.ts';
import { advancePropagation, claimPropagation } from '#lib/data/propagations.ts';
import { inTransaction } from '#lib/data/transaction.ts';
import { takeAndFollow } from './follow-outcomes.ts';

/** Short enough that nobody waits long for an assessment of the chunk. */
const CHUNK = 500;

/**
 * One chunk of the oldest that nobody else works on.
 * @returns whether there was one
 */
export async function propagateChunk(db: Database, chunk = CHUNK, limit = PROPAGATION_LIMIT): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    const item = await claimPropagation(tx);
    if (!item) return false;
    const ids = await listDependentIds(tx, item.programId, item.cause.assessmentId, { after: item.cursor, limit: chunk });
    await lockWithDependents(tx, item.programId, ids);
    const targets = ids.map((assessmentId) => ({ assessmentId, cause: item.cause }));
    await takeAndFollow(tx, item.act, item.programId, targets, limit);
    await advancePropagation(tx, item, ids.length, ids.length < chunk ? null : (ids.at(-1) ?? null));
    return true;
  });
}

/** Everything there is, in as many chunks as it takes. @returns how many chunks */
export async function propagateOutcomes(db: Database, chunk = CHUNK): Promise<number> {
  let chunks = 0;
  while (await propagateChunk(db, chunk)) chunks += 1;
  return chunks;
}
