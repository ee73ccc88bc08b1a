/** How many rows every table holds: what was not to be written must not have been. */
import type pg from 'pg';

/** These move by themselves: tries are counted, numbers folded, the history sealed, digests planned, files read that were taken before. */
const MOVING = new Set([
  'rate_limit',
  'counter',
  'counter_delta',
  'ledger_pending',
  'ledger_seal',
  'ledger_checkpoint',
  'ledger_key',
  'digest_day',
  'reminder',
  'message',
  'evidence_text',
]);

/** What is over is cleared away from here by a job; a row more is still a row that somebody wrote. */
const CLEARED = new Set(['session']);

/** Rows by table, without those that move by themselves. */
export async function countRows(owner: pg.Pool): Promise<Record<string, number>> {
  const { rows: tables } = await owner.query<{ name: string }>(
    `SELECT quote_ident(relname) AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1`,
  );
  const names = tables.map(({ name }) => name).filter((name) => !MOVING.has(name));
  const counts = names.map((name) => `(SELECT count(*)::int FROM ${name})`).join(', ');
  const { rows } = await owner.query<{ counts: number[] }>(`SELECT ARRAY[${counts}] AS counts`);
  return Object.fromEntries(names.map((name, index) => [name, rows[0]?.counts[index] ?? 0]));
}

/** The tables in which something was written between two counts, with how much. */
export function writtenBetween(before: Record<string, number>, after: Record<string, number>): string[] {
  return Object.keys(after).flatMap((name) => {
    const more = (after[name] ?? 0) - (before[name] ?? 0);
    return more === 0 || (more < 0 && CLEARED.has(name)) ? [] : [`${name} ${more > 0 ? '+' : ''}${more}`];
  });
}
