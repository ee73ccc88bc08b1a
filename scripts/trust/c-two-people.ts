/** C8: two people of two programs on one connection. C11: approving one's own, twice, or past a step. */
import { randomUUID } from 'node:crypto';
import { type Database, openDatabase } from '#lib/data/client.ts';
import { inTransaction } from '#lib/data/transaction.ts';
import { STATUSES } from '#lib/domain/status.ts';
import { TRANSITIONS } from '#lib/domain/transition.ts';
import { addNote } from '#lib/operations/add-note.ts';
import { approveFinding } from '#lib/operations/approve-finding.ts';
import type { Actor, Context } from '#lib/operations/context.ts';
import { createAccount } from '#lib/operations/create-account.ts';
import { getProgram } from '#lib/operations/get-program.ts';
import { getAssessment } from '#lib/operations/load-assessment.ts';
import { proposeFinding } from '#lib/operations/propose-finding.ts';
import { recordLetter } from '#lib/operations/record-letter.ts';
import { recordStatus } from '#lib/operations/record-status.ts';
import { ACCEPTED, countBy, createTally, outcomeOf, type Tally } from './check.ts';
import { actorOf } from './http/people.ts';
import { type Objects, type Stage, stageOf, versionOf } from './http/stage.ts';
import type { TrustRun, TrustTest } from './types.ts';

const REVIEWERS = 100;
const REASON = { reason: 'The policy says so.' };

/** People who may review in one program. */
async function makeReviewers(stage: Stage, count: number): Promise<Context[]> {
  const { programId } = stage.own;
  const make = async (n: number): Promise<Context> => {
    const name = `Reviewer ${n}`;
    const account = { userId: null, name, kind: 'person' as const, roles: ['reviewer' as const], programId, grantedById: null };
    const principalId = await createAccount(stage.db, account);
    const grants = [{ role: 'reviewer' as const, programId, organizationId: null }];
    const actor: Actor = { principalId, name, kind: 'person', onBehalfOfId: null, grants };
    return { ...stage.contextOf(null), actor, requestId: randomUUID() };
  };
  const made: Context[] = [];
  for (let n = 0; n < count; n += 1) made.push(await make(n));
  return made;
}

/** Brings the open assessment under review and gives it evidence that can carry a finding. */
async function underReview(stage: Stage): Promise<{ id: string; evidenceId: string }> {
  const { own } = stage;
  const analyst = stage.contextOf(stage.people.analyst);
  const id = own.openAssessment;
  const { rows } = await stage.owner.query<{ ref: string; status: string }>(
    `SELECT c.ref, a.status FROM assessment a JOIN condition c ON c.program_id = a.program_id AND c.id = a.condition_id WHERE a.id = $1`,
    [id],
  );
  const { evidenceId } = await recordLetter(analyst, own.slug, {
    applicationId: own.application,
    title: 'A policy',
    class: 'B',
    answeredBy: 'body_in_control',
    url: 'https://example.gov/policy',
    counts: 'no',
    answers: [{ condition: rows[0]?.ref ?? '', answer: 'not_addressed' }],
  });
  if (rows[0]?.status !== 'under_review') {
    await recordStatus(analyst, id, await versionOf(stage.owner, id), {
      to: 'under_review',
      ...REASON,
      details: { reminders: 'August 21' },
    });
  }
  return { id, evidenceId };
}

/** Every move that the table of moves does not name, tried by somebody with every role that decides. */
async function skipSteps(stage: Stage, tally: Tally): Promise<number> {
  const { rows } = await stage.owner.query<{ id: string; status: (typeof STATUSES)[number]; version: number }>(
    'SELECT DISTINCT ON (status) id, status, version FROM assessment WHERE program_id = $1 ORDER BY status, id',
    [stage.own.programId],
  );
  const grants = (['analyst', 'reviewer', 'approver'] as const).map((role) => ({
    role,
    programId: stage.own.programId,
    organizationId: null,
  }));
  const context = { ...stage.contextOf(null), actor: { ...actorOf(stage.people.approver), grants } };
  let moves = 0;
  for (const { id, status, version } of rows) {
    for (const to of STATUSES) {
      const rule = TRANSITIONS.find((known) => known.from === status && known.to === to);
      if (rule && rule.approvedBy === null) continue;
      moves += 1;
      const outcome = await outcomeOf(recordStatus(context, id, version, { to, ...REASON }));
      tally.check(['illegal_transition', 'needs_proposal'].includes(outcome), `${status} to ${to}: ${outcome}`);
    }
  }
  return moves;
}

