/** Random histories: what is stored is what the events add up to, at any two instants, and after any damage and rebuilding. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ReplayEvent, valuesAt } from '#lib/domain/periods.ts';
import { fromMicros, toMicros } from '#lib/domain/time.ts';
import { makeRandomHistories, type RandomHistories } from '../../scripts/trust/histories.ts';
import { createRandom } from '../../scripts/trust/random.ts';
import { type LedgerWorld, openLedgerWorld } from './ledger.fixture.ts';
import { verifyLedger } from './verify-ledger.ts';

const SEED = 20170818;
let world: LedgerWorld;
let made: RandomHistories;
let events: Map<string, ReplayEvent[]>;
beforeAll(async () => {
  world = await openLedgerWorld();
  made = await makeRandomHistories(world.db, { seed: SEED, assessments: 40, steps: 14 });
  events = await readEvents();
});
afterAll(() => world.close());

async function readEvents(): Promise<Map<string, ReplayEvent[]>> {
  const { rows } = await world.owner.query<{ stream: string; sequence: number; effectiveAt: string; recordedAt: string; content: string }>(
    `SELECT stream_id AS stream, sequence, proviso_instant(effective_at) AS "effectiveAt", proviso_instant(recorded_at) AS "recordedAt", content
     FROM event WHERE stream_id = ANY($1) ORDER BY stream_id, sequence`,
    [made.assessmentIds],
  );
  const replay = rows.map(({ content, ...row }) => ({ ...row, payload: JSON.parse(content).payload }));
  return Map.groupBy(replay, (row) => row.stream);
}

interface Answer {
  status: string;
  answer: string | null;
  dueOn: string | null;
  assigneeId: string | null;
}

/** What the stored periods say, and the highest event by the rule itself: recorded by K, effective by T, with a status. */
async function storedAt(id: string, asOf: string, knownAt: string): Promise<Answer | null> {
  const { rows } = await world.db.pool.query<Answer>(
    `SELECT status, answer, due_on AS "dueOn", assignee_id AS "assigneeId" FROM assessment_period
     WHERE program_id = $1 AND assessment_id = $2 AND valid_from <= $3 AND valid_to > $3 AND known_from <= $4 AND known_to > $4`,
    [made.programId, id, asOf, knownAt],
  );
  expect(rows.length).toBeLessThan(2);
  return rows[0] ?? null;
}

test('the histories hold corrections, steps, conclusions, back-dated and refused acts', async () => {
  const all = [...events.values()].flat();
  expect(all.length).toBeGreaterThan(400);
  expect(made.refused).toBeGreaterThan(5);
  const { rows } = await world.owner.query<{ kind: string; n: number }>(
    'SELECT kind, count(*)::int AS n FROM event WHERE program_id = $1 GROUP BY kind',
    [made.programId],
  );
  const counts = Object.fromEntries(rows.map(({ kind, n }) => [kind, n]));
  for (const kind of ['status_changed', 'status_corrected', 'proposal_opened', 'note_added', 'response_recorded']) {
    expect(counts[kind], kind).toBeGreaterThan(20);
  }
  expect(all.filter((event) => event.effectiveAt < event.recordedAt).length).toBeGreaterThan(100);
  expect(all.filter((event) => Array.isArray(event.payload.steps)).length).toBeGreaterThan(10);
});

test('stored periods, states and numbers are what the replay gives', async () => {
  expect((await verifyLedger(world.db)).faults).toEqual([]);
});

test('at 1,000 random pairs of instants the periods say what the events say', async () => {
  const random = createRandom(SEED);
  let disagreements = 0;
  let notYetKnown = 0;
  let rewound = 0;
  for (let n = 0; n < 1000; n += 1) {
    const history = events.get(random.pick(made.assessmentIds)) ?? [];
    const id = (history[0] as ReplayEvent & { stream: string }).stream;
    const around = (instant: string) => fromMicros(toMicros(instant) + BigInt(random.int(3) - 1));
    const knownAt = around(random.pick(history).recordedAt);
    const asOf = around(random.pick(history).effectiveAt);
    const told = valuesAt(history, asOf, knownAt);
    const stored = await storedAt(id, asOf, knownAt);
    const picked = told && { status: told.status, answer: told.answer, dueOn: told.dueOn, assigneeId: told.assigneeId };
    if (JSON.stringify(picked) !== JSON.stringify(stored)) disagreements += 1;
    if (told === null) notYetKnown += 1;
    else if (told.status !== valuesAt(history, asOf, '9999-01-01T00:00:00.000000Z')?.status) rewound += 1;
  }
  expect({ disagreements }).toEqual({ disagreements: 0 });
  // Controls: the pairs reach before the first knowledge, and knowledge makes a difference.
  expect(notYetKnown).toBeGreaterThan(5);
  expect(rewound).toBeGreaterThan(50);
});

describe('after damage to what is derived', () => {
  const derived = async () => {
    const { rows } = await world.owner.query<{ periods: string; states: string }>(
      `SELECT (SELECT md5(string_agg(p::text, '|' ORDER BY assessment_id, known_version, valid_from)) FROM assessment_period p) AS periods,
         (SELECT md5(string_agg(a::text, '|' ORDER BY id)) FROM assessment a) AS states`,
    );
    return rows[0];
  };
  const rebuild = async () =>
    (
      await world.owner.query<{ changed: number }>(
        'SELECT count(*) FILTER (WHERE rebuild_assessment(program_id, id))::int AS changed FROM assessment',
      )
    ).rows[0]?.changed;

  test('rebuilding an undamaged one changes nothing', async () => {
    const before = await derived();
    expect(await rebuild()).toBe(0);
    expect(await derived()).toEqual(before);
  });

  test('rebuilding gives the same rows again, and the check names each damaged one until then', async () => {
    const before = await derived();
    await world.tamper(`UPDATE assessment_period SET status = 'requested', due_on = '2001-01-01' WHERE assessment_id = '${made.assessmentIds[0]}';
      DELETE FROM assessment_period WHERE assessment_id = '${made.assessmentIds[1]}' AND known_version > 2;
      UPDATE assessment SET status = 'not_started', answer = NULL, disputed = true WHERE id = '${made.assessmentIds[2]}';
      INSERT INTO counter_delta (program_id, condition_id, subject_kind, status, controlled_elsewhere, paused, disputed, delta)
        SELECT program_id, id, 'operator', 'met', false, false, false, 3 FROM condition WHERE program_id = '${made.programId}'`);
    const { faults } = await verifyLedger(world.db);
    const periods = faults.filter((fault) => fault.what === 'period').map((fault) => fault.where.split('/')[1]);
    expect(new Set(periods)).toEqual(new Set(made.assessmentIds.slice(0, 3)));
    expect(faults.filter((fault) => fault.what === 'counter')).toEqual([expect.objectContaining({ where: made.slug })]);
    expect(await rebuild()).toBe(3);
    expect((await world.owner.query('SELECT rebuild_counters($1) AS differed', [made.programId])).rows).toEqual([{ differed: true }]);
    expect(await derived()).toEqual(before);
    expect((await verifyLedger(world.db)).faults).toEqual([]);
  });
});
