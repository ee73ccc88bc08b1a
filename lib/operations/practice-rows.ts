/** The tables of a practice copy: which are copied, in which order, and how a row becomes one of the copy. */
import type pg from 'pg';
import type { Act } from '#lib/data/history.ts';
import { newId } from '#lib/data/ids.ts';
import { type BulkTable, insertRows } from '#lib/data/insert-rows.ts';
import type { ProgramView } from '#lib/domain/record.ts';
import type { Context } from './context.ts';

/** In the order in which foreign keys allow them. Assessments and their history are replayed between the two lists. */
export const BEFORE: readonly BulkTable[] = [
  'program_operator',
  'condition',
  'condition_version',
  'deadline',
  'application',
  'funder_decision',
  'letter_template',
  'request',
  'request_question',
  'request_recipient',
  'request_rescission',
  'record_entry',
  'record_entry_subject',
  'record_issue',
  'deadline_move',
  'legal_order',
];
export const EVIDENCE: readonly BulkTable[] = ['evidence_link', 'evidence_decision'];
/** Drafts are nobody's but their organization's, and a receipt belongs to the history it was given in: neither is copied. */
export const AFTER: readonly BulkTable[] = [
  'request_item',
  'response',
  'response_answer',
  'response_recall',
  'response_counting',
  'clarification',
  'referral',
  'note',
  'dispute',
  'reliance',
  'reliance_part',
  'reliance_end',
];

export type Row = Record<string, unknown>;

export interface Copy {
  tx: pg.PoolClient;
  context: Context;
  program: ProgramView;
  ids: Map<string, string>;
  now: string;
  /** What was copied is an import, for the person who asked: nobody did in the copy what others did in the record. */
  act: Act;
}

export async function readRows(copy: Copy, table: BulkTable | 'assessment' | 'event', order = ''): Promise<Row[]> {
  const { rows } = await copy.tx.query<{ row: Row }>(`SELECT to_jsonb(t) AS row FROM ${table} t WHERE t.program_id = $1 ${order}`, [
    copy.program.id,
  ]);
  return rows.map(({ row }) => row);
}

/** New ids everywhere, in columns and inside stored JSON alike: an id is found by its text. */
export function renamed<T>(copy: Copy, value: T): T {
  const text = JSON.stringify(value).replace(
    /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g,
    (id) => copy.ids.get(id) ?? id,
  );
  return JSON.parse(text) as T;
}

/** The copy's rows are recorded now; what was recorded when is a fact of the original. */
const RECORDED = ['recorded_at', 'asked_at', 'answered_at', 'passed_on_at'];
export const recordedNow = (copy: Copy, row: Row): Row =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value !== null && RECORDED.includes(name) ? copy.now : value]));

/**
 * What was recorded of an order before is a fact of the original, and what counsel wrote in confidence stays where it was written.
 * Mentions stay too: nobody was called to a copy.
 */
function isCopied(table: BulkTable, row: Row): boolean {
  if (table === 'legal_order') return row.superseded_at === null;
  return table !== 'note' || row.visibility !== 'privileged';
}

export async function copyTables(copy: Copy, tables: readonly BulkTable[]): Promise<void> {
  for (const table of tables) {
    const all = await readRows(copy, table);
    const rows = all.filter((row) => isCopied(table, row));
    for (const row of rows) if (typeof row.id === 'string' && !copy.ids.has(row.id)) copy.ids.set(row.id, newId());
    await insertRows(
      copy.tx,
      table,
      rows.map((row) => recordedNow(copy, renamed(copy, row))),
    );
  }
}

/** A request for more time begins asked for and is decided once, in a copy too. */
export async function copyExtensions(copy: Copy): Promise<void> {
  for (const row of await readRows(copy, 'extension', 'ORDER BY id')) {
    const id = newId();
    const { decision_at, decided_at, ...rest } = recordedNow(copy, renamed(copy, { ...row, id }));
    const undecided = { state: 'asked', granted_on: null, decision_reason: null, decision_evidence_ids: null };
    await insertRows(copy.tx, 'extension', [{ ...rest, ...undecided, decided_by_id: null, decided_on_behalf_of_id: null }]);
    if (row.state === 'asked') continue;
    await copy.tx.query(
      `UPDATE extension SET state = $2, granted_on = $3, decision_reason = $4, decision_evidence_ids = $5, decision_at = $6, decided_by_id = $7,
         decided_on_behalf_of_id = $8, decided_at = $9 WHERE id = $1`,
      [
        id,
        rest.state,
        rest.granted_on,
        rest.decision_reason,
        rest.decision_evidence_ids,
        decision_at,
        rest.decided_by_id,
        rest.decided_on_behalf_of_id,
        decided_at === null ? null : copy.now,
      ],
    );
  }
}
