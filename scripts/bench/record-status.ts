/**
 * What history costs: status updates through `record_status` (event with hash, period, counter delta, ledger entry)
 * against the least that PostgreSQL could do, one UPDATE and one INSERT in one statement, on the same server in the
 * same run, in turns.
 */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { measureRate, median, type Work } from './load.ts';

export const WRITERS = 16;
const ROWS_PER_WRITER = 200;

export interface RecordStatusFigures {
  /** Per second, one figure a round. */
  recordStatus: number[];
  plain: number[];
  /** Round by round. */
  ratios: number[];
  ratio: number;
}

interface Rows {
  programId: string;
  actorId: string;
  ids: string[];
}

/** Assessments under review in a program of their own, made through the product's functions. */
async function prepare(owner: pg.Client): Promise<Rows> {
  const programId = randomUUID();
  const actorId = randomUUID();
  const count = WRITERS * ROWS_PER_WRITER;
  await owner.query(`INSERT INTO principal (id, kind, name, created_at) VALUES ($1, 'job', 'Benchmark', now())`, [actorId]);
  await owner.query(
    `INSERT INTO program (id, slug, name, kind, agency, summary, zone, calendar, record_basis, standing_lines, facts, created_at)
     VALUES ($1, $2, 'Benchmark', 'practice', 'None', 'None', 'UTC', 'us-federal', 'own_files', '{}', '{}', now())`,
    [programId, `bench-${programId}`],
  );
  await owner.query(
    `WITH c AS (INSERT INTO condition (program_id, id, ref, title, sort_order, tracked) VALUES ($1, gen_random_uuid(), 'one', 'One', 1, true) RETURNING id),
     v AS (INSERT INTO condition_version (program_id, id, condition_id, version, wording, citation, grade, valid_from, recorded_at)
       SELECT $1, gen_random_uuid(), id, 1, 'Words', 'None', 'primary', DATE '2020-01-01', now() FROM c RETURNING id, condition_id),
     o AS (INSERT INTO organization (id, ref, name, sort_name, level)
       SELECT gen_random_uuid(), 'bench-' || $1 || '-' || n, 'Body ' || n, 'body ' || n, 'city' FROM generate_series(1, $2) n RETURNING id)
     SELECT 1`,
    [programId, count],
  );
  const { rows } = await owner.query<{ id: string }>(
    `SELECT a.id FROM (SELECT gen_random_uuid() AS id, o.id AS operator, v.condition_id, v.id AS version
       FROM organization o, condition_version v WHERE o.ref LIKE 'bench-' || $1 || '-%' AND v.program_id = $1::uuid) a,
     LATERAL open_assessment(jsonb_build_object('programId', $1::uuid, 'assessmentId', a.id, 'actorId', $2::uuid, 'sortName', 'x', 'subjectKind', 'operator',
       'operatorId', a.operator, 'conditionId', a.condition_id, 'conditionVersionId', a.version,
       'content', jsonb_build_object('reason', NULL, 'payload', jsonb_build_object('subjectKind', 'operator', 'operatorId', a.operator,
         'conditionId', a.condition_id, 'conditionVersionId', a.version, 'controlledElsewhere', false, 'responsible', '[]'::jsonb))::text)) made`,
    [programId, actorId],
  );
  const ids = rows.map((row) => row.id);
  for (const to of ['requested', 'under_review'])
    for (const id of ids) await owner.query(RECORD, [act({ programId, actorId, ids }, id, to)]);
  await owner.query('CREATE TABLE bench_row (LIKE assessment INCLUDING ALL)');
  await owner.query('CREATE TABLE bench_event (LIKE event INCLUDING ALL)');
  await owner.query('INSERT INTO bench_row SELECT * FROM assessment WHERE id = ANY($1)', [ids]);
  return { programId, actorId, ids };
}

const RECORD = 'SELECT record_status($1::jsonb)';
const PLAIN = `WITH changed AS (UPDATE bench_row SET status = $2, version = version + 1, updated_at = clock_timestamp() WHERE id = $1 RETURNING *)
  INSERT INTO bench_event SELECT program_id, id, version, 'assessment', 'status_changed', 1, $4, NULL, NULL, updated_at, updated_at, '', $3, '', '', ''
  FROM changed`;

const contentOf = (to: string): string =>
  JSON.stringify({ reason: 'Measured.', payload: { from: 'under_review', to, set: { status: to } } });

const act = ({ programId, actorId }: Rows, assessmentId: string, to: string): string =>
  JSON.stringify({ programId, assessmentId, actorId, kind: 'status_changed', content: contentOf(to) });

/** Each writer goes round its own rows and moves each to and fro between two open statuses. */
function worksOn(rows: Rows): { recordStatus: Work; plain: Work } {
  // What was done before a round stays done, so every row remembers where it is.
  const turns = new Map<string, number>();
  const next = (writer: number, n: number) => {
    const id = rows.ids[writer * ROWS_PER_WRITER + (n % ROWS_PER_WRITER)] ?? '';
    const turn = turns.get(id) ?? 0;
    turns.set(id, turn + 1);
    return { id, to: turn % 2 === 0 ? 'info_requested' : 'under_review' };
  };
  return {
    recordStatus: (client, writer, n) => {
      const { id, to } = next(writer, n);
      return client.query(RECORD, [act(rows, id, to)]);
    },
    plain: (client, writer, n) => {
      const id = rows.ids[writer * ROWS_PER_WRITER + (n % ROWS_PER_WRITER)];
      return client.query(PLAIN, [id, n % 2 === 0 ? 'info_requested' : 'under_review', contentOf('under_review'), rows.actorId]);
    },
  };
}

/** @param url the owner's address of a migrated database; two tables and a program of its own are left in it */
export async function benchRecordStatus(url: string, rounds: number, seconds: number): Promise<RecordStatusFigures> {
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  try {
    const works = worksOn(await prepare(owner));
    const figures: RecordStatusFigures = { recordStatus: [], plain: [], ratios: [], ratio: Number.NaN };
    for (let round = 0; round <= rounds; round += 1) {
      const plain = await measureRate(url, WRITERS, seconds, works.plain);
      const recorded = await measureRate(url, WRITERS, seconds, works.recordStatus);
      // The first round fills caches and is not counted.
      if (round === 0) continue;
      figures.plain.push(plain);
      figures.recordStatus.push(recorded);
      figures.ratios.push(recorded / plain);
    }
    return { ...figures, ratio: median(figures.ratios) };
  } finally {
    await owner.end();
  }
}
