/** Messages through a real mail server: what arrives, what happens when it refuses, and who may see which message. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addNote } from '#lib/operations/add-note.ts';
import type { Context } from '#lib/operations/context.ts';
import { getPreferences } from '#lib/operations/get-preferences.ts';
import { listOutbox } from '#lib/operations/list-outbox.ts';
import { eventsOf, idOf, makePerson } from '#lib/operations/people.fixture.ts';
import { planDigests } from '#lib/operations/plan-digests.ts';
import { sendMessages } from '#lib/operations/send-messages.ts';
import { setPreferences } from '#lib/operations/set-preferences.ts';
import { openWorld, refusedWith, type World } from '#lib/operations/world.fixture.ts';
import { type MailServer, startMailServer } from './mail-server.fixture.ts';
import { createMailer } from './mailer.ts';

const ORIGIN = 'https://proviso.example.gov';
const SLUG = 'psp-2017';
/** Each test has a day of its own. */
let day = 1;
const at = (time: string): string => `2031-03-${String(day).padStart(2, '0')}T${time}:00.000000Z`;

let world: World;
let server: MailServer;
let mailer: ReturnType<typeof createMailer>;
let ann: Context;
let rita: Context;
let assessmentId: string;

beforeAll(async () => {
  world = await openWorld();
  server = await startMailServer();
  mailer = createMailer({ url: server.url, from: 'Proviso <proviso@example.gov>' });
  ann = await makePerson(world, 'Ann Analyst', ['analyst']);
  rita = await makePerson(world, 'Rita Reviewer', ['reviewer']);
  assessmentId = (await world.row(SLUG, 'Baltimore', 'access')).id;
});
afterAll(async () => {
  mailer.close();
  await server.close();
  await world.close();
});
beforeEach(() => {
  day += 1;
  server.mails.length = 0;
  server.answer = null;
});

const mention = () => addNote(ann, assessmentId, { body: 'Secret words for @[Rita Reviewer].' });
const plan = (time: string, configured = true) => planDigests(world.db, { now: at(time), origin: ORIGIN, configured });
const send = (time: string) => sendMessages(world.db, mailer, () => at(time));
const states = async (): Promise<(string | number | null)[][]> =>
  (await listOutbox(await world.as('auditor'), SLUG)).items
    .filter(({ to }) => to === 'Rita Reviewer')
    .map(({ state, attempts }) => [state, attempts]);

describe('a digest', () => {
  test('arrives at the hour with its headers, its links and no word of the note', async () => {
    await mention();
    expect(await plan('12:59')).toBe(0);
    expect(await plan('13:00')).toBe(1);
    expect(await plan('13:01')).toBe(0);
    expect(await send('13:01')).toBe(1);
    const [mail] = server.mails;
    expect(mail?.to).toBe('rita.reviewer@example.gov');
    expect(mail?.from).toBe('proviso@example.gov');
    expect(mail?.headers).toMatchObject({
      from: 'Proviso <proviso@example.gov>',
      to: 'rita.reviewer@example.gov',
      subject: `Proviso: 1 thing for March ${day}, 2031`,
      'auto-submitted': 'auto-generated',
    });
    expect(mail?.headers['message-id']).toMatch(/^<[0-9a-f-]{36}@proviso\.example\.gov>$/);
    expect(mail?.headers['content-type']).toContain('multipart/alternative');
    expect(mail?.text).toContain('Mentions of you\n- Baltimore: ');
    expect(mail?.text).toContain(`${ORIGIN}/assessments/${assessmentId}`);
    expect(mail?.raw).not.toContain('Secret words');
    expect([...(mail?.raw.replaceAll(/=\r?\n/g, '').matchAll(/https?:\/\/[\w.-]+/g) ?? [])].every(([link]) => link === ORIGIN)).toBe(true);
  });

  test('says nothing twice, and nothing at all when there is nothing new', async () => {
    expect(await plan('13:00')).toBe(0);
    expect(await send('13:01')).toBe(0);
  });

  test('comes at the hour and in the zone that were set, or not at all', async () => {
    await setPreferences(rita, { zone: 'Pacific/Honolulu', digest: true, digestHour: 6 });
    expect(await eventsOf(world, rita)).toContain('preferences_set');
    await mention();
    expect(await plan('15:59')).toBe(0);
    expect(await plan('16:00')).toBe(1);
    await setPreferences(rita, { zone: null, digest: false, digestHour: 8 });
    day += 1;
    await mention();
    expect(await plan('23:00')).toBe(0);
    await setPreferences(rita, { zone: null, digest: true, digestHour: 8 });
    expect(await refusedWith(setPreferences(rita, { zone: 'Mars/Olympus', digest: true, digestHour: 8 }))).toBe('invalid_request');
    expect(await refusedWith(setPreferences(rita, { zone: null, digest: true, digestHour: 24 }))).toBe('invalid_request');
    // Two wait: that of Honolulu, and what was new meanwhile comes with the next day.
    day += 1;
    expect(await plan('13:00')).toBe(1);
    expect(await send('13:01')).toBe(2);
  });

  test('a name with line breaks begins no header and no markup', async () => {
    await world.owner.query('UPDATE principal SET name = $2 WHERE id = $1', [
      idOf(ann),
      'Ann\r\nBcc: evil@example.org\r\n\r\n<script>alert(1)</script>',
    ]);
    await mention();
    await plan('13:00');
    await send('13:01');
    const [mail] = server.mails;
    expect(mail?.to).toBe('rita.reviewer@example.gov');
    expect(mail?.headers.bcc).toBeUndefined();
    expect(mail?.raw.slice(mail.raw.indexOf('<!doctype'))).not.toMatch(/<script/i);
    expect(mail?.text).toContain('Ann Bcc: evil@example.org <script>');
    await world.owner.query('UPDATE principal SET name = $2 WHERE id = $1', [idOf(ann), 'Ann Analyst']);
  });
});

