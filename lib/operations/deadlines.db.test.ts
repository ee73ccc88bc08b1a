/** Computed deadlines, and calendars that move them. */
import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { insertDay, lockCalendars } from '#lib/data/calendars.ts';
import type { AssessmentRow } from '#lib/domain/record.ts';
import { addDeadline } from './add-deadline.ts';
import { changeCalendar } from './change-calendar.ts';
import type { Context } from './context.ts';
import { decideExtension } from './decide-extension.ts';
import { getDeadline } from './get-deadline.ts';
import { listCalendars } from './list-calendars.ts';
import { listDeadlines } from './list-deadlines.ts';
import { listExtensions } from './list-extensions.ts';
import { loadPack } from './load-pack.ts';
import { makePracticeCopy } from './make-practice-copy.ts';
import { requestExtension } from './request-extension.ts';
import { openWorld, PACK, refusedWith, type World } from './world.fixture.ts';

let world: World;
let slug: string;
let analyst: Context;
let admin: Context;

beforeAll(async () => {
  world = await openWorld();
  analyst = await world.as('analyst');
  admin = await world.as('admin');
  ({ slug } = await makePracticeCopy(analyst, 'psp-2017'));
}, 60_000);
afterAll(() => world.close());

const row = (): Promise<AssessmentRow> => world.row(slug, 'Stockton', 'access');
const rule = (more: object = {}) => ({ anchor: 'fixed_date', anchorOn: '2030-03-01', offset: 10, unit: 'business_days', ...more });
const body = (more: object = {}) => ({ label: 'Answers due', basis: 'Ten business days.', rule: rule(), ...more });

describe('a deadline by rule', () => {
  test('is computed, kept with its inputs, and given to those that had another', async () => {
    const before = await row();
    const made = await addDeadline(analyst, slug, body({ replaces: before.deadlineId }));
    expect(made).toMatchObject({ dueOn: '2030-03-15', dueAt: '2030-03-16T03:59:59.999999Z' });
    expect(made.assessments).toBeGreaterThan(0);
    expect(await row()).toMatchObject({
      dueOn: '2030-03-15',
      deadlineId: made.deadlineId,
      version: before.version + 1,
      status: before.status,
    });
    const { deadlines } = await listDeadlines(analyst, slug);
    expect(deadlines.find(({ id }) => id === made.deadlineId)).toMatchObject({
      dueOn: '2030-03-15',
      rule: { offset: 10, unit: 'business_days' },
    });
    const { steps } = await getDeadline(analyst, before.id);
    expect(steps).toContain('10 business days after it, by the calendar "federal holidays": Fri, Mar 15, 2030.');
  });

  test('counts from a request or another deadline of this program, and from no other', async () => {
    const { deadlines, requests } = await listDeadlines(analyst, slug);
    const [request] = requests;
    const fromRequest = await addDeadline(
      analyst,
      slug,
      body({ rule: { anchor: 'request_sent', anchorId: request?.id, offset: 15, unit: 'days', roll: 'none' } }),
    );
    expect(fromRequest.dueOn).toBe('2017-08-18');
    const anchor = deadlines.find(({ rule: made }) => made);
    const chained = await addDeadline(analyst, slug, body({ rule: { anchor: 'deadline', anchorId: anchor?.id, offset: 2, unit: 'days' } }));
    expect(chained.dueOn).toBe('2030-03-18');
    const foreign = (await listDeadlines(analyst, 'psp-2017')).deadlines[0]?.id;
    const refused = (more: object) => refusedWith(addDeadline(analyst, slug, body(more)));
    expect(await refused({ rule: { anchor: 'deadline', anchorId: foreign, offset: 2, unit: 'days' } })).toBe('not_found');
    expect(await refused({ replaces: foreign })).toBe('not_found');
    await expect(addDeadline(analyst, slug, body({ rule: rule({ calendar: 'lunar' }) }))).rejects.toMatchObject({
      code: 'invalid_request',
      message: 'There is no calendar "lunar". Known are: us_federal, none.',
    });
    expect(await refused({ rule: rule({ anchorOn: undefined }) })).toBe('field_required');
    expect(await refused({ rule: undefined })).toBe('field_required');
    expect(await refused({ dueOn: '2030-01-01' })).toBe('invalid_request');
    expect(await refused({ zone: 'Mars/Base' })).toBe('invalid_request');
    expect(await refusedWith(addDeadline(await world.as('viewer'), slug, body()))).toBe('forbidden');
  });
});

