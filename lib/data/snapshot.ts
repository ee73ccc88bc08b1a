/** Reading one state of the database for as long as it takes, such as a file that is written at its reader's pace. */
import type pg from 'pg';
import type { Database } from './client.ts';
import { translateError } from './transaction.ts';

/** A reader that stops asking does not hold its snapshot, and a connection, for longer than this. */
const IDLE_LIMIT = '120s';

/**
 * Yields what `read` yields, all of it from one snapshot. Nothing happens before the first value is asked for; the
 * connection is given back when the last one was read, when `read` fails, and when the reader goes away early.
 * @throws AppError `unavailable`; whatever `read` throws otherwise
 */
export async function* readSnapshot<T>(db: Database, read: (tx: pg.PoolClient) => AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
  const client = await connect(db);
  let fault: Error | undefined;
  // A client that is lost between two queries tells it here; unheard, that would end the process.
  const onError = (error: Error): void => {
    fault = error;
  };
  client.on('error', onError);
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query(`SET LOCAL idle_in_transaction_session_timeout = '${IDLE_LIMIT}'`);
    yield* read(client);
  } catch (error) {
    throw translateError(error);
  } finally {
    if (!fault) await client.query('ROLLBACK').catch(onError);
    client.off('error', onError);
    // With a fault the connection is closed instead of being used again.
    client.release(fault);
  }
}

async function connect(db: Database): Promise<pg.PoolClient> {
  try {
    return await db.pool.connect();
  } catch (error) {
    throw translateError(error);
  }
}
