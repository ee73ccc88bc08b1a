/** Inserts many rows of one table in one statement. Column names are those of the table; absent columns are null. */
import type { Queryable } from './client.ts';

/** Tables that the serving role may insert into in bulk; a closed list, so that a name is never data. */
export type BulkTable =
  | 'program'
  | 'condition'
  | 'condition_version'
  | 'deadline'
  | 'jurisdiction'
  | 'organization'
  | 'facility'
  | 'facility_operation'
  | 'booking_relation'
  | 'application'
  | 'funder_decision'
  | 'proposal'
  | 'note'
  | 'request'
  | 'request_item'
  | 'request_question'
  | 'request_recipient'
  | 'request_rescission'
  | 'letter_template'
  | 'response_counting'
  | 'dispute'
  | 'response'
  | 'response_answer'
  | 'response_recall'
  | 'clarification'
  | 'referral'
  | 'evidence_link'
  | 'evidence_decision'
  | 'reliance'
  | 'reliance_part'
  | 'reliance_end'
  | 'program_operator'
  | 'source'
  | 'record_entry'
  | 'record_entry_subject'
  | 'record_issue'
  | 'deadline_move'
  | 'legal_order'
  | 'extension';

/** @param skipExisting rows whose key exists are left as they are (places and sources are shared by programs) */
export async function insertRows(tx: Queryable, table: BulkTable, rows: Record<string, unknown>[], skipExisting = false): Promise<void> {
  if (rows.length === 0) return;
  const conflict = skipExisting ? ' ON CONFLICT DO NOTHING' : '';
  await tx.query(`INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)${conflict}`, [
    JSON.stringify(rows),
  ]);
}

/** The ids of rows by a text key, for rows that may have existed before. */
export async function idsByKey(
  tx: Queryable,
  table: 'jurisdiction' | 'organization' | 'facility' | 'source',
  keys: string[],
): Promise<Map<string, string>> {
  const column = table === 'jurisdiction' ? 'geoid' : 'ref';
  const { rows } = await tx.query<{ key: string; id: string }>(`SELECT ${column} AS key, id FROM ${table} WHERE ${column} = ANY($1)`, [
    keys,
  ]);
  return new Map(rows.map((row) => [row.key, row.id]));
}
