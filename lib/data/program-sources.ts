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

/** An assessment, by its id in this column, that the organization of `$3` answers for. */
const ownAssessment = (column: string): string => `EXISTS (SELECT 1 FROM assessment a
  LEFT JOIN application x ON x.program_id = a.program_id AND x.id = a.application_id
  WHERE a.program_id = $1 AND a.id = ${column} AND coalesce(x.organization_id, a.operator_id) = $3)`;
const ownApplication = (column: string): string =>
  `EXISTS (SELECT 1 FROM application x WHERE x.program_id = $1 AND x.id = ${column} AND x.organization_id = $3)`;
const requestOf = (column: string): string =>
  `EXISTS (SELECT 1 FROM request_item i WHERE i.program_id = $1 AND i.request_id = ${column} AND ${ownAssessment('i.assessment_id')})`;

/** Tables with sources, and which of their rows concern the organization that a contributor is confined to. */
const OWN: readonly (readonly [table: string, concerns: string])[] = [
  ['condition_version', 'true'],
  ['deadline', `EXISTS (SELECT 1 FROM assessment d WHERE d.program_id = $1 AND d.deadline_id = t.id AND ${ownAssessment('d.id')})`],
  ['application', 't.organization_id = $3'],
  ['funder_decision', ownApplication('t.application_id')],
  ['request', requestOf('t.id')],
  ['request_item', ownAssessment('t.assessment_id')],
  ['response', ownApplication('t.application_id')],
  [
    'record_entry',
    `(NOT EXISTS (SELECT 1 FROM record_entry_subject s WHERE s.program_id = $1 AND s.entry_id = t.id)
      OR EXISTS (SELECT 1 FROM record_entry_subject s WHERE s.program_id = $1 AND s.entry_id = t.id AND ${ownApplication('s.application_id')}))`,
  ],
];

const unlessConfined = (concerns: string): string => `($3::uuid IS NULL OR ${concerns})`;

/** Where source ids of a program stand. The names are constants of this file, never input. */
const CITED = [
  ...OWN.map(([table, concerns]) => `SELECT unnest(t.source_ids) FROM ${table} t WHERE t.program_id = $1 AND ${unlessConfined(concerns)}`),
  `SELECT (jsonb_array_elements_text(v->'sourceIds'))::uuid FROM record_issue, jsonb_array_elements(versions) v WHERE program_id = $1 AND $3::uuid IS NULL`,
  `SELECT unnest(j.source_ids) FROM application ap JOIN jurisdiction j ON j.id = ap.jurisdiction_id
    WHERE ap.program_id = $1 AND ${unlessConfined('ap.organization_id = $3')}`,
  `SELECT unnest(e.source_ids) FROM evidence_link l JOIN evidence e ON e.id = l.evidence_id
    WHERE l.program_id = $1 AND ${unlessConfined(ownAssessment('l.assessment_id'))}`,
  `SELECT unnest(b.source_ids || f.source_ids || fo.source_ids) FROM application ap JOIN booking_relation b ON b.organization_id = ap.organization_id
    JOIN facility f ON f.id = b.facility_id JOIN facility_operation fo ON fo.facility_id = f.id
    WHERE ap.program_id = $1 AND ${unlessConfined('ap.organization_id = $3')}`,
].join(' UNION ');

/**
 * Sources that the program cites anywhere, and those of these refs, by title.
 * @param organizationId only what concerns this organization or the program as a whole (contributors); null for all
 */
export async function listProgramSources(
  db: Database,
  programId: string,
  refs: string[],
  organizationId: string | null,
): Promise<Source[]> {
  const { rows } = await translated(
    db.pool.query<{ id: string }>(`SELECT id FROM source WHERE id IN (${CITED}) OR ref = ANY($2)`, [programId, refs, organizationId]),
  );
  const sources = await sourcesOf(
    db,
    rows.map((row) => row.id),
  );
  return [...sources.values()].sort((a, b) => a.title.localeCompare(b.title, 'en'));
}
