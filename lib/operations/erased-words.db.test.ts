/** Erasing an event takes its words from every row that repeats them, whatever the act was. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '#lib/data/client.ts';
import { answerClarification } from './answer-clarification.ts';
import { askClarification } from './ask-clarification.ts';
import { changeCalendar } from './change-calendar.ts';
import { changeCounting } from './change-counting.ts';
import type { Context } from './context.ts';
import { decideDispute } from './decide-dispute.ts';
import { decideEvidence } from './decide-evidence.ts';
import { decideExtension } from './decide-extension.ts';
import { eraseContent } from './erase-content.ts';
import { addItem } from './evidence.fixture.ts';
import { makePracticeCopy } from './make-practice-copy.ts';
import { openDispute } from './open-dispute.ts';
import { makeOrganization } from './organization.fixture.ts';
import { proposeSetting } from './propose-setting.ts';
import { recordLetter } from './record-letter.ts';
import { recordStatus } from './record-status.ts';
import { requestExtension } from './request-extension.ts';
import { rescindRequest } from './rescind-request.ts';
import { sealEvidence } from './seal-evidence.ts';
import { sendRequest } from './send-request.ts';
import { supersedeEvidence } from './supersede-evidence.ts';
import { withdrawDispute } from './withdraw-dispute.ts';
import { openWorld, type World } from './world.fixture.ts';

const NAME = 'Erika Mustermann';
const SAID = `${NAME} called.`;

let world: World;
let slug: string;
let analyst: Context;
beforeAll(async () => {
  world = await openWorld();
  analyst = await world.as('analyst');
  ({ slug } = await makePracticeCopy(analyst, 'psp-2017'));
}, 60_000);
afterAll(() => world.close());

async function applicationOf(place: string): Promise<{ id: string; organizationId: string }> {
  const { rows } = await world.owner.query<{ id: string; organizationId: string }>(
    `SELECT ap.id, ap.organization_id AS "organizationId" FROM application ap JOIN program p ON p.id = ap.program_id
       JOIN jurisdiction j ON j.id = ap.jurisdiction_id WHERE p.slug = $1 AND j.name = $2`,
    [slug, place],
  );
  const [found] = rows;
  if (!found) throw new Error(`${place} has not applied.`);
  return found;
}

/** Letters, answers and objections that name somebody. */
async function nameInLetters(): Promise<void> {
  const { id: applicationId, organizationId } = await applicationOf('Baltimore');
  const { responseId } = await recordLetter(analyst, slug, {
    applicationId,
    authorName: NAME,
    url: 'https://example.gov/letter',
    counts: 'no',
    answers: [{ condition: 'access', answer: 'yes', note: SAID }],
  });
  await changeCounting(analyst, responseId, { counts: 'undecided', reason: SAID });
  const stockton = await world.row(slug, 'Stockton', 'notice');
  await recordStatus(analyst, stockton.id, stockton.version, { to: 'submitted', reason: SAID, details: { answer: 'yes' } });
  const { requestId } = await sendRequest(analyst, slug, {
    title: 'Questions',
    sentOn: '2017-08-22',
    recipients: [{ organizationId }],
    questions: [{ condition: 'access', text: 'Is there a rule?' }],
    dueOn: '2017-09-15',
    dueBasis: 'As the letter says.',
  });
  await rescindRequest(analyst, requestId, { rescindedOn: '2017-08-30', reason: SAID });
  const row = await world.row(slug, 'Baltimore', 'access');
  const objection = { kind: 'objection', grounds: SAID, asked: `Ask ${NAME}.` };
  const [first, second] = [await openDispute(analyst, row.id, objection), await openDispute(analyst, row.id, objection)];
  await withdrawDispute(analyst, first.id, { reason: SAID });
  await decideDispute(await world.as('approver'), second.id, { outcome: 'dismissed', reason: SAID });
}

