/**
 * What history costs: status updates through `record_status` (event with hash, period, counter delta, ledger entry)
 * against the least that PostgreSQL could do, one UPDATE and one INSERT in one statement, on the same server in the
 * same run, in turns.
 */
import pg from 'pg';
import { type LargeProgram, makeLargeProgram, moveAll } from './large-program.ts';
import { measureRate, median, type Work } from './load.ts';

export const WRITERS = 16;
/** What history may cost at most: the share of the plain rate that has to be left. */
export const LEAST_RATIO = 0.4;
const ROWS_PER_WRITER = 200;

export interface RecordStatusFigures {
  /** Per second, one figure a round. */
  recordStatus: number[];
  plain: number[];
  /** Round by round. */
  ratios: number[];
  ratio: number;
}

/** Assessments under review in a program of their own, and two tables of the same shape. */
async function prepare(owner: pg.Client): Promise<LargeProgram> {
  const program = await makeLargeProgram(owner, WRITERS * ROWS_PER_WRITER);
  await moveAll(owner, program, 'not_started', 'requested');
  await moveAll(owner, program, 'requested', 'under_review');
  await owner.query('CREATE TABLE bench_row (LIKE assessment INCLUDING ALL)');
  await owner.query('CREATE TABLE bench_event (LIKE event INCLUDING ALL)');
  await owner.query('INSERT INTO bench_row SELECT * FROM assessment WHERE id = ANY($1)', [program.ids]);
  return program;
}

const RECORD = 'SELECT record_status($1::jsonb)';
const PLAIN = `WITH changed AS (UPDATE bench_row SET status = $2, version = version + 1, updated_at = clock_timestamp() WHERE id = $1 RETURNING *)
  INSERT INTO bench_event SELECT program_id, id, version, 'assessment', 'status_changed', 1, $4, NULL, NULL, updated_at, updated_at, '', $3, '', '', ''
  FROM changed`;

const contentOf = (to: string): string =>
  JSON.stringify({ reason: 'Measured.', payload: { from: 'under_review', to, set: { status: to } } });

const act = ({ programId, actorId }: LargeProgram, assessmentId: string, to: string): string =>
  JSON.stringify({ programId, assessmentId, actorId, kind: 'status_changed', content: contentOf(to) });

/** Each writer goes round its own rows and moves each to and fro between two open statuses. */
function worksOn(rows: LargeProgram): { recordStatus: Work; plain: Work } {
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
