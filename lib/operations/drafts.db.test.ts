/** Drafts: several people of one organization, versions, sign-off, submission with its receipt, and the check of a receipt. */
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listNamedDigests } from '#lib/data/evidence-page.ts';
import { checkReceipt } from './check-receipt.ts';
import type { Context } from './context.ts';
import { discardDraft } from './discard-draft.ts';
import { getOrganizationPage } from './get-organization-page.ts';
import { getReceipt } from './get-receipt.ts';
import { draftOf, makeOrganization, type Organization } from './organization.fixture.ts';
import { saveDraft } from './save-draft.ts';
import { signOffDraft } from './sign-off-draft.ts';
import { storeFile } from './store-file.ts';
import { submitDraft } from './submit-draft.ts';
import { openWorld, refusedWith, type World } from './world.fixture.ts';

let world: World;
let city: Organization;
let writer: Context;
let counsel: Context;

beforeAll(async () => {
  world = await openWorld();
  city = await makeOrganization(world, 'Baltimore');
  writer = await city.as(await city.person('Wanda Writer'));
  counsel = await city.as(await city.person('Carl Counsel'));
}, 60_000);
afterAll(() => world.close());

const subject = () => ({ subjectId: city.applicationId });
const draftNow = async () => (await getOrganizationPage(writer, city.slug)).subjects[0]?.draft ?? null;
const events = async (): Promise<number> => world.count('event');

describe('a draft', () => {
  test('is saved without an event, and read back by another person of the organization', async () => {
    const before = await events();
    const { version } = await saveDraft(writer, city.slug, 0, draftOf(city.applicationId));
    expect(version).toBe(1);
    expect(await events()).toBe(before);
    const page = await getOrganizationPage(counsel, city.slug);
    const draft = page.subjects[0]?.draft;
    expect(draft?.answers.map(({ answer, words }) => [answer, words])).toEqual([
      ['in_part', 'Words on access marker'],
      ['yes', null],
    ]);
    expect(draft?.items.map(({ title }) => title)).toEqual(['A policy marker']);
    expect(draft?.updatedBy).toBe('Wanda Writer');
  });

  test('that two edit at once is kept once; the second is told who was first', async () => {
    const body = (words: string) => ({ ...subject(), answers: [{ condition: 'access', answer: 'no', words }] });
    const outcomes = await Promise.allSettled([
      saveDraft(writer, city.slug, 1, body('The writer’s')),
      saveDraft(counsel, city.slug, 1, body('The counsel’s')),
    ]);
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason);
    expect(refused.map(({ code }) => code)).toEqual(['stale_version']);
    const draft = await draftNow();
    expect(refused[0]?.details.current).toMatchObject({ version: 2, updatedBy: draft?.updatedBy });
    expect(draft?.version).toBe(2);
  });

  test('takes only questions that are asked, and enclosed things with a link or a text', async () => {
    const unknown = { ...subject(), answers: [{ condition: 'weather', answer: 'yes' }] };
    expect(await refusedWith(saveDraft(writer, city.slug, 2, unknown))).toBe('invalid_request');
    const empty = { ...subject(), answers: [], addItem: { title: 'Nothing', class: 'B' } };
    expect(await refusedWith(saveDraft(writer, city.slug, 2, empty))).toBe('invalid_request');
    expect(await refusedWith(saveDraft(writer, city.slug, null, draftOf(city.applicationId)))).toBe('version_required');
  });

  test('that is full takes a thing in the place of another', async () => {
    const full = await makeOrganization(world, 'Albuquerque', city.slug);
    const person = await full.as(await full.person('Fay Full'));
    await saveDraft(person, city.slug, 0, draftOf(full.applicationId));
    await world.owner.query(
      `INSERT INTO response_draft_item (program_id, draft_id, id, title, class, content, added_at)
       SELECT i.program_id, i.draft_id, gen_random_uuid(), i.title, i.class, i.content, i.added_at FROM response_draft_item i
       JOIN response_draft d ON d.program_id = i.program_id AND d.id = i.draft_id, generate_series(2, 50) WHERE d.application_id = $1`,
      [full.applicationId],
    );
    const { items = [] } = (await getOrganizationPage(person, city.slug)).subjects[0]?.draft ?? {};
    expect(items).toHaveLength(50);
    const more = draftOf(full.applicationId, 'more');
    expect(await refusedWith(saveDraft(person, city.slug, 1, more))).toBe('invalid_request');
    expect(await saveDraft(person, city.slug, 1, { ...more, removeItems: [items[0]?.id] })).toEqual({ version: 2 });
    await discardDraft(person, city.slug, 2, { subjectId: full.applicationId });
  });

  test('of another organization does not exist', async () => {
    const other = await makeOrganization(world, 'Stockton', city.slug);
    const stranger = await other.as(await other.person('Stella Stranger'));
    expect(await refusedWith(saveDraft(stranger, city.slug, 0, draftOf(city.applicationId)))).toBe('not_found');
    expect(await refusedWith(submitDraft(stranger, city.slug, 2, subject()))).toBe('not_found');
    expect(JSON.stringify(await getOrganizationPage(stranger, city.slug))).not.toContain('marker');
  });

  test('is open to nobody who holds another role too', async () => {
    const actor = writer.actor;
    if (!actor) throw new Error('Nobody acts.');
    const both = {
      ...writer,
      actor: { ...actor, grants: [...actor.grants, { role: 'analyst' as const, programId: null, organizationId: null }] },
    };
    expect(await refusedWith(getOrganizationPage(both, city.slug))).toBe('forbidden');
  });
});

