/** What waits for the asker, over all programs he takes part in. */
import type { Work } from '#lib/domain/work.ts';
import { personOf } from './access.ts';
import { collectWork } from './collect-work.ts';
import { type Context, requireActor } from './context.ts';
import { listPrograms } from './list-programs.ts';

/** Rows of one list that are shown. */
const MOST = 200;

/** @throws AppError `unauthenticated` */
export async function getWork(context: Context): Promise<Work> {
  const actor = requireActor(context);
  const programs = await listPrograms(context);
  return collectWork(context.db.pool, { personId: personOf(actor), grants: actor.grants }, programs, context.now(), {
    limit: MOST,
    untold: false,
  });
}
