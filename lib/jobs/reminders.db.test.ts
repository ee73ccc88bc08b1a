/** Reminders over ninety days: two processes, three restarts, three time zones, a real mail server. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addNote } from '#lib/operations/add-note.ts';
import type { Context } from '#lib/operations/context.ts';
import { addRole } from '#lib/operations/create-account.ts';
import { decideExtension } from '#lib/operations/decide-extension.ts';
import { again, idOf, makePerson, programId } from '#lib/operations/people.fixture.ts';
import { recordStatus } from '#lib/operations/record-status.ts';
import { requestExtension } from '#lib/operations/request-extension.ts';
import { openWorld, type World } from '#lib/operations/world.fixture.ts';
import { type MailServer, startMailServer } from './mail-server.fixture.ts';
import { dayOfMail, expectedReminders, passDays, remindersIn, type Wait } from './ninety-days.fixture.ts';

const SLUG = 'psp-2017';
/** After today, so that every due date is recorded before it; both clock changes of spring lie in it. */
const YEAR = new Date().getUTCFullYear() + 1;
const FIRST = `${YEAR}-02-10`;
const DAYS = 90;
const dayAfter = (days: number): string => new Date(Date.parse(`${FIRST}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
const LAST = dayAfter(DAYS - 1);

interface Stage {
  world: World;
  server: MailServer;
  nora: Context;
  hana: Context;
  ada: Context;
}

async function setZone(world: World, person: Context, zone: string): Promise<void> {
  await world.owner.query('INSERT INTO person_setting (principal_id, zone, changed_at) VALUES ($1, $2, now())', [idOf(person), zone]);
}

/** Two analysts, one of them in Honolulu, and a contributor of Baltimore who lives in Adak. */
async function openStage(): Promise<Stage> {
  const world = await openWorld();
  const server = await startMailServer();
  const nora = await makePerson(world, 'Nora York', ['analyst']);
  const hana = await makePerson(world, 'Hana Lulu', ['analyst']);
  await setZone(world, hana, 'Pacific/Honolulu');
  const person = await makePerson(world, 'Ada Kwon', []);
  const { rows } = await world.owner.query<{ id: string }>(`SELECT id FROM organization WHERE ref = 'baltimore-md-police'`);
  const act = { actorId: idOf(person), onBehalfOfId: null, requestId: randomUUID() };
  const role = { principalId: idOf(person), programId: await programId(world, SLUG), organizationId: rows[0]?.id ?? '', grantedById: null };
  await addRole(world.db.pool, act, { ...role, role: 'contributor' });
  await setZone(world, person, 'America/Adak');
  return { world, server, nora, hana, ada: await again(world, person) };
}

/** Asks for a paper by a day; whoever asks has the assessment from then on. */
async function ask({ world }: Stage, by: Context, city: string, condition: string, dueOn: string): Promise<string> {
  const first = await world.row(SLUG, city, condition);
  const { id, version } =
    first.status === 'under_review'
      ? first
      : await recordStatus(by, first.id, first.version, { to: 'under_review', reason: 'Taken up.', details: { reminders: 'None' } });
  const details = { missing: 'A paper.', dueOn };
  return (await recordStatus(by, id, version, { to: 'info_requested', reason: 'A paper is missing.', details })).id;
}

async function answer({ world }: Stage, by: Context, city: string, condition: string): Promise<void> {
  const row = await world.row(SLUG, city, condition);
  await recordStatus(by, row.id, row.version, { to: 'submitted', reason: 'It came.', details: { answer: 'yes' } });
}

/** More time is asked for and granted: the date moves without a change of the assessment. */
async function extend({ world, hana }: Stage, city: string, condition: string, to: string): Promise<void> {
  const row = await world.row(SLUG, city, condition);
  const asked = { applicationIds: [row.subject.id], deadlineId: row.deadlineId, wantedOn: to, reason: 'The council meets later.' };
  const { extensionId } = await requestExtension(hana, SLUG, asked);
  await decideExtension(await world.as('reviewer'), extensionId, { decision: 'grant', grantedOn: to, reason: 'As asked.' });
}

const mailsTo = ({ server }: Stage, person: string) => server.mails.filter(({ to }) => to === person);
const twins = (list: readonly string[]): string[] => [...new Set(list.filter((item, index) => list.indexOf(item) !== index))];
/** Each message once, however often it came. */
const distinct = <T extends { headers: Record<string, string> }>(mails: readonly T[]): T[] => [
  ...new Map(mails.map((mail) => [mail.headers['message-id'] ?? '', mail])).values(),
];

const NORA = 'nora.york@example.gov';
const HANA = 'hana.lulu@example.gov';
const ADA = 'ada.kwon@example.gov';

describe('ninety days', () => {
  let stage: Stage;
  let waits: Record<'nora' | 'hana' | 'ada', Wait[]>;
  let outcome: Awaited<ReturnType<typeof passDays>>;

  beforeAll(async () => {
    stage = await openStage();
    const { world, nora, hana, server } = stage;
    const due = { quiet: dayAfter(24), answered: dayAfter(33), extended: dayAfter(38), weekend: dayAfter(60), stayed: dayAfter(45) };
    const baltimore = await ask(stage, nora, 'Baltimore', 'access', due.quiet);
    const answered = await ask(stage, nora, 'Baltimore', 'notice', due.answered);
    const extended = await ask(stage, hana, 'Stockton', 'access', due.extended);
    const weekend = await ask(stage, hana, 'Stockton', 'notice', due.weekend);
    const stayed = await ask(stage, nora, 'Albuquerque', 'access', due.stayed);
    const later = dayAfter(59);
    const always = { from: FIRST, to: LAST };
    const own = [
      { assessmentId: baltimore, dueOn: due.quiet, ...always },
      { assessmentId: answered, dueOn: due.answered, from: FIRST, to: dayAfter(30) },
    ];
    waits = {
      nora: [...own, { assessmentId: stayed, dueOn: due.stayed, from: FIRST, to: dayAfter(39) }],
      hana: [
        { assessmentId: extended, dueOn: due.extended, from: FIRST, to: dayAfter(35) },
        { assessmentId: extended, dueOn: later, from: dayAfter(36), to: LAST },
        { assessmentId: weekend, dueOn: due.weekend, ...always },
      ],
      ada: own,
    };
    outcome = await passDays({
      databaseUrl: world.appUrl,
      server,
      first: FIRST,
      days: DAYS,
      stepHours: 12,
      deaths: { duringSending: dayAfter(12), duringPlanning: dayAfter(31), stop: dayAfter(50) },
      morning: async (day) => {
        // Something new for each of the three, every day.
        const body = 'Again today: @[Nora York] @[Hana Lulu] @[Ada Kwon]';
        await addNote(nora, baltimore, { body, visibility: 'organization' });
        if (day === dayAfter(31)) await answer(stage, nora, 'Baltimore', 'notice');
        if (day === dayAfter(36)) await extend(stage, 'Stockton', 'access', later);
        if (day === dayAfter(40)) await world.owner.query('UPDATE assessment SET paused = true WHERE id = $1', [stayed]);
      },
    });
  }, 400_000);
  afterAll(async () => {
    await stage.server.close();
    await stage.world.close();
  });

  test('both processes ran, one was killed while it sent, one while it planned, one was stopped', () => {
    expect(outcome.faults).toEqual([]);
    expect(outcome.restarts).toBe(3);
    expect(outcome.died).toBeGreaterThanOrEqual(1);
  });

  test('each of the three had exactly one digest on each local day, clock changes included', () => {
    const all = Array.from({ length: DAYS }, (_, index) => dayAfter(index));
    for (const person of [NORA, HANA, ADA]) {
      const days = distinct(mailsTo(stage, person)).map(dayOfMail);
      expect(twins(days), person).toEqual([]);
      expect(days.sort(), person).toEqual(all);
    }
  });

  test.each([
    ['nora', NORA],
    ['hana', HANA],
    ['ada', ADA],
  ] as const)('%s was reminded of each due date on each of its days: none twice, none missed', (who, address) => {
    const told = distinct(mailsTo(stage, address)).flatMap(remindersIn);
    const expected = expectedReminders(waits[who], FIRST, LAST);
    expect(expected.length).toBeGreaterThan(7);
    expect(twins(told)).toEqual([]);
    expect(told.sort()).toEqual(expected.sort());
  });

  test('only the message that was on its way when the process died came twice, under the same Message-ID', () => {
    const ids = stage.server.mails.map(({ headers }) => headers['message-id'] ?? '');
    expect(twins(ids)).toHaveLength(1);
    expect(ids.length).toBe(new Set(ids).size + 1);
    const twice = stage.server.mails.filter(({ headers }) => headers['message-id'] === twins(ids)[0]);
    expect(new Set(twice.map(({ text }) => text)).size).toBe(1);
  });

  test('a contributor is told of nothing but the own organization, and no note is quoted', () => {
    const own = new Set(waits.ada.map(({ assessmentId }) => assessmentId));
    const named = mailsTo(stage, ADA).flatMap(({ text }) =>
      [...text.matchAll(/\/assessments\/([0-9a-f-]{36})/g)].map((match) => match[1] ?? ''),
    );
    expect(named.filter((id) => !own.has(id))).toEqual([]);
    expect(stage.server.mails.filter(({ raw }) => raw.includes('Again today'))).toEqual([]);
  });

  test('that the organization was reminded stands in the history of its application, once for each message', async () => {
    const { rows } = await stage.world.owner.query<{ reminders: { assessmentId: string }[] }>(
      `SELECT content::jsonb->'payload'->'reminders' AS reminders FROM event WHERE kind = 'reminder_sent' AND stream_kind = 'application'`,
    );
    const recorded = rows.flatMap(({ reminders }) => reminders.map(({ assessmentId }) => assessmentId));
    expect(recorded.length).toBe(expectedReminders(waits.ada, FIRST, LAST).length);
  });
});

describe('the control: the same without the keys, and with no memory of what was told', () => {
  test('tells things twice', async () => {
    const stage = await openStage();
    const { world, server, nora } = stage;
    await world.owner.query(
      `ALTER TABLE digest_day DROP CONSTRAINT digest_day_pkey; DROP INDEX reminder_told_once_idx; DROP INDEX message_one_digest_idx;
       CREATE FUNCTION forget() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.mark := NEW.mark || NEW.id; RETURN NEW; END $$;
       CREATE TRIGGER forget BEFORE INSERT ON reminder FOR EACH ROW EXECUTE FUNCTION forget()`,
    );
    const id = await ask(stage, nora, 'Baltimore', 'access', dayAfter(20));
    await passDays({
      databaseUrl: world.appUrl,
      server,
      first: FIRST,
      days: 12,
      stepHours: 12,
      deaths: {},
      morning: async () => {
        await addNote(nora, id, { body: '@[Nora York] @[Hana Lulu] @[Ada Kwon]', visibility: 'organization' });
      },
    });
    const days = [NORA, HANA, ADA].flatMap((person) => mailsTo(stage, person).map((mail) => `${person} ${dayOfMail(mail)}`));
    expect(twins(days).length).toBeGreaterThan(0);
    await server.close();
    await world.close();
  }, 120_000);
});
