/** The checkpoints over the history, newest first, and how far the sealing has come. */
import { findLedgerState, listCheckpoints as readCheckpoints } from '#lib/data/checkpoints.ts';
import { inTransaction } from '#lib/data/transaction.ts';
import { type Checkpoint, isSealingLate, type LedgerState } from '#lib/domain/audit.ts';
import { NO_PROGRAM } from '#lib/domain/event.ts';
import type { ProgramView } from '#lib/domain/record.ts';
import type { Context } from './context.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { getProgram } from './get-program.ts';

export interface CheckpointList {
  program: ProgramView;
  items: Checkpoint[];
  nextCursor: string | null;
  /** `late` when something has waited for a checkpoint longer than it should. */
  state: LedgerState & { late: boolean };
  /** The instant of this reading. */
  readAt: string;
}

const PAGE = 50;

/** @throws AppError `unauthenticated`, `not_found`, `forbidden`, `invalid_request` */
export async function listCheckpoints(
  context: Context,
  slug: string,
  query: { cursor?: string | undefined; limit?: number | undefined } = {},
): Promise<CheckpointList> {
  const program = await getProgram(context, slug, 'read_audit');
  const identity = ['checkpoints', program.id];
  const before = query.cursor ? Number(decodeCursor(context.secret, identity, query.cursor).value) : null;
  const limit = query.limit ?? PAGE;
  return inTransaction(
    context.db,
    async (tx) => {
      const found = await readCheckpoints(tx, program.id, before, limit + 1);
      const items = found.slice(0, limit);
      const last = items.at(-1);
      const state = await findLedgerState(tx, program.id);
      const readAt = context.now();
      return {
        program,
        items,
        nextCursor: found.length > limit && last ? encodeCursor(context.secret, identity, { value: last.number, id: NO_PROGRAM }) : null,
        state: { ...state, late: isSealingLate(state, readAt) },
        readAt,
      };
    },
    'REPEATABLE READ',
  );
}
