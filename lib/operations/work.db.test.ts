/** What waits for whom: assigned, due, to decide, running out, mentioned; and giving an assessment to somebody. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dueWords } from '#lib/domain/reminder.ts';
import { addDays, instantFromDate, localDateOf } from '#lib/domain/time.ts';
import { WORK_GROUPS, type WorkGroup } from '#lib/domain/work.ts';
import { addNote } from './add-note.ts';
import { approveFinding } from './approve-finding.ts';
import { assignAssessment } from './assign-assessment.ts';
import { changeCalendar } from './change-calendar.ts';
import type { Context } from './context.ts';
import { getAssignable } from './get-assignable.ts';
import { getWork } from './get-work.ts';
import { makePracticeCopy } from './make-practice-copy.ts';
import { openDispute } from './open-dispute.ts';
import { idOf, makePerson, programId } from './people.fixture.ts';
import { proposeFinding } from './propose-finding.ts';
import { readMentions } from './read-mentions.ts';
import { recordStatus } from './record-status.ts';
import { requestExtension } from './request-extension.ts';
import { openWorld, refusedWith, type World } from './world.fixture.ts';

let world: World;
let slug: string;
let ann: Context;
let rob: Context;
let vic: Context;
let today: string;

beforeAll(async () => {
  world = await openWorld();
  ({ slug } = await makePracticeCopy(await world.as('analyst'), 'psp-2017'));
  const practice = await programId(world, slug);
  ann = await makePerson(world, 'Ann Analyst', ['analyst'], practice);
  rob = await makePerson(world, 'Rob Reviewer', ['reviewer'], practice);
  vic = await makePerson(world, 'Vic Viewer', ['viewer'], practice);
  today = localDateOf(instantFromDate(new Date()), 'America/New_York');
});
afterAll(() => world.close());

const move = async (city: string, condition: string, body: unknown, by = ann) => {
  const row = await world.row(slug, city, condition);
  return recordStatus(by, row.id, row.version, body);
};
const places = async (context: Context, group: WorkGroup): Promise<string[]> =>
  (await getWork(context))[group].entries.map(({ row }) => `${row.applicant?.name} ${row.condition.ref}`);

test('what nobody has taken up waits for every analyst, and for nobody else', async () => {
  expect(await places(ann, 'past_due')).toContain('Stockton notice');
  expect(await places(rob, 'past_due')).toEqual([]);
  const work = await getWork(vic);
  expect(WORK_GROUPS.map((group) => work[group].entries.length)).toEqual([0, 0, 0, 0, 0, 0, 0]);
});

describe('assigned and due', () => {
  test('whoever takes it up has it, with its new date among what is due soon', async () => {
    await move('Stockton', 'notice', { to: 'under_review', reason: 'Taken up.', details: { reminders: 'None' } });
    await move('Stockton', 'notice', {
      to: 'info_requested',
      reason: 'A paper is missing.',
      details: { missing: 'A paper', dueOn: addDays(today, 3) },
    });
    expect(await places(ann, 'assigned')).toEqual(['Stockton notice']);
    expect(await places(ann, 'due_soon')).toEqual(['Stockton notice']);
    expect(await places(ann, 'past_due')).not.toContain('Stockton notice');
    // Another analyst has no part in it: somebody works on it.
    const other = await makePerson(world, 'Otto Analyst', ['analyst'], await programId(world, slug));
    expect(await places(other, 'due_soon')).toEqual([]);
    const row = await world.row(slug, 'Stockton', 'notice');
    await assignAssessment(ann, row.id, row.version, { assigneeId: idOf(other) });
    expect(await places(other, 'due_soon')).toEqual(['Stockton notice']);
    expect(await places(ann, 'assigned')).toEqual([]);
  });

  test('is counted by the calendar of the program, with the days that were added to it', async () => {
    const words = async () => {
      const entry = (await getWork(ann)).past_due.entries.find(({ row }) => row.dueOn === '2017-08-18');
      return entry && dueWords('2017-08-18', '2017-08-28', entry.calendar);
    };
    expect(await words()).toBe('due 6 business days ago');
    await changeCalendar(await world.as('admin'), { calendar: 'us_federal', add: [{ day: '2017-08-21' }], reason: 'It was proclaimed.' });
    expect(await words()).toBe('due 5 business days ago');
  });

  test('is given only to somebody who works here, by somebody who may, on what stands now', async () => {
    const row = await world.row(slug, 'Baltimore', 'notice');
    expect((await getAssignable(ann, row.id)).map(({ name }) => name)).toContain('Ann Analyst');
    expect((await getAssignable(ann, row.id)).map(({ name }) => name)).not.toContain('Vic Viewer');
    expect(await refusedWith(assignAssessment(ann, row.id, row.version, { assigneeId: idOf(vic) }))).toBe('not_found');
    expect(await refusedWith(assignAssessment(rob, row.id, row.version, { assigneeId: null }))).toBe('forbidden');
    expect(await refusedWith(assignAssessment(ann, row.id, null, { assigneeId: null }))).toBe('version_required');
    expect(await refusedWith(assignAssessment(ann, row.id, row.version + 5, { assigneeId: null }))).toBe('stale_version');
    expect(await refusedWith(assignAssessment(ann, row.id, row.version, { assigneeId: 'x' }))).toBe('invalid_request');
  });
});

describe('proposals', () => {
  test('wait for a reviewer, not for whoever proposed, and not for an approver of closures alone', async () => {
    const { version, id } = await move('Stockton', 'access', { to: 'under_review', reason: 'Taken up.', details: { reminders: 'None' } });
    const newEvidence = {
      title: 'Policy',
      class: 'B',
      url: 'https://example.gov/policy',
      issuer: 'body_in_control',
      inForceTo: addDays(today, 20),
    };
    const details = { unmet: 'All of it.', objection: 'In writing.' };
    const { proposal, assessment } = await proposeFinding(rob, id, version, { to: 'not_met', reason: 'As it says.', details, newEvidence });
    const rita = await makePerson(world, 'Rita Reviewer', ['reviewer'], await programId(world, slug));
    expect(await places(rita, 'to_decide')).toEqual(['Stockton access']);
    expect(await places(rob, 'to_decide')).toEqual([]);
    expect(await places(ann, 'to_decide')).toEqual([]);
    expect(await refusedWith(assignAssessment(ann, id, assessment.version, { assigneeId: null }))).toBe('proposal_open');

    await approveFinding(rita, proposal.id, assessment.version, { comment: 'Agreed.' });
    expect(await places(rita, 'to_decide')).toEqual([]);
    // Its evidence runs out within 30 days, so it waits for the one it is assigned to.
    const { entries } = (await getWork(ann)).expiring;
    expect(entries.map(({ row, expiresOn }) => [row.applicant?.name, expiresOn])).toEqual([['Stockton', addDays(today, 20)]]);
    expect(await places(ann, 'assigned')).not.toContain('Stockton access');
  });
});

describe('mentions', () => {
  test('are listed until they are read, and only for whom they were meant', async () => {
    const { id } = await world.row(slug, 'Albuquerque', 'access');
    const { id: noteId } = await addNote(ann, id, { body: 'See page 2, @[Rob Reviewer].' });
    const { entries } = (await getWork(rob)).mentions;
    expect(entries.map(({ mention }) => [mention?.noteId, mention?.author])).toEqual([[noteId, 'Ann Analyst']]);
    expect(await places(ann, 'mentions')).toEqual([]);
    expect(await readMentions(ann, { noteIds: [noteId] })).toEqual({ read: 0 });
    expect(await places(rob, 'mentions')).toEqual(['Albuquerque access']);
    expect(await readMentions(rob, { noteIds: [noteId] })).toEqual({ read: 1 });
    expect(await places(rob, 'mentions')).toEqual([]);
  });
});

describe('what organizations ask', () => {
  const asked = async (context: Context): Promise<(string | undefined)[]> =>
    (await getWork(context)).asked.entries.map(({ asked: what, row }) => `${row.applicant?.name} ${what?.kind}`);

  test('waits for those who may decide or answer, and not for those who may not', async () => {
    const row = await world.row(slug, 'San Bernardino', 'access');
    const { rows } = await world.owner.query<{ deadline: string }>('SELECT deadline_id AS deadline FROM assessment WHERE id = $1', [
      row.id,
    ]);
    await requestExtension(ann, slug, {
      applicationIds: [row.subject.id],
      deadlineId: rows[0]?.deadline,
      wantedOn: addDays(today, 30),
      reason: 'The council meets next month.',
    });
    await openDispute(ann, row.id, { kind: 'objection', grounds: 'The condition does not apply.', asked: 'Take it back.' });
    await world.owner.query(
      `INSERT INTO clarification (program_id, id, assessment_id, question, asked_by_id, asked_at)
       SELECT program_id, gen_random_uuid(), id, 'What is meant?', $2, now() FROM assessment WHERE id = $1`,
      [row.id, idOf(vic)],
    );
    expect(await asked(rob)).toEqual(['San Bernardino extension', 'San Bernardino dispute']);
    expect(await asked(ann)).toEqual(['San Bernardino clarification']);
    expect(await asked(vic)).toEqual([]);
    const reviewing = await makePerson(world, 'Dora Double', ['analyst', 'reviewer'], await programId(world, slug));
    await openDispute(reviewing, row.id, { kind: 'objection', grounds: 'The same again.', asked: 'Take it back.' });
    // Whoever recorded an objection does not decide on it.
    expect((await asked(reviewing)).filter((what) => what?.endsWith('dispute'))).toHaveLength(1);
    expect((await asked(rob)).filter((what) => what?.endsWith('dispute'))).toHaveLength(2);
  });
});
