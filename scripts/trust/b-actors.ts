/** B14: the one who really acted is on record: tokens, jobs, imports, and many people at once. */
import { randomUUID } from 'node:crypto';
import { addNote } from '#lib/operations/add-note.ts';
import { authenticateToken } from '#lib/operations/authenticate.ts';
import type { Context } from '#lib/operations/context.ts';
import { createToken } from '#lib/operations/create-token.ts';
import { disableAccount } from '#lib/operations/disable-account.ts';
import { makePracticeCopy } from '#lib/operations/make-practice-copy.ts';
import { makeToken } from '#lib/operations/make-token.ts';
import { createTally, type Tally } from './check.ts';
import { createTestLedger } from './ledger.ts';
import { makePathWorld, type PathWorld, RECORD } from './paths/world.ts';
import type { TrustDatabase, TrustRun, TrustTest } from './types.ts';

/** More than there are connections. */
const AT_ONCE = 40;

interface Recorded {
  actor: string;
  kind: string;
  behalf: string | null;
}

async function recordedIn({ owner }: TrustDatabase, requestId: string): Promise<Recorded[]> {
  const { rows } = await owner.query<Recorded>(
    `SELECT e.actor_id AS actor, p.kind, e.on_behalf_of_id AS behalf FROM event e JOIN principal p ON p.id = e.actor_id WHERE e.request_id = $1`,
    [requestId],
  );
  return rows;
}

/** A token acts as a principal of its own; a person's token also says for whom. */
async function tokens(world: PathWorld, tally: Tally, times: number): Promise<void> {
  const { database } = world;
  const person = await world.person('analyst');
  const { token: own } = await makeToken(person, RECORD, { name: 'For a script', roles: ['analyst'] });
  const installations = await createToken(database.db, { role: 'analyst' });
  const place = await recordAssessment(database);
  for (const [token, behalf] of [
    [own ?? '', person.actor.principalId],
    [installations, null],
  ] as const) {
    const actor = await authenticateToken(database.db, token);
    for (let n = 0; n < times; n += 1) {
      const context = { ...person, actor, requestId: randomUUID(), idempotencyKey: null };
      await addNote(context, place, { body: `By a token, ${n}.` });
      const [event] = await recordedIn(database, context.requestId);
      const good = event?.actor === actor?.principalId && event?.kind === 'token' && event?.behalf === behalf;
      tally.check(good, `a token's note is recorded as ${JSON.stringify(event)}`);
    }
  }
}

async function recordAssessment({ owner }: TrustDatabase): Promise<string> {
  const { rows } = await owner.query<{ id: string }>(
    `SELECT a.id FROM assessment a JOIN program p ON p.id = a.program_id WHERE p.slug = $1 LIMIT 1`,
    [RECORD],
  );
  return rows[0]?.id ?? '';
}

/** What a body or a header claims about the actor changes nothing: unknown keys are refused. */
async function claims(world: PathWorld, tally: Tally): Promise<void> {
  const other = await world.person('reviewer');
  const id = await world.fresh();
  for (const key of ['actorId', 'actor_id', 'onBehalfOfId', 'principalId', 'userId', 'recordedAt', 'requestId']) {
    const sent = world.post('analyst', `/assessments/${id}/status`, 3, {
      to: 'info_requested',
      reason: 'x',
      [key]: other.actor.principalId,
    });
    const refused = await sent.then(
      () => false,
      () => true,
    );
    tally.check(refused, `a body with ${key} was accepted`);
  }
}

/** Many people at once on one pool of connections: each event carries the one whose request it was. */
async function crowd(world: PathWorld, tally: Tally, acts: number): Promise<void> {
  const people = await Promise.all(Array.from({ length: 8 }, () => world.person('analyst')));
  const ids = await Promise.all(people.map(() => world.fresh()));
  const done: { requestId: string; actor: string }[] = [];
  let next = 0;
  const worker = async () => {
    for (let n = next++; n < acts; n = next++) {
      const person = people[n % people.length] as Context & { actor: { principalId: string } };
      const context = { ...person, requestId: randomUUID() };
      await addNote(context, ids[(n * 3) % ids.length] ?? '', { body: `Note ${n}.` });
      done.push({ requestId: context.requestId, actor: person.actor.principalId });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  for (const { requestId, actor } of done) {
    const events = await recordedIn(world.database, requestId);
    tally.check(events.length === 1 && events[0]?.actor === actor, `an act of ${actor} is recorded as ${JSON.stringify(events)}`);
  }
}

/** Jobs, imports and administrators. */
async function others(world: PathWorld, tally: Tally): Promise<void> {
  const { database } = world;
  const analyst = await world.as('analyst');
  await makePracticeCopy(analyst, RECORD);
  for (const event of await recordedIn(database, analyst.requestId)) {
    const copied = event.kind === 'import' && event.behalf === analyst.actor.principalId;
    tally.check(copied || event.actor === analyst.actor.principalId, `a copied event is recorded as ${JSON.stringify(event)}`);
  }
  const { rows: loaded } = await database.owner.query<{ kind: string }>(
    `SELECT DISTINCT p.kind FROM event e JOIN principal p ON p.id = e.actor_id JOIN program g ON g.id = e.program_id WHERE g.slug = $1 AND e.kind = 'assessment_opened'`,
    [RECORD],
  );
  tally.check(loaded.length === 1 && loaded[0]?.kind === 'import', `the record was loaded by ${JSON.stringify(loaded)}`);
  const ledger = createTestLedger();
  await ledger.seal(database.db);
  ledger.remove();
  const { rows: sealed } = await database.owner.query<{ kind: string }>(
    `SELECT p.kind FROM event e JOIN principal p ON p.id = e.actor_id WHERE e.kind = 'ledger_key_added'`,
  );
  tally.check(sealed.length === 1 && sealed[0]?.kind === 'system', `the job's event is recorded as ${JSON.stringify(sealed)}`);
  const admin = await world.as('admin');
  const { actor } = await world.person('viewer');
  await disableAccount(admin, actor.principalId);
  const [disabled] = await recordedIn(database, admin.requestId);
  tally.check(disabled?.actor === admin.actor.principalId, `an account was disabled by ${JSON.stringify(disabled)}`);
}

async function realActors(run: TrustRun) {
  const database = await run.database();
  const world = await makePathWorld(database, 20);
  const tally = createTally();
  await tokens(world, tally, run.scale(5, 50));
  await claims(world, tally);
  await crowd(world, tally, run.scale(100, 1000));
  await others(world, tally);
  const ledger = createTestLedger();
  await database.owner.query(
    `ALTER TABLE event DISABLE TRIGGER USER; UPDATE event e SET actor_id = (SELECT id FROM principal p WHERE p.id <> e.actor_id LIMIT 1)
     WHERE ctid = (SELECT ctid FROM event WHERE kind = 'note_added' LIMIT 1)`,
  );
  const forged = await ledger.verifyAlone(database.db);
  ledger.remove();
  await database.drop();
  return tally.figures(
    { acts: run.scale(100, 1000) + 2 * run.scale(5, 50), 'wrong actor': tally.failed() },
    { what: 'an actor changed afterwards by a superuser', failedAsItMust: !forged.ok, figures: { faults: forged.faultCount } },
  );
}

export const actorTests: readonly TrustTest[] = [
  {
    id: 'B14',
    title:
      'Acts of tokens, jobs, imports, administrators, and of many people at once on shared connections; bodies that claim another actor',
    must: 'The one who really acted is recorded, and for whom',
    run: realActors,
  },
];
