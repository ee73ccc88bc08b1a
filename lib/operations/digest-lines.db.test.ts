/** What a digest tells where there is more than it holds: everything comes, each thing once, over the days that follow. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { instantFromDate } from '#lib/domain/time.ts';
import { addNote } from './add-note.ts';
import { assignAssessment } from './assign-assessment.ts';
import type { Context } from './context.ts';
import { listAssessments } from './list-assessments.ts';
import { getAssessment } from './load-assessment.ts';
import { makePracticeCopy } from './make-practice-copy.ts';
import { openDispute } from './open-dispute.ts';
import { idOf, makePerson, programId } from './people.fixture.ts';
import { planDigests } from './plan-digests.ts';
import { openWorld, type World } from './world.fixture.ts';

let world: World;
let slug: string;
let ann: Context;
let rob: Context;
let waiting: string[];

beforeAll(async () => {
  world = await openWorld();
  ({ slug } = await makePracticeCopy(await world.as('analyst'), 'psp-2017'));
  const practice = await programId(world, slug);
  ann = await makePerson(world, 'Ann Analyst', ['analyst'], practice);
  rob = await makePerson(world, 'Rob Reviewer', ['reviewer'], practice);
  const { items } = await listAssessments(ann, slug, { status: ['requested'] });
  waiting = items.map(({ id }) => id).sort();
}, 60_000);
afterAll(() => world.close());

/** The digest of a morning in August 2017, of so many rows of each list: what was told of each kind. */
async function digest(person: Context, day: string, most: number): Promise<Record<string, string[]>> {
  const now = instantFromDate(new Date(`${day}T15:00:00Z`));
  await planDigests(world.db, { now, origin: 'https://proviso.example', configured: false, most });
  const { rows } = await world.owner.query<{ kind: string; subject: string }>(
    `SELECT kind, assessment_id AS subject FROM reminder WHERE principal_id = $1 AND planned_at = $2 ORDER BY subject`,
    [idOf(person), now],
  );
  const kinds = Map.groupBy(rows, ({ kind }) => kind);
  return Object.fromEntries([...kinds].map(([kind, told]) => [kind, told.map(({ subject }) => subject)]));
}

const recordedOn = (day: string): Promise<unknown> =>
  world.owner.query(`UPDATE deadline SET recorded_at = $2 WHERE program_id = (SELECT id FROM program WHERE slug = $1)`, [slug, day]);

describe('due dates', () => {
  test('that came on record on the day of a reminder or later are not made up for', async () => {
    // Five business days before August 18, 2017 is August 11.
    await recordedOn('2017-08-11T16:00:00Z');
    expect(await digest(ann, '2017-08-11', 2)).toEqual({});
    await recordedOn('2017-08-10T16:00:00Z');
  });

  test('beyond what one digest holds come with the next ones, until all are told', async () => {
    expect(waiting.length).toBeGreaterThan(4);
    const told: string[] = [];
    for (const day of ['2017-08-12', '2017-08-13', '2017-08-14', '2017-08-15', '2017-08-16']) {
      const { due = [] } = await digest(ann, day, 2);
      expect(due).toHaveLength(Math.min(2, waiting.length - told.length));
      told.push(...due);
    }
    expect(told.sort()).toEqual(waiting);
  });
});

test('what was given, asked or mentioned is told once each, whatever else of its kind waits longer', async () => {
  const gia = await makePerson(world, 'Gia Giver', ['analyst'], await programId(world, slug));
  const given = waiting.slice(0, 3);
  for (const id of given) {
    const { version } = (await getAssessment(gia, id)).row;
    const row = await assignAssessment(gia, id, version, { assigneeId: idOf(ann) });
    await addNote(gia, row.id, { body: 'See page 2, @[Ann Analyst].' });
    await openDispute(gia, row.id, { kind: 'objection', grounds: 'It does not apply.', asked: 'Take it back.' });
  }
  const days = ['2017-09-18', '2017-09-19', '2017-09-20', '2017-09-21'];
  const told: { ann: Record<string, string[]>; rob: Record<string, string[]> }[] = [];
  for (const day of days) told.push({ ann: await digest(ann, day, 1), rob: await digest(rob, day, 1) });
  for (const list of [told.map((day) => day.ann.assigned), told.map((day) => day.ann.mentions), told.map((day) => day.rob.asked)]) {
    expect(list.map((one) => one?.length ?? 0)).toEqual([1, 1, 1, 0]);
    expect(list.flatMap((one) => one ?? []).sort()).toEqual(given);
  }
});
