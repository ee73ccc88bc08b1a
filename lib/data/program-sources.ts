/** The facts of a program as its pack states them, and every source that anything in the program rests on. */
import type { Source } from '#lib/domain/record.ts';
import type { Database } from './client.ts';
import { sourcesOf } from './sources.ts';
import { translated } from './transaction.ts';

/** Free facts about the program; sources in it are named by their refs. */
export async function findProgramFacts(db: Database, programId: string): Promise<unknown> {
  const { rows } = await translated(db.pool.query<{ facts: unknown }>('SELECT facts FROM program WHERE id = $1', [programId]));
  return rows[0]?.facts ?? {};
}

const OWN = [
  'condition_version',
  'deadline',
  'application',
  'funder_decision',
  'request',
  'request_item',
  'response',
  'record_entry',
] as const;

/** Where source ids of a program stand. The names are constants of this file, never input. */
const CITED = [
  ...OWN.map((table) => `SELECT unnest(source_ids) FROM ${table} WHERE program_id = $1`),
  `SELECT (jsonb_array_elements_text(v->'sourceIds'))::uuid FROM record_issue, jsonb_array_elements(versions) v WHERE program_id = $1`,
  'SELECT unnest(j.source_ids) FROM application ap JOIN jurisdiction j ON j.id = ap.jurisdiction_id WHERE ap.program_id = $1',
  'SELECT unnest(e.source_ids) FROM evidence_link l JOIN evidence e ON e.id = l.evidence_id WHERE l.program_id = $1',
  `SELECT unnest(b.source_ids || f.source_ids || fo.source_ids) FROM application ap JOIN booking_relation b ON b.organization_id = ap.organization_id
    JOIN facility f ON f.id = b.facility_id JOIN facility_operation fo ON fo.facility_id = f.id WHERE ap.program_id = $1`,
].join(' UNION ');

/** Sources that the program cites anywhere, and those of these refs, by title. */
export async function listProgramSources(db: Database, programId: string, refs: string[]): Promise<Source[]> {
  const { rows } = await translated(
    db.pool.query<{ id: string }>(`SELECT id FROM source WHERE id IN (${CITED}) OR ref = ANY($2)`, [programId, refs]),
  );
  const sources = await sourcesOf(
    db,
    rows.map((row) => row.id),
  );
  return [...sources.values()].sort((a, b) => a.title.localeCompare(b.title, 'en'));
}