describe('sign-off', () => {
  test('is needed when the draft says so, given by another person, and taken away by an edit', async () => {
    await saveDraft(writer, city.slug, 2, { ...draftOf(city.applicationId), needsSignOff: true });
    expect(await refusedWith(submitDraft(writer, city.slug, 3, subject()))).toBe('sign_off_required');
    const title = { ...subject(), title: 'City attorney' };
    expect(await refusedWith(signOffDraft(writer, city.slug, 3, title))).toBe('same_person');
    expect(await refusedWith(signOffDraft(counsel, city.slug, 2, title))).toBe('stale_version');
    await signOffDraft(counsel, city.slug, 3, title);
    expect((await draftNow())?.signedOff).toMatchObject({ name: 'Carl Counsel', title: 'City attorney' });
    await saveDraft(writer, city.slug, 4, { ...draftOf(city.applicationId, 'edited'), needsSignOff: true });
    expect((await draftNow())?.signedOff).toBeNull();
    expect(await refusedWith(submitDraft(writer, city.slug, 5, subject()))).toBe('sign_off_required');
  });

  test('the database refuses one by the person who wrote last', async () => {
    const forced = world.owner.query(
      `UPDATE response_draft SET signed_off_by_id = updated_by_id, signed_off_at = now(), signed_off_title = 'Self'`,
    );
    await expect(forced).rejects.toThrow('response_draft_two_people');
  });
});

describe('a file', () => {
  test('that a draft encloses is kept, becomes evidence when it is submitted, and its bytes are checked', async () => {
    const other = await makeOrganization(world, 'San Bernardino');
    const person = await other.as(await other.person('Fay File'));
    const stored = await storeFile(person, Readable.from('The policy in a file.'), { fileName: 'policy.txt' });
    const addItem = { class: 'B', files: [stored.ticket] };
    const body = { subjectId: other.applicationId, answers: [{ condition: 'access', answer: 'yes' }], addItem };
    await saveDraft(person, other.slug, 0, body);
    expect(await listNamedDigests(world.db.pool, [stored.sha256])).toEqual(new Set([stored.sha256]));
    const { responseId } = await submitDraft(person, other.slug, 1, { subjectId: other.applicationId });
    const receipt = await getReceipt(person, other.slug, responseId);
    expect(receipt.facts?.files.map(({ title, sha256 }) => [title, sha256])).toContainEqual(['policy.txt', stored.sha256]);
    expect((await checkReceipt(person, other.slug, responseId, { text: receipt.text ?? '' })).matches).toBe(true);
    // The control: the store no longer has those bytes.
    await world.db.files.clear(async (digests) => new Set(digests.filter((digest) => digest !== stored.sha256)), -60_000);
    expect((await checkReceipt(person, other.slug, responseId, {})).problems).toEqual([
      'The bytes kept as “policy.txt” do not fit their SHA-256.',
    ]);
  });

  test('of somebody else cannot be enclosed', async () => {
    const stored = await storeFile(counsel, Readable.from('Not the writer’s.'), { fileName: 'other.txt' });
    const body = { ...subject(), answers: [], addItem: { class: 'B', files: [stored.ticket] } };
    expect(await refusedWith(saveDraft(writer, city.slug, 5, body))).toBe('invalid_request');
  });
});