describe('a calendar', () => {
  test('a day added later moves open computed deadlines, with an event for each, and passed ones stay', async () => {
    const { deadlineId } = await addDeadline(analyst, slug, body({ label: 'Open' }));
    const passed = await addDeadline(analyst, slug, body({ label: 'Passed', rule: rule({ anchorOn: '2017-08-01' }) }));
    const known = new Date().toISOString();
    const events = async () =>
      (await world.owner.query<{ n: number }>(`SELECT count(*)::int AS n FROM event WHERE kind = 'deadline_moved'`)).rows[0]?.n ?? 0;
    const before = await events();
    const result = await changeCalendar(admin, {
      calendar: 'us_federal',
      add: [{ day: '2030-03-05' }, { day: '2017-08-07' }],
      reason: 'A day of mourning was proclaimed.',
    });
    // The first, the one that hangs on it, and this one.
    expect(result.moved).toBe(3);
    expect(await events()).toBe(before + 3);
    const of = async (id: string, moment = {}) => (await listDeadlines(analyst, slug, moment)).deadlines.find((one) => one.id === id);
    expect(await of(deadlineId)).toMatchObject({ dueOn: '2030-03-18', moved: true });
    expect((await of(deadlineId))?.steps?.some((step) => step.includes('A day of mourning was proclaimed.'))).toBe(true);
    expect(await of(deadlineId, { knownAt: known })).toMatchObject({ dueOn: '2030-03-15', moved: false });
    expect(await of(passed.deadlineId)).toMatchObject({ dueOn: '2017-08-15', moved: false });
    expect(await row()).toMatchObject({ dueOn: '2030-03-18' });
    await changeCalendar(admin, { calendar: 'us_federal', remove: ['2030-03-05'], reason: 'It was taken back.' });
    expect(await of(deadlineId)).toMatchObject({ dueOn: '2030-03-15' });
    const { calendars } = await listCalendars(analyst, slug);
    expect(calendars.find(({ name }) => name === 'us_federal')?.days.map(({ day }) => day)).toEqual(['2017-08-07']);
  });

  test('that changes while a deadline is added moves it too, or is counted by it', async () => {
    const client = await world.db.pool.connect();
    await client.query('BEGIN');
    await lockCalendars(client);
    await insertDay(client, 'us_federal', { day: '2031-03-05', closed: true, reason: 'x' }, analyst.actor?.principalId ?? '');
    let done = false;
    const added = addDeadline(analyst, slug, body({ rule: rule({ anchorOn: '2031-03-03', offset: 2 }) })).finally(() => {
      done = true;
    });
    await setTimeout(300);
    expect(done).toBe(false);
    await client.query('COMMIT');
    client.release();
    // March 5 is closed, which nobody else could see when it was asked for.
    expect((await added).dueOn).toBe('2031-03-06');
  });

  test('of an office of its own; the codes', async () => {
    const made = { calendar: 'example_office', title: 'Example office', base: 'us_federal', reason: 'It keeps days of its own.' };
    await changeCalendar(admin, { ...made, add: [{ day: '2030-06-03' }, { day: '2030-05-27', closed: false }] });
    const office = (anchorOn: string) =>
      addDeadline(analyst, slug, body({ rule: rule({ anchorOn, offset: 1, calendar: 'example_office' }) }));
    expect((await office('2030-05-31')).dueOn).toBe('2030-06-04');
    expect((await office('2030-05-24')).dueOn).toBe('2030-05-27');
    // Where none is named, the program's own counts.
    await world.owner.query(`UPDATE program SET calendar = 'example_office' WHERE slug = $1`, [slug]);
    const own = await addDeadline(analyst, slug, body({ rule: rule({ anchorOn: '2030-05-31', offset: 1 }) }));
    expect(own.dueOn).toBe('2030-06-04');
    await world.owner.query(`UPDATE program SET calendar = 'us_federal' WHERE slug = $1`, [slug]);
    const refused = (more: object, context = admin) =>
      refusedWith(changeCalendar(context, { calendar: 'example_office', reason: 'x', ...more }));
    const count = await world.count('event');
    expect(await refused({ add: [{ day: '2030-01-01' }] }, analyst)).toBe('forbidden');
    expect(await refused({})).toBe('field_required');
    expect(await refused({ title: 'Again', base: 'none' })).toBe('invalid_request');
    expect(await refused({ remove: ['2030-01-02'] })).toBe('invalid_request');
    expect(await refused({ add: [{ day: '2030-02-30' }] })).toBe('invalid_request');
    expect(await refused({ calendar: 'new_one', add: [{ day: '2030-01-01' }] })).toBe('field_required');
    expect(await refused({ add: [{ day: '2030-01-01' }], reason: ' ' })).toBe('reason_required');
    expect(await world.count('event')).toBe(count);
  });
});