/** Decisions on evidence and on rules that name somebody. */
async function nameInDecisions(): Promise<void> {
  const row = await world.row(slug, 'Stockton', 'access');
  const [rejected, superseded, sealed] = [
    await addItem(analyst, slug, [row.id]),
    await addItem(analyst, slug, [row.id]),
    await addItem(analyst, slug, [row.id]),
  ];
  await decideEvidence(analyst, row.id, { evidenceId: rejected, decision: 'rejected', reason: SAID });
  await supersedeEvidence(analyst, superseded, { reason: SAID, seen: true });
  await sealEvidence(analyst, sealed, { reason: SAID, seen: true });
  await proposeSetting(await world.as('admin'), slug, { kind: 'two_person_rule', value: 'off', reason: SAID });
}

/** A question asked back, more time, a day off and a citation that name somebody. Returns the question's id. */
async function nameInQuestionsAndDates(): Promise<string> {
  const row = await world.row(slug, 'San Bernardino', 'access');
  const organization = await makeOrganization(world, 'San Bernardino', slug);
  const person = await organization.as(await organization.person('Somebody'));
  const { id } = await askClarification(person, row.id, { question: SAID });
  await answerClarification(analyst, id, { answer: SAID });
  const more = { applicationIds: [row.subject.id], deadlineId: row.deadlineId, wantedOn: '2017-08-25', reason: SAID };
  const { extensionId } = await requestExtension(analyst, slug, more);
  await decideExtension(await world.as('reviewer'), extensionId, { decision: 'refuse', reason: SAID });
  await changeCalendar(await world.as('admin'), { calendar: 'us_federal', add: [{ day: '2030-03-04' }], reason: SAID });
  await addItem(analyst, slug, [row.id], { citation: SAID, note: SAID });
  return id;
}

async function tablesThatName(): Promise<string[]> {
  const { rows: tables } = await world.owner.query<{ name: string }>(
    `SELECT oid::regclass::text AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1`,
  );
  const held: string[] = [];
  for (const { name } of tables) {
    const { rowCount } = await world.owner.query(`SELECT 1 FROM ${name} t WHERE strpos(t::text, $1) > 0 LIMIT 1`, [NAME]);
    if (rowCount) held.push(name);
  }
  return held;
}

test('somebody named in letters, answers, objections and decisions is named nowhere once the events are erased', async () => {
  await nameInLetters();
  await nameInDecisions();
  const question = await nameInQuestionsAndDates();
  expect(await tablesThatName()).toEqual([
    'calendar_day',
    'clarification',
    'dispute',
    'event',
    'evidence',
    'evidence_decision',
    'evidence_link',
    'extension',
    'request_rescission',
    'response',
    'response_answer',
    'response_counting',
    'setting_change',
  ]);
  const owner: Database = { ...world.db, pool: world.owner };
  const { rows } = await world.owner.query<{ slug: string | null; stream: string; sequence: number }>(
    `SELECT p.slug, e.stream_id AS stream, e.sequence FROM event e LEFT JOIN program p ON p.id = e.program_id
     WHERE strpos(e.content, $1) > 0 ORDER BY e.recorded_at`,
    [NAME],
  );
  for (const event of rows) {
    await eraseContent(owner, { ...event, program: event.slug ?? undefined, reason: 'Request 12 under the privacy rule.' });
  }
  expect(await tablesThatName()).toEqual([]);
  // What was erased is settled as much as before.
  const rewritten = world.db.pool.query(`UPDATE clarification SET answer = 'Something else.' WHERE id = $1`, [question]);
  await expect(rewritten).rejects.toThrow('This is settled once.');
});

test('the role that serves takes no words off a seal', async () => {
  const row = await world.row(slug, 'Albuquerque', 'access');
  const sealed = await addItem(analyst, slug, [row.id]);
  await sealEvidence(analyst, sealed, { reason: 'Sent by mistake.', seen: true });
  const unseal = world.db.pool.query(`UPDATE evidence SET sealed_reason = '[erased]' WHERE id = $1`, [sealed]);
  await expect(unseal).rejects.toThrow('A seal on evidence is not taken off.');
  await expect(world.db.pool.query(`UPDATE setting_change SET reason = '[erased]'`)).rejects.toThrow(/permission denied/);
});
