import type { Database } from '#lib/data/client.ts';
import { prepareDataFolder } from './data-folder.ts';
import { LauncherError } from './launcher-error.mjs';
import { createReporter } from './say.ts';
import { type Session, withDatabase } from './session.ts';
import { readSettings } from './settings.ts';

/** Errors whose message says everything there is to say. */
const EXPECTED = new Set(['AppError', 'CheckpointFileMismatch', 'LedgerKeyError']);

/** Which of the two roles a command works as: the one that serves, or the one that owns the tables. */
export type CommandRole = 'serving' | 'owner';

/**
 * Opens the database for a command, runs it, and closes everything. What the product refuses is said in one line.
 * @param work is given an open database; its modules are imported when they are needed, since the database client may
 * have to be made first
 * @returns the exit code
 */
export function runDatabaseCommand(role: CommandRole, work: (db: Database, session: Session) => Promise<number>): Promise<number> {
  const settings = readSettings(process.env);
  const dataFolder = prepareDataFolder(settings.dataFolder);
  return withDatabase(settings, dataFolder, createReporter(process.stderr), async (session) => {
    const { openDatabase } = await import('#lib/data/client.ts');
    const db = openDatabase(role === 'owner' ? session.database.ownerUrl : session.database.servingUrl, { max: 2 });
    try {
      return await work(db, session);
    } catch (error) {
      const { name, message } = error as Error;
      if (EXPECTED.has(name)) throw new LauncherError(message);
      throw error;
    } finally {
      await db.close();
    }
  });
}