test('a program pack names a calendar on record', async () => {
  const pack = JSON.parse(await readFile(PACK, 'utf8')) as { program: object };
  const counts = async () => [await world.count('response'), await world.count('event')];
  const before = await counts();
  const other = { ...pack, program: { ...pack.program, slug: 'by-the-moon', calendar: 'lunar' } };
  await expect(loadPack(world.db, other)).rejects.toMatchObject({ code: 'invalid_request', details: { field: 'program.calendar' } });
  expect(await counts()).toEqual(before);
});

describe('somebody of one city', () => {
  test('asks for his own, sees what was granted to all, and nothing of others', async () => {
    const { rows } = await world.owner.query<{ id: string }>(`SELECT id FROM organization WHERE ref = 'baltimore-md-police'`);
    const base = await world.as('contributor');
    const grants = [{ role: 'contributor' as const, programId: null, organizationId: rows[0]?.id ?? '' }];
    const contributor: Context = { ...base, actor: base.actor && { ...base.actor, grants } };
    const [own, other] = [await world.row(slug, 'Baltimore', 'access'), await row()];
    const more = { deadlineId: own.deadlineId, wantedOn: '2030-12-01', reason: 'The council meets late.' };
    const ask = (extra: object) => requestExtension(contributor, slug, { ...more, ...extra });
    const { extensionId } = await ask({ applicationIds: [own.subject.id] });
    expect(await refusedWith(ask({ applicationIds: [other.subject.id] }))).toBe('not_found');
    expect(await refusedWith(ask({ scope: 'program' }))).toBe('forbidden');
    const all = await requestExtension(analyst, slug, { ...more, scope: 'program' });
    expect((await listExtensions(contributor, slug)).items.map(({ id }) => id)).toEqual([extensionId]);
    await decideExtension(await world.as('reviewer'), all.extensionId, { decision: 'grant', grantedOn: '2030-12-01', reason: 'For all.' });
    const shown = (await listExtensions(contributor, slug)).items;
    expect(shown.map(({ id, reason }) => [id, reason])).toEqual([
      [all.extensionId, null],
      [extensionId, 'The council meets late.'],
    ]);
    expect(await refusedWith(decideExtension(contributor, extensionId, { decision: 'refuse', reason: 'x' }))).toBe('forbidden');
  });
});

test('an assessment that is given another deadline meanwhile keeps that one', async () => {
  const { deadlineId } = await row();
  const other = await addDeadline(analyst, slug, { label: 'Another', basis: 'As agreed.', dueOn: '2032-01-02' });
  const client = await world.owner.connect();
  await client.query('BEGIN');
  await client.query('UPDATE assessment SET deadline_id = $2 WHERE id = $1', [(await row()).id, other.deadlineId]);
  const before = (await row()).version;
  const replaced = addDeadline(analyst, slug, { label: 'For the rest', basis: 'As agreed.', dueOn: '2032-02-03', replaces: deadlineId });
  await setTimeout(300);
  await client.query('COMMIT');
  client.release();
  expect((await replaced).assessments).toBeGreaterThan(0);
  expect(await row()).toMatchObject({ deadlineId: other.deadlineId, version: before });
});