describe('a mail server that fails', () => {
  test('for now: it is tried again later, under the same Message-ID', async () => {
    await mention();
    await plan('13:00');
    const seen: string[] = [];
    server.answer = ({ headers }) => {
      seen.push(headers['message-id'] ?? '');
      return { code: 451, text: 'Try again later' };
    };
    expect(await send('13:01')).toBe(0);
    expect((await states())[0]).toEqual(['queued', 1]);
    expect(await send('13:01')).toBe(0);
    expect(seen).toHaveLength(1);
    server.answer = null;
    expect(await send('13:03')).toBe(1);
    expect((await states())[0]).toEqual(['sent', 2]);
    expect(server.mails.map(({ headers }) => headers['message-id'])).toEqual(seen);
  });

  test('for good: it is given up at once, and the outbox says why', async () => {
    await mention();
    await plan('13:00');
    server.answer = () => ({ code: 550, text: 'No such mailbox' });
    expect(await send('13:01')).toBe(0);
    const [line] = (await listOutbox(await world.as('auditor'), SLUG, { state: 'failed' })).items;
    expect(line?.lastError).toContain('No such mailbox');
    server.answer = null;
    expect(await send('23:00')).toBe(0);
  });

  test('because of a wrong password: it waits until that is mended', async () => {
    await mention();
    await plan('13:00');
    const wrong = createMailer({ url: server.url.replace('smtp://', 'smtp://proviso:wrong@'), from: 'proviso@example.gov' });
    expect(await sendMessages(world.db, wrong, () => at('13:01'))).toBe(0);
    wrong.close();
    expect((await states())[0]).toEqual(['queued', 1]);
    expect(await send('13:30')).toBe(1);
  });

  test('always: after eight tries it is given up', async () => {
    await mention();
    await plan('13:00');
    const unreachable = createMailer({ url: 'smtp://127.0.0.1:9', from: 'proviso@example.gov' });
    for (let hour = 0; hour < 60; hour += 1) {
      const now = new Date(Date.parse(at('13:00')) + hour * 3_600_000).toISOString().replace('.000Z', '.000000Z');
      await sendMessages(world.db, unreachable, () => now);
    }
    unreachable.close();
    expect((await states())[0]).toEqual(['failed', 8]);
    day += 3;
  });

  test('not there at all: the message stays in the outbox and can be read', async () => {
    await mention();
    expect(await plan('13:00', false)).toBe(1);
    expect(await send('13:01')).toBe(0);
    expect((await states())[0]).toEqual(['not_configured', 0]);
    const [message] = (await getPreferences(rita)).messages;
    expect(message?.text).toContain('Ann Analyst mentioned you in a note');
  });
});

describe('somebody whose access ended after the message was written', () => {
  test.each([
    [
      'by disabling the account',
      'UPDATE principal SET disabled_at = now() WHERE id = $1',
      'UPDATE principal SET disabled_at = NULL WHERE id = $1',
    ],
    [
      'by taking back the last role',
      'UPDATE membership SET revoked_at = now() WHERE principal_id = $1',
      'UPDATE membership SET revoked_at = NULL, revoked_by_id = NULL WHERE principal_id = $1',
    ],
  ])('%s: it is not sent, and the outbox says why', async (_, end, restore) => {
    await mention();
    expect(await plan('13:00')).toBe(1);
    await world.owner.query(end, [idOf(rita)]);
    expect(await send('13:01')).toBe(0);
    expect(server.mails).toEqual([]);
    const [line] = (await listOutbox(await world.as('auditor'), SLUG)).items;
    expect([line?.state, line?.lastError]).toEqual(['failed', 'This person no longer has access.']);
    await world.owner.query(restore, [idOf(rita)]);
    expect(await send('23:00')).toBe(0);
    // Who still has access is written to.
    day += 1;
    await mention();
    expect(await plan('13:00')).toBe(1);
    expect(await send('13:01')).toBe(1);
  });
});

test('what somebody was sending who died is given up too, once its receiver has no access and the lease is over', async () => {
  await mention();
  expect(await plan('13:00')).toBe(1);
  await world.owner.query(
    `UPDATE message SET state = 'sending', attempts = 1, lease_until = $1 WHERE state = 'queued' AND principal_id = $2`,
    [at('13:05'), idOf(rita)],
  );
  await world.owner.query('UPDATE principal SET disabled_at = now() WHERE id = $1', [idOf(rita)]);
  const state = async () => (await listOutbox(await world.as('auditor'), SLUG)).items[0]?.state;
  expect(await send('13:04')).toBe(0);
  expect(await state()).toBe('sending');
  expect(await send('13:06')).toBe(0);
  expect(await state()).toBe('failed');
  await world.owner.query('UPDATE principal SET disabled_at = NULL WHERE id = $1', [idOf(rita)]);
});

describe('the outbox', () => {
  test('is for auditors and administrators, without what a message says', async () => {
    const outbox = await listOutbox(await world.as('admin'), SLUG);
    expect(outbox.items.length).toBeGreaterThan(3);
    expect(JSON.stringify(outbox)).not.toContain('mentioned you');
    expect(await refusedWith(listOutbox(ann, SLUG))).toBe('forbidden');
    expect(await refusedWith(listOutbox(await world.as('admin'), SLUG, { state: 'lost' }))).toBe('invalid_request');
    expect((await getPreferences(ann)).messages).toEqual([]);
  });
});
