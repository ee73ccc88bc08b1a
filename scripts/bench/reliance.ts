/**
 * How long one approval takes to reach many cities: `take_outcomes` for all that rely on one operator, against `record_statuses`
 * for as many plain moves on the same server, in turns.
 */
import pg from 'pg';
import { newId } from '#lib/data/ids.ts';
import { type LargeProgram, makeLargeProgram, moveAll } from './large-program.ts';
import { median } from './load.ts';

export const CITIES = 1000;
/** What a plain move may be quicker at most. */
export const MOST_RATIO = 3;

/** The one finding that needs no evidence: nobody answered. */
const FINDING = 'unable_to_determine';

export interface RelianceFigures {
  /** Milliseconds, one figure a round. */
  taken: number[];
  plain: number[];
  ratio: number;
}

/** All but the first rely on the first. */
async function prepare(owner: pg.Client): Promise<LargeProgram> {
  const program = await makeLargeProgram(owner, CITIES + 1);
  await moveAll(owner, program, 'not_started', 'requested');
  await moveAll(owner, program, 'requested', 'under_review');
  const [operator, ...cities] = program.ids;
  await owner.query(
    `INSERT INTO reliance (program_id, id, assessment_id, rule, scope, valid_from, booking_id, recorded_by_id, recorded_at)
     SELECT $1, gen_random_uuid(), city, 'all', 'All', DATE '2020-01-01', b.id, $3, now() FROM unnest($2::uuid[]) city, (SELECT id FROM booking_relation LIMIT 1) b`,
    [program.programId, cities, program.actorId],
  );
  await owner.query('INSERT INTO reliance_part SELECT program_id, id, $2 FROM reliance WHERE program_id = $1', [
    program.programId,
    operator,
  ]);
  return program;
}

/** The operator's finding, or its reopening, without the application's checks of who may. */
async function moveOperator(owner: pg.Client, { programId, actorId, ids }: LargeProgram, to: string): Promise<Record<string, unknown>> {
  const proposalId = newId();
  const content = JSON.stringify({ reason: 'Measured.', payload: { to, set: { status: to, expiresOn: null } } });
  if (to === FINDING) {
    await owner.query(
      `INSERT INTO proposal (program_id, id, assessment_id, kind, to_status, reason, details, evidence_ids, base_state_version, state, proposed_by_id, proposed_at)
       SELECT program_id, $2, id, 'status_changed', $3, 'x', $5, '{}', state_version, 'open', $4, now() FROM assessment WHERE id = $1`,
      [ids[0], proposalId, to, actorId, JSON.stringify({ reasonCode: 'no_response_body_in_control' })],
    );
    await owner.query(
      `UPDATE proposal SET state = 'approved', decided_by_id = (SELECT id FROM principal WHERE id <> $2 LIMIT 1), decided_at = now() WHERE id = $1`,
      [proposalId, actorId],
    );
  }
  const act = { programId, assessmentId: ids[0], actorId, kind: 'status_changed', proposalId, content };
  const { rows } = await owner.query<{ r: { version: number; hash: string } }>('SELECT record_status($1) AS r', [JSON.stringify(act)]);
  return { assessmentId: ids[0], sequence: rows[0]?.r.version, hash: rows[0]?.r.hash };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** @param url the owner's address of a migrated database with a booking in it */
export async function benchReliance(url: string, rounds: number): Promise<RelianceFigures> {
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  try {
    const [relying, plain] = [await prepare(owner), await makeLargeProgram(owner, CITIES)];
    await moveAll(owner, plain, 'not_started', 'requested');
    await moveAll(owner, plain, 'requested', 'under_review');
    const cities = relying.ids.slice(1);
    const figures: RelianceFigures = { taken: [], plain: [], ratio: Number.NaN };
    for (let round = 0; round <= rounds; round += 1) {
      const cause = await moveOperator(owner, relying, round % 2 === 0 ? FINDING : 'under_review');
      const targets = JSON.stringify(cities.map((assessmentId) => ({ assessmentId, cause })));
      const taken = await timed(() =>
        owner.query('SELECT take_outcomes($1, $2, $3)', [relying.programId, targets, JSON.stringify({ actorId: relying.actorId })]),
      );
      const [from, to] = round % 2 === 0 ? ['under_review', 'info_requested'] : ['info_requested', 'under_review'];
      const moved = await timed(() => moveAll(owner, plain, from ?? '', to ?? ''));
      // The first round fills caches and is not counted.
      if (round > 0) {
        figures.taken.push(taken);
        figures.plain.push(moved);
      }
    }
    figures.ratio = median(figures.taken.map((value, index) => value / (figures.plain[index] ?? 1)));
    return figures;
  } finally {
    await owner.end();
  }
}