describe('submitting', () => {
  test('writes response, answers, evidence, statuses and a receipt in one act, and leaves no draft', async () => {
    await signOffDraft(counsel, city.slug, 5, { ...subject(), title: 'City attorney' });
    const submitted = await submitDraft(writer, city.slug, 6, subject());
    expect(submitted.receipt).toBe('R-1');
    expect(await draftNow()).toBeNull();
    const { rows } = await world.owner.query('SELECT count(*)::int AS n FROM response_draft_item');
    expect(rows).toEqual([{ n: 0 }]);
    const row = await world.row(city.slug, 'Baltimore', 'access');
    expect([row.status, row.answer]).toEqual(['submitted', 'in_part']);
    const { rows: responses } = await world.owner.query('SELECT counts, answered_by FROM response WHERE id = $1', [submitted.responseId]);
    expect(responses).toEqual([{ counts: 'undecided', answered_by: 'applicant' }]);
    const page = await getOrganizationPage(counsel, city.slug);
    expect(page.subjects[0]?.receipts.map(({ number, submittedBy }) => [number, submittedBy])).toEqual([[1, 'Wanda Writer']]);
  });

  test('what is submitted twice with one key is submitted once', async () => {
    await saveDraft(writer, city.slug, 0, draftOf(city.applicationId, 'again'));
    const keyed = { ...writer, idempotencyKey: 'the same key' };
    const [first, second] = [await submitDraft(keyed, city.slug, 1, subject()), await submitDraft(keyed, city.slug, 1, subject())];
    expect(second).toEqual(first);
    expect(first.receipt).toBe('R-2');
  });

  test('nothing, or words without an answer, are refused', async () => {
    await saveDraft(writer, city.slug, 0, { ...subject(), answers: [] });
    expect(await refusedWith(submitDraft(writer, city.slug, 1, subject()))).toBe('field_required');
    await saveDraft(writer, city.slug, 1, { ...subject(), answers: [{ condition: 'access', words: 'Only words.' }] });
    await expect(submitDraft(writer, city.slug, 2, subject())).rejects.toMatchObject({
      code: 'field_required',
      message: 'You wrote words to “Jail access” without choosing an answer.',
      details: { field: 'answers.access.answer' },
    });
    await discardDraft(writer, city.slug, 2, subject());
    expect(await draftNow()).toBeNull();
  });
});

describe('a receipt', () => {
  const first = async () => {
    const receipt = (await getOrganizationPage(writer, city.slug)).subjects[0]?.receipts.find(({ number }) => number === 1);
    return receipt?.responseId ?? '';
  };

  test('lists answers, what was kept with its SHA-256, who signed off, and the hash of the event', async () => {
    const receipt = await getReceipt(writer, city.slug, await first());
    for (const part of [
      'Receipt R-1',
      'Jail access: in part',
      '   | Words on access edited',
      'City attorney',
      'A policy edited',
      receipt.hash,
    ])
      expect(receipt.text).toContain(part);
    const { rows } = await world.owner.query<{ sha256: string }>(
      `SELECT v.sha256 FROM evidence_version v JOIN evidence e ON e.id = v.evidence_id WHERE e.title = 'A policy edited'`,
    );
    expect(receipt.text).toContain(`SHA-256: ${rows[0]?.sha256}`);
  });

  test('matches the record for the organization and for the funder’s people, with other ends of lines too', async () => {
    const id = await first();
    const text = (await getReceipt(writer, city.slug, id)).text ?? '';
    for (const asker of [writer, counsel, await world.as('analyst'), await world.as('auditor')]) {
      expect(await checkReceipt(asker, city.slug, id, { text })).toMatchObject({ matches: true, problems: [], difference: null });
    }
    expect((await checkReceipt(writer, city.slug, id, { text: text.replaceAll('\n', '\r\n') })).matches).toBe(true);
    const other = await makeOrganization(world, 'Stockton', city.slug);
    expect(await refusedWith(getReceipt(await other.as(await other.person('S')), city.slug, id))).toBe('not_found');
  });

  test('that was tampered with does not match, and the line is named', async () => {
    const id = await first();
    const text = (await getReceipt(writer, city.slug, id)).text ?? '';
    const check = await checkReceipt(writer, city.slug, id, { text: text.replace('Jail access: in part', 'Jail access: yes') });
    expect(check.matches).toBe(false);
    expect(check.difference).toMatchObject({ given: '1. Jail access: yes', onRecord: '1. Jail access: in part' });
    expect((await checkReceipt(writer, city.slug, id, { text: text.slice(0, -80) })).matches).toBe(false);
  });

  test('does not match once the record was changed behind it', async () => {
    const id = await first();
    await world.owner.query(`UPDATE response_answer SET answer = 'yes' WHERE response_id = $1 AND answer = 'in_part'`, [id]);
    expect((await checkReceipt(writer, city.slug, id, {})).problems).toEqual(['The answer kept on Jail access is another one.']);
    await world.owner.query(
      `UPDATE response_answer SET answer = 'in_part' WHERE response_id = $1 AND answer = 'yes' AND note IS NOT NULL`,
      [id],
    );
    await world.owner.query(
      `UPDATE evidence_version SET content = content || '!' WHERE evidence_id IN (SELECT id FROM evidence WHERE title = 'A policy edited')`,
    );
    expect((await checkReceipt(writer, city.slug, id, {})).problems).toEqual([
      'The bytes kept as “A policy edited” do not fit their SHA-256.',
    ]);
  });
});
