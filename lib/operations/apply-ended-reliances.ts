/**
 * Puts back to review what was taken under an agreement whose last day has passed. The day was recorded by somebody when the
 * reliance was; this only carries it out. Asking again changes nothing.
 */
import type { Database } from '#lib/data/client.ts';
import { newId } from '#lib/data/ids.ts';
import { listRunOut, lockWithDependents, PROPAGATION_LIMIT } from '#lib/data/outcomes.ts';
import { inTransaction } from '#lib/data/transaction.ts';
import { takeAndFollow } from './follow-outcomes.ts';
import { systemAct } from './system-principal.ts';

/** Assessments in one transaction. */
const BATCH = 500;

/**
 * @param since when this was last carried out to its end: what ran out before has been asked, and a direct finding or another agreement
 * may leave it as it is for ever. Null: everything that ever ran out is asked.
 * @returns how many assessments were asked
 */
export async function applyEndedReliances(db: Database, since: string | null = null): Promise<number> {
  let asked = 0;
  for (let after: string | null = null; ; ) {
    const last: string | null = await inTransaction(db, async (tx) => {
      const found = await listRunOut(tx, since, after, BATCH);
      const act = { ...(await systemAct(tx)), requestId: newId() };
      for (const [programId, items] of Map.groupBy(found, (item) => item.programId)) {
        await lockWithDependents(
          tx,
          programId,
          items.map((item) => item.cause.assessmentId),
        );
        const targets = items.map(({ cause }) => ({ assessmentId: cause.assessmentId, cause }));
        await takeAndFollow(tx, act, programId, targets, PROPAGATION_LIMIT);
      }
      asked += found.length;
      return found.length < BATCH ? null : (found.at(-1)?.cause.assessmentId ?? null);
    });
    if (last === null) return asked;
    after = last;
  }
}
