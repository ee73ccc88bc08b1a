/** Transactions, and the translation of what the SQL functions refuse into the application's errors. */
import type pg from 'pg';
import { AppError, type ErrorDetails, isErrorCode } from '#lib/domain/errors.ts';
import { forgetAnnouncements, sendAnnouncements } from './announce.ts';
import type { Database } from './client.ts';

const REFUSED = 'PV001';
const messages: Record<string, string> = {
  stale_version: 'Somebody changed this since you opened it.',
  assessor_missing: 'This program has no assessor, so no finding can be recorded in it. Make a practice copy to try one.',
  needs_proposal: 'This needs a proposal that another person approves.',
  proposal_outdated: 'The assessment changed after this was proposed.',
  same_person: 'The person who proposed cannot approve.',
  effective_in_future: 'The effective date is after today.',
  rule_fixed: 'This rule can no longer be changed: the program has a finding, or its record is kept from public sources.',
  not_found: 'The assessment was not found.',
  illegal_transition: 'This change is not possible from the current status.',
};

interface PostgresError {
  code?: string;
  message: string;
  detail?: string;
}

/** A refusal of the SQL functions as an AppError; connection loss as `unavailable`; anything else unchanged. */
export function translateError(error: unknown): unknown {
  const { code, message, detail } = error as PostgresError;
  if (code === REFUSED && isErrorCode(message)) {
    const parsed = JSON.parse(detail ?? '{}') as { field?: string; version?: number; status?: string };
    const details: ErrorDetails = {};
    if (parsed.field) details.field = parsed.field;
    if (parsed.version !== undefined)
      details.current = { version: parsed.version, status: parsed.status ?? '', updatedAt: '', updatedBy: null };
    return new AppError(message, messages[message] ?? message, details);
  }
  if (isUnavailable(error)) return new AppError('unavailable', 'The database does not answer. Nothing was changed. Try again in a moment.');
  return error;
}

/** Connection refused, server starting or stopping, no free connection in time, or a lock that others hold too long. */
export function isUnavailable(error: unknown): boolean {
  const { code, message } = error as PostgresError;
  if (typeof code === 'string' && /^(ECONN|EPIPE|ETIMEDOUT|08|57P0|55P03|40P01|40001|53300)/.test(code)) return true;
  return typeof message === 'string' && /timeout exceeded when trying to connect|Connection terminated/.test(message);
}

/**
 * Runs `work` in one transaction and commits, or rolls everything back.
 * @throws AppError for refusals; whatever `work` throws otherwise
 */
export async function inTransaction<T>(
  db: Database,
  work: (tx: pg.PoolClient) => Promise<T>,
  isolation: 'READ COMMITTED' | 'REPEATABLE READ' = 'READ COMMITTED',
): Promise<T> {
  let client: pg.PoolClient;
  try {
    client = await db.pool.connect();
  } catch (error) {
    throw translateError(error);
  }
  let broken: Error | undefined;
  try {
    await client.query(`BEGIN ISOLATION LEVEL ${isolation}`);
    const result = await work(client);
    await client.query('COMMIT');
    broken = await announced(client);
    return result;
  } catch (error) {
    forgetAnnouncements(client);
    try {
      await client.query('ROLLBACK');
    } catch (rollbackError) {
      // A connection that cannot roll back is thrown away; its server side rolls back by itself.
      broken = rollbackError as Error;
    }
    throw translateError(error);
  } finally {
    client.release(broken);
  }
}

/** What was committed stays committed when the notice fails: the fault is reported and the connection given up. */
async function announced(client: pg.PoolClient): Promise<Error | undefined> {
  try {
    await sendAnnouncements(client);
    return undefined;
  } catch (error) {
    process.stderr.write(`notice of a change was not sent: ${(error as Error).message}\n`);
    return error as Error;
  }
}

/** For reads outside a transaction: the same translation of errors. */
export async function translated<T>(read: Promise<T>): Promise<T> {
  try {
    return await read;
  } catch (error) {
    throw translateError(error);
  }
}
