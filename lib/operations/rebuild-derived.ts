/** Makes the periods, the current states and the dashboard numbers anew from the events, and says in the history that it did. */
import type { Database } from '#lib/data/client.ts';
import { listProgramsToRebuild, rebuildAssessments, rebuildCounters } from '#lib/data/erasure.ts';
import { recordEvent } from '#lib/data/history.ts';
import { inTransaction } from '#lib/data/transaction.ts';
import { notFound } from '#lib/domain/errors.ts';
import { NO_PROGRAM } from '#lib/domain/event.ts';
import { SYSTEM_STREAM, systemAct } from './system-principal.ts';

/** Assessments in one transaction: nobody waits long for one of them. */
const BATCH = 500;

export interface Rebuilt {
  assessments: number;
  /** Assessments whose stored periods or state were not what their events say. */
  changed: number;
  /** Programs whose dashboard numbers were wrong. */
  numbers: string[];
}

/**
 * Cut off in between it leaves everything right that it had come to; running it again does the rest.
 * @param db as the owner of the tables
 * @param slug of a program; absent: all
 * @throws AppError `not_found`
 */
export async function rebuildDerived(db: Database, slug?: string): Promise<Rebuilt> {
  const programs = await listProgramsToRebuild(db.pool, slug ?? null);
  if (slug !== undefined && programs.length === 0) throw notFound(`The program ${slug}`);
  const total: Rebuilt = { assessments: 0, changed: 0, numbers: [] };
  for (const program of programs) {
    for (let after: string | null = NO_PROGRAM; after !== null; ) {
      const from: string = after;
      const batch = await inTransaction(db, (tx) => rebuildAssessments(tx, program.id, from, BATCH));
      total.assessments += batch.assessments;
      total.changed += batch.changed;
      after = batch.last;
    }
    if (await inTransaction(db, (tx) => rebuildCounters(tx, program.id))) total.numbers.push(program.slug);
  }
  const { assessments, changed } = total;
  await inTransaction(db, async (tx) =>
    recordEvent(tx, await systemAct(tx), { ...SYSTEM_STREAM, kind: 'periods_rebuilt', payload: { assessments, changed } }),
  );
  return total;
}