async function approvals(run: TrustRun) {
  const stage = await stageOf(run);
  const tally = createTally();
  const reviewers = await makeReviewers(stage, REVIEWERS);
  const { id, evidenceId } = await underReview(stage);
  const { owner } = stage;
  const first = reviewers[0];
  if (!first) throw new Error('There is no reviewer.');
  const body = { to: 'met', ...REASON, evidenceIds: [evidenceId] };
  const own = await proposeFinding(first, id, await versionOf(owner, id), body);
  const version = own.assessment.version;
  tally.check((await outcomeOf(approveFinding(first, own.proposal.id, version, {}))) === 'same_person', 'approved his own proposal');
  const token = { ...stage.contextOf(null), actor: { ...(reviewers[1]?.actor as Actor), onBehalfOfId: first.actor?.principalId ?? null } };
  tally.check(
    (await outcomeOf(approveFinding(token, own.proposal.id, version, {}))) === 'same_person',
    "approved by the proposer's own token",
  );
  const moves = await skipSteps(stage, tally);
  const before = await countEvents(stage, id);
  const outcomes = await Promise.all(reviewers.slice(1).map((context) => outcomeOf(approveFinding(context, own.proposal.id, version, {}))));
  const counts = countBy(outcomes);
  const accepted = counts[ACCEPTED] ?? 0;
  tally.check(accepted === 1, `${accepted} approvals`);
  const refusals = new Set(['proposal_closed', 'stale_version', 'unavailable', 'proposal_outdated', ACCEPTED]);
  for (const outcome of outcomes) tally.check(refusals.has(outcome), `an approval ended in ${outcome}`);
  tally.check((await countEvents(stage, id)) - before === 1, 'more than one event for one approval');
  const again = reviewers[2];
  const twice = again ? await outcomeOf(approveFinding(again, own.proposal.id, await versionOf(owner, id), {})) : '';
  tally.check(twice === 'proposal_closed', `approved a second time: ${twice}`);
  const lost = await approveUnlocked(stage);
  return tally.figures(
    { 'racing reviewers': outcomes.length, approvals: accepted, 'forbidden moves': moves },
    { what: 'the same race where the state is read first and written later', failedAsItMust: lost > 1, figures: { approvals: lost } },
  );
}

async function countEvents({ owner }: Stage, id: string): Promise<number> {
  const { rows } = await owner.query<{ n: number }>(
    `SELECT count(*)::int AS n FROM event WHERE stream_id = $1 AND kind = 'status_changed'`,
    [id],
  );
  return rows[0]?.n ?? 0;
}

/** What a product does that asks whether a proposal is open, and approves it afterwards. */
async function approveUnlocked({ owner }: Stage): Promise<number> {
  await owner.query(`CREATE TABLE unlocked (id int PRIMARY KEY, state text NOT NULL); INSERT INTO unlocked VALUES (1, 'open')`);
  const approve = async (): Promise<number> => {
    const { rows } = await owner.query<{ state: string }>('SELECT state FROM unlocked WHERE id = 1');
    if (rows[0]?.state !== 'open') return 0;
    await owner.query(`UPDATE unlocked SET state = 'approved' WHERE id = 1`);
    return 1;
  };
  const approved = await Promise.all(Array.from({ length: REVIEWERS }, approve));
  await owner.query('DROP TABLE unlocked');
  return approved.reduce((sum, one) => sum + one, 0);
}

const CONNECTIONS = 2;
const AT_ONCE = 8;

