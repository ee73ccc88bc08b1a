/** Transactions, and the translation of what the SQL functions refuse into the application's errors. */

import type pg from 'pg';
import { AppError, type ErrorDetails, isErrorCode } from '#lib/domain/errors.ts';
import { oneLine } from '#lib/domain/log-line.ts';
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
  circular_reliance: 'This would close a circle: one of those relied on depends on this assessment itself.',
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

/** What Prisma calls a server that is not there, is going, or has no connection left. */
const PRISMA_UNAVAILABLE = /^P(1001|1002|1008|1017|2024|2037)$/;
const POSTGRES_UNAVAILABLE = /^(ECONN|EPIPE|ETIMEDOUT|08|57P0|55P03|40P01|40001|53300)/;

/** What the driver says where there is no code: no connection in time, or one that was lost before or during a query. */
const LOST_CONNECTION = /timeout exceeded when trying to connect|Connection terminated|is not queryable/;

/** PostgreSQL's own code inside an error that Prisma has no code for. */
function codeInside(error: unknown): string | undefined {
  const { meta } = error as { meta?: { driverAdapterError?: { cause?: { originalCode?: string } } } };
  return meta?.driverAdapterError?.cause?.originalCode;
}

/** Connection refused, server starting or stopping, no free connection in time, or a lock that others hold too long. */
export function isUnavailable(error: unknown): boolean {
  const { code, message } = error as PostgresError;
  if (typeof code === 'string' && (POSTGRES_UNAVAILABLE.test(code) || PRISMA_UNAVAILABLE.test(code))) return true;
  if (POSTGRES_UNAVAILABLE.test(codeInside(error) ?? '')) return true;
  return typeof message === 'string' && LOST_CONNECTION.test(message);
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
  let committing = false;
  try {
    await client.query(`BEGIN ISOLATION LEVEL ${isolation}`);
    const result = await work(client);
    committing = true;
    await client.query('COMMIT');
    committing = false;
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
    throw committing && isUnavailable(error) ? outcomeUnknown() : translateError(error);
  } finally {
    client.release(broken);
  }
}

/** The connection went after COMMIT was sent: the answer that would tell is lost. */
const outcomeUnknown = (): AppError =>
  new AppError(
    'unavailable',
    'The database was lost just as this was being recorded, so it is not known whether it was. Send it again: under the same idempotency key it has one effect.',
  );

/** What was committed stays committed when the notice fails: the fault is reported and the connection given up. */
async function announced(client: pg.PoolClient): Promise<Error | undefined> {
  try {
    await sendAnnouncements(client);
    return undefined;
  } catch (error) {
    process.stderr.write(`notice of a change was not sent: ${oneLine((error as Error).message)}\n`);
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
