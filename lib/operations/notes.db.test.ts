/** Notes: who may read which, who is mentioned, and what the history says of them. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '#lib/data/client.ts';
import { NO_PROGRAM } from '#lib/domain/event.ts';
import { addNote } from './add-note.ts';
import type { Context } from './context.ts';
import { addRole } from './create-account.ts';
import { eraseContent } from './erase-content.ts';
import { getAssessmentPage } from './get-assessment-page.ts';
import { getNotes } from './get-notes.ts';
import { listAssessmentEvents } from './list-assessment-events.ts';
import { makePracticeCopy } from './make-practice-copy.ts';
import { again, idOf, makePerson, programId } from './people.fixture.ts';
import { openWorld, refusedWith, type World } from './world.fixture.ts';

let world: World;
let id: string;
let analyst: Context;
let counsel: Context;
let contributor: Context;
let stranger: Context;

const contributorOf = async (name: string, ref: string): Promise<Context> => {
  const person = await makePerson(world, name, []);
  const { rows } = await world.owner.query<{ id: string }>('SELECT id FROM organization WHERE ref = $1', [ref]);
  const role = { principalId: idOf(person), role: 'contributor', programId: await programId(world, 'psp-2017') } as const;
  const act = { actorId: idOf(person), onBehalfOfId: null, requestId: randomUUID() };
  await addRole(world.db.pool, act, { ...role, organizationId: rows[0]?.id ?? '', grantedById: null });
  return again(world, person);
};

beforeAll(async () => {
  world = await openWorld();
  id = (await world.row('psp-2017', 'Baltimore', 'access')).id;
  analyst = await makePerson(world, 'Ann Analyst', ['analyst']);
  counsel = await makePerson(world, 'Carl Counsel', ['counsel']);
  contributor = await contributorOf('Bea of Baltimore', 'baltimore-md-police');
  stranger = await contributorOf('Stan of Stockton', 'stockton-ca-police');
});
afterAll(() => world.close());

const bodies = async (context: Context): Promise<string[]> => (await getNotes(context, id, {})).notes.map(({ body }) => body);
const everything = (value: unknown): string => JSON.stringify(value);

describe('who reads what', () => {
  const secret = `Privileged ${randomUUID()}`;
  let versionBefore: number;
  let noteId: string;

  beforeAll(async () => {
    await addNote(analyst, id, { body: 'For us.' });
    await addNote(analyst, id, { body: 'For both.', visibility: 'organization' });
    versionBefore = (await world.row('psp-2017', 'Baltimore', 'access')).version;
    ({ id: noteId } = await addNote(counsel, id, { body: secret, visibility: 'privileged' }));
  });

  test('counsel and auditors all, the funder’s side what is not privileged, the organization what is for it', async () => {
    expect(await bodies(counsel)).toEqual(['For us.', 'For both.', secret]);
    expect(await bodies(await world.as('auditor'))).toEqual(['For us.', 'For both.', secret]);
    for (const role of ['viewer', 'analyst', 'reviewer', 'approver'] as const)
      expect(await bodies(await world.as(role))).toEqual(['For us.', 'For both.']);
    expect(await bodies(contributor)).toEqual(['For both.']);
    expect(await refusedWith(getNotes(stranger, id, {}))).toBe('not_found');
  });

  test('of a privileged note nobody else learns even that there is one', async () => {
    expect((await world.row('psp-2017', 'Baltimore', 'access')).version).toBe(versionBefore);
    const seen = everything([
      await getAssessmentPage(analyst, id, {}),
      await listAssessmentEvents(analyst, id),
      await getNotes(analyst, id, {}),
    ]);
    expect(seen).not.toContain(secret);
    expect(seen).not.toContain(noteId);
    const { rows } = await world.owner.query<{ program_id: string; content: string }>(
      'SELECT program_id, content FROM event WHERE content LIKE $1',
      [`%${noteId}%`],
    );
    expect(rows.map((row) => row.program_id)).toEqual([NO_PROGRAM]);
    expect(everything(rows)).not.toContain(secret);
    // The control: counsel is shown it.
    expect(everything(await getNotes(counsel, id, {}))).toContain(secret);
  });

  test('a contributor is not shown that there are internal notes', async () => {
    const kinds = async (context: Context) =>
      (await listAssessmentEvents(context, id)).items.filter(({ kind }) => kind === 'note_added').length;
    expect(await kinds(contributor)).toBe(1);
    expect(await kinds(analyst)).toBe(2);
    const page = await getAssessmentPage(contributor, id, {});
    expect(page.events.filter(({ kind }) => kind === 'note_added')).toHaveLength(1);
  });

  test('only holders of the right write a privileged one, and a rewound page writes none', async () => {
    expect(await refusedWith(addNote(analyst, id, { body: 'x', visibility: 'privileged' }))).toBe('forbidden');
    expect(await refusedWith(addNote(contributor, id, { body: 'x' }))).toBe('forbidden');
    expect(await refusedWith(addNote(analyst, id, { body: 'x', visibility: 'everybody' }))).toBe('invalid_request');
    expect(await refusedWith(addNote(analyst, id, { body: ' ' }))).toBe('field_required');
    expect((await getNotes(counsel, id, {})).writes).toEqual(['funder', 'organization', 'privileged']);
    expect((await getNotes(analyst, id, {})).writes).toEqual(['funder', 'organization']);
    expect((await getNotes(contributor, id, {})).writes).toEqual([]);
  });

  test('does not go into a practice copy, and is erased where it stands', async () => {
    const { slug } = await makePracticeCopy(analyst, 'psp-2017');
    const copy = await world.row(slug, 'Baltimore', 'access');
    expect((await getNotes(await world.as('auditor'), copy.id, {})).notes.map(({ body }) => body)).toEqual(['For us.', 'For both.']);
    const owner: Database = { ...world.db, pool: world.owner };
    await eraseContent(owner, { stream: noteId, sequence: 1, reason: 'Request 12 under the privacy rule.' });
    expect(await bodies(counsel)).toEqual(['For us.', 'For both.', '[erased]']);
  });
});

describe('mentions', () => {
  test('find the person by name and are kept with the note', async () => {
    await addNote(analyst, id, { body: 'Please look, @[carl counsel] and @[Carl Counsel].' });
    const last = (await getNotes(analyst, id, {})).notes.at(-1);
    expect(last?.mentions).toEqual([{ id: idOf(counsel), name: 'Carl Counsel' }]);
  });

  test('of somebody who may not read the note are refused by name, in the same words as of somebody unknown', async () => {
    const refused = async (body: string, visibility: string): Promise<string> => {
      const by = visibility === 'privileged' ? counsel : analyst;
      return addNote(by, id, { body, visibility }).then(
        () => 'accepted',
        (error: Error) => error.message,
      );
    };
    const words = (name: string) => `${name} cannot read this note, so it cannot mention them.`;
    expect(await refused('@[Bea of Baltimore]', 'funder')).toBe(words('Bea of Baltimore'));
    expect(await refused('@[Stan of Stockton]', 'organization')).toBe(words('Stan of Stockton'));
    expect(await refused('@[Nobody Known]', 'funder')).toBe(words('Nobody Known'));
    expect(await refused('@[Ann Analyst]', 'privileged')).toBe(words('Ann Analyst'));
    expect(await refused('@[Bea of Baltimore]', 'organization')).toBe('accepted');
  });

  test('of a name that two people share need the address', async () => {
    const one = await makePerson(world, 'Sam Twin', ['viewer']);
    await world.owner.query(`UPDATE "user" SET email = 'sam.one@example.gov' WHERE email = 'sam.twin@example.gov'`);
    await makePerson(world, 'Sam Twin', ['viewer']);
    await expect(addNote(analyst, id, { body: '@[Sam Twin]' })).rejects.toThrow(/More than one person has this name/);
    await addNote(analyst, id, { body: '@[Sam Twin <sam.one@example.gov>]' });
    expect((await getNotes(analyst, id, {})).notes.at(-1)?.mentions).toEqual([{ id: idOf(one), name: 'Sam Twin' }]);
  });

  test('are offered to those who write, and to nobody else', async () => {
    expect((await getNotes(analyst, id, {})).people).toContain('Carl Counsel');
    expect((await getNotes(contributor, id, {})).people).toEqual([]);
  });
});