interface Side {
  context: Context;
  mine: Objects;
  theirs: Objects;
}

/** One turn of one side: a read of one's own, one of the other's, and now and then something that breaks off half way. */
async function turn({ context, mine, theirs }: Side, n: number): Promise<boolean> {
  if (n % 7 === 0) return (await outcomeOf(getAssessment(context, theirs.assessment))) === 'not_found';
  if (n % 11 === 0) return (await outcomeOf(getProgram(context, theirs.slug))) === 'not_found';
  if (n % 13 === 0) return (await outcomeOf(addNote(context, theirs.assessment, { body: 'Not mine.' }))) === 'not_found';
  if (n % 50 === 0) return breakOff(context.db);
  if (n % 125 === 0) return timeOut(context.db);
  return (await getProgram(context, mine.slug)).id === mine.programId;
}

const ABORTED = new Error('broken off on purpose');

async function breakOff(db: Database): Promise<boolean> {
  const work = inTransaction(db, async (tx) => {
    await tx.query(`SELECT set_config('proviso.left_behind', 'yes', true)`);
    throw ABORTED;
  });
  return work.then(
    () => false,
    (error: unknown) => error === ABORTED,
  );
}

async function timeOut(db: Database): Promise<boolean> {
  const work = inTransaction(db, async (tx) => {
    await tx.query('SET LOCAL statement_timeout = 2');
    await tx.query('SELECT pg_sleep(1)');
  });
  return work.then(
    () => false,
    (error: { code?: string }) => error.code === '57014',
  );
}

async function onePool(run: TrustRun) {
  const stage = await stageOf(run);
  const tally = createTally();
  const db = openDatabase(stage.web.database.appUrl, { max: CONNECTIONS });
  const sides: [Side, Side] = [
    { context: { ...stage.contextOf(stage.people.analyst), db }, mine: stage.own, theirs: stage.other },
    { context: { ...stage.contextOf(stage.people.elsewhere), db }, mine: stage.other, theirs: stage.own },
  ];
  const turns = run.scale(4000, 100_000);
  let next = 0;
  const worker = async () => {
    while (next < turns) {
      const n = next;
      next += 1;
      const side = sides[n % 2 === 0 ? 0 : 1];
      const good = await turn(side, n >> 1);
      tally.check(good, `turn ${n}: something of the other side`);
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    const { rows } = await db.pool.query<{ left: string | null }>(`SELECT current_setting('proviso.left_behind', true) AS left`);
    tally.check(!rows[0]?.left, 'a setting of a broken transaction was left on the connection');
    const carried = await carryOver(db);
    return tally.figures(
      { alternations: turns, connections: CONNECTIONS, 'mix-ups': tally.failed() },
      { what: 'who asks kept as a setting of the connection', failedAsItMust: carried > 0, figures: { 'mix-ups': carried } },
    );
  } finally {
    await db.close();
  }
}

/** A product that says once per request whose it is, on a connection that others get next. */
async function carryOver(db: Database): Promise<number> {
  let mixUps = 0;
  const ask = async (who: string) => {
    await db.pool.query(`SELECT set_config('proviso.who', $1, false)`, [who]);
    await Promise.resolve();
    const { rows } = await db.pool.query<{ who: string }>(`SELECT current_setting('proviso.who', true) AS who`);
    if (rows[0]?.who !== who) mixUps += 1;
  };
  await Promise.all(Array.from({ length: 200 }, (_, n) => ask(n % 2 === 0 ? 'one' : 'two')));
  return mixUps;
}

export const twoPeopleTests: readonly TrustTest[] = [
  {
    id: 'C8',
    title: 'Two people of two programs in turn on one pool of two connections, with aborts and time-outs',
    must: "Each sees only his own program; nothing of a request is left for the next one's",
    run: onePool,
  },
  {
    id: 'C11',
    title: "Approving one's own proposal, also through a token, twice, past a step, and 99 reviewers at once",
    must: 'Refused; exactly one approval with one event',
    run: approvals,
  },
];
