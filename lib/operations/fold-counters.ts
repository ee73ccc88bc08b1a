/** Folds the insert-only changes of the dashboard numbers into their base. */
import type { Database } from '#lib/data/client.ts';
import { foldCounters as fold } from '#lib/data/history.ts';
import { translated } from '#lib/data/transaction.ts';

/** Returns how many changes were folded; 0 also when another process is folding. */
export const foldCounters = (db: Database): Promise<number> => translated(fold(db.pool));
