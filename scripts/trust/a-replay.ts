/** A3: random edits by many clients; what stands at the end is what the history adds up to. */
import type pg from 'pg';
import { type LargeProgram, makeLargeProgram } from '../bench/large-program.ts';
import { ACCEPTED, countBy, createTally, outcomeOf, rounded, type Tally } from './check.ts';
import { createRandom } from './random.ts';
import { chooseEdit, seeRow } from './random-edits.ts';
import type { TrustDatabase, TrustRun, TrustTest } from './types.ts';

const ASSESSMENTS = 2000;
const CLIENTS = 64;

/** Refusals that a race with another client may end in; anything else is a fault. */
const RACES = new Set([
  'stale_version',
  'proposal_closed',
  'proposal_outdated',
  'proposal_open',
  'needs_proposal',
  'illegal_transition',
  'evidence_required',
]);

interface Work {
  accepted: number;
  kinds: string[];
  outcomes: string[];
}

/** Clients pick rows at random, often the same ones, until so many edits have been accepted. */
async function editAtRandom(database: TrustDatabase, program: LargeProgram, run: TrustRun, target: number): Promise<Work> {
  const work: Work = { accepted: 0, kinds: [], outcomes: [] };
  const client = async (n: number) => {
    const random = createRandom(run.seed * 1000 + n);
    while (work.accepted < target) {
      // One edit in eight goes to one of ten rows that everybody wants.
      const id = random.int(8) === 0 ? program.ids[random.int(10)] : random.pick(program.ids);
      const edit = chooseEdit(database.as, await seeRow(database.db, id ?? ''), random, `Edit ${work.outcomes.length} of client ${n}`);
      const outcome = await outcomeOf(edit.act());
      work.outcomes.push(outcome);
      if (outcome !== ACCEPTED) continue;
      work.accepted += 1;
      work.kinds.push(edit.kind);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, (_, n) => client(n)));
  return work;
}

interface Compared {
  assessments: number;
  periods: number;
  differences: number;
}

/** Makes every period and state anew from the events, and counts where that changes something. */
async function replayDifferences(owner: pg.Pool, { programId }: LargeProgram): Promise<Compared> {
  const { rows } = await owner.query<Compared>(
    `SELECT (SELECT count(*)::int FROM assessment WHERE program_id = $1) AS assessments,
       (SELECT count(*)::int FROM assessment_period WHERE program_id = $1) AS periods,
       (SELECT count(*)::int FROM assessment a WHERE a.program_id = $1 AND rebuild_assessment(a.program_id, a.id)) AS differences`,
    [programId],
  );
  return rows[0] ?? { assessments: 0, periods: 0, differences: -1 };
}

/** The heads of the chains stand where the events end, and there is no event without its place in the chain. */
async function brokenHeads(owner: pg.Pool): Promise<number> {
  const { rows } = await owner.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM assessment a JOIN LATERAL (SELECT max(sequence) AS last, count(*) AS events,
       (array_agg(hash ORDER BY sequence DESC))[1] AS hash FROM event e WHERE e.program_id = a.program_id AND e.stream_id = a.id) h ON true
     WHERE a.version <> h.last OR a.version <> h.events OR a.head_hash <> h.hash`,
  );
  return rows[0]?.n ?? -1;
}

async function counterDifferences(owner: pg.Pool, { programId }: LargeProgram): Promise<number> {
  const { rows } = await owner.query<{ n: number }>('SELECT count(*)::int AS n FROM proviso_counter_faults($1)', [programId]);
  return rows[0]?.n ?? -1;
}

function checkOutcomes(tally: Tally, work: Work): void {
  for (const outcome of work.outcomes) tally.check(outcome === ACCEPTED || RACES.has(outcome), `an edit ended in ${outcome}`);
}

async function randomEdits(run: TrustRun) {
  const database = await run.database();
  const program = await makeLargeProgram(database.owner, ASSESSMENTS);
  const started = performance.now();
  const work = await editAtRandom(database, program, run, run.scale(2000, 50_000));
  const seconds = (performance.now() - started) / 1000;
  const tally = createTally();
  checkOutcomes(tally, work);
  tally.check((await brokenHeads(database.owner)) === 0, 'a chain does not end where its row says');
  tally.check((await counterDifferences(database.owner, program)) === 0, 'the dashboard numbers differ from a recount');
  const compared = await replayDifferences(database.owner, program);
  tally.check(compared.differences === 0, `${compared.differences} assessments differ from their replay`);
  // The control: one row moved behind the history's back has to be the one difference found.
  await database.owner.query(`UPDATE assessment SET status = 'withdrawn' WHERE id = $1`, [program.ids[0]]);
  const found = (await replayDifferences(database.owner, program)).differences;
  const kinds = Object.entries(countBy(work.kinds)).sort();
  await database.drop();
  return tally.figures(
    {
      accepted: work.accepted,
      refused: work.outcomes.length - work.accepted,
      assessments: compared.assessments,
      periods: compared.periods,
      'differences from replay': compared.differences,
      'edits a second': rounded(work.accepted / seconds, 0),
    },
    { what: 'one status changed behind the history', failedAsItMust: found === 1, figures: { differences: found } },
    `Kinds of edits: ${kinds.map(([kind, n]) => `${kind} ${n}`).join(', ')}`,
  );
}

export const replayTests: readonly TrustTest[] = [
  {
    id: 'A3',
    title: 'Random edits of 2,000 assessments by 64 clients: moves, dated back, corrections, proposals, decisions, notes',
    must: 'State, periods and numbers are what a replay of the history gives',
    run: randomEdits,
  },
];
