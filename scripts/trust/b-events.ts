/** B1, B2: every mutating path writes its event, and changes nothing when the event cannot be written. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { endpoints } from '#lib/api/app.ts';
import { ROOT } from '../lib/paths.ts';
import { createTally, outcomeOf, type Tally } from './check.ts';
import { API_PATHS } from './paths/api.ts';
import { BODY_API_PATHS } from './paths/bodies.ts';
import { REBUILDING } from './paths/owner.ts';
import { ONCE } from './paths/people.ts';
import { FORMS, NO_EVENT, PERFORMED, UNSAID } from './paths/registry.ts';
import { openSite } from './paths/site.ts';
import { type Claim, makePathWorld, type PathWorld, type Performer } from './paths/world.ts';
import type { TrustRun, TrustTest } from './types.ts';

const OPERATIONS = join(ROOT, 'lib', 'operations');
const FUNCTION = /^export async function (\w+)[\s\S]*?^}/gm;
const WRITES = /\bwrite\(\s*context\b|\binTransaction\(/;
const READS_A_SNAPSHOT = /'REPEATABLE READ'/;

/** Every exported operation that opens a transaction to write, as `file#function`, found in the sources. */
export function listWritingOperations(): string[] {
  const names = readdirSync(OPERATIONS).filter(
    (name) => name.endsWith('.ts') && !/\.(db\.)?test\.ts$|\.fixture\.ts$/.test(name) && name !== 'write.ts',
  );
  return names.flatMap((name) =>
    [...readFileSync(join(OPERATIONS, name), 'utf8').matchAll(FUNCTION)]
      .filter(([text]) => WRITES.test(text) && !READS_A_SNAPSHOT.test(text))
      .map((match) => `${name.slice(0, -3)}#${match[1]}`),
  );
}

/** Every writing endpoint that the API declares. */
const listWritingEndpoints = (): string[] =>
  endpoints.filter(({ route }) => route.method !== 'get').map(({ route }) => `${route.method.toUpperCase()} ${route.path}`);

const SOURCES = ['app', join('lib', 'server')];
const ACTION = /^export async function (\w+)/gm;

/** Every exported function of every file that serves actions. */
export function listActions(): string[] {
  const files = SOURCES.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
      .map((name) => readFileSync(join(ROOT, folder, name), 'utf8')),
  );
  const serving = files.filter((text) => text.startsWith("'use server'"));
  return serving.flatMap((text) => [...text.matchAll(ACTION)].map((match) => match[1] ?? ''));
}

const PERFORMERS: Record<string, Performer> = { ...PERFORMED, ...REBUILDING, ...ONCE, ...API_PATHS, ...BODY_API_PATHS };

interface RecordedEvent {
  actor_id: string;
  on_behalf_of_id: string | null;
  request_id: string | null;
  recent: boolean;
}

/** Events that came since; `recent` says that the database's own clock stamped them just now. */
async function eventsSince(owner: pg.Pool, known: string): Promise<RecordedEvent[]> {
  const { rows } = await owner.query<RecordedEvent>(
    `SELECT actor_id, on_behalf_of_id, request_id, recorded_at BETWEEN $1::timestamptz AND clock_timestamp() AS recent FROM event WHERE recorded_at > $1::timestamptz`,
    [known],
  );
  return rows;
}

const now = async (owner: pg.Pool): Promise<string> =>
  (await owner.query<{ at: string }>('SELECT clock_timestamp()::text AS at')).rows[0]?.at ?? '';

function problemOf(events: readonly RecordedEvent[], claim: Claim): string | null {
  if (events.length === 0) return 'no event';
  if (!events.every((event) => event.recent && event.request_id !== null)) return 'an event without a request or with another time';
  if (claim.requestId !== undefined && !events.some((event) => event.request_id === claim.requestId)) return 'no event of this request';
  if (claim.actorId !== undefined && !events.some((event) => event.actor_id === claim.actorId)) return 'no event by the one who acted';
  const behalf = claim.onBehalfOfId;
  if (behalf !== undefined && !events.some((event) => event.on_behalf_of_id === behalf)) return 'no event for the one it was done for';
  return null;
}

async function performOnce(world: PathWorld, path: string, performer: Performer, tally: Tally): Promise<number> {
  const act = await performer(world);
  const { owner } = world.database;
  const before = await now(owner);
  try {
    const claim = await act();
    const events = await eventsSince(owner, before);
    const problem = problemOf(events, claim);
    tally.check(problem === null, `${path}: ${problem}`);
    return events.length;
  } catch (error) {
    tally.check(false, `${path}: ${String(error)}`);
    return 0;
  }
}

const DRAFT_TABLES = /^response_draft/;

/** What is not yet said writes no event, and nothing but the tables of drafts: those rows are the organization's own. */
async function performUnsaid(world: PathWorld, path: string, performer: Performer, tally: Tally): Promise<void> {
  const { owner } = world.database;
  const act = await performer(world);
  const before = await tableStates(owner);
  const outcome = await outcomeOf(act());
  const after = await tableStates(owner);
  const changed = [...after.keys()].filter((name) => after.get(name) !== before.get(name));
  tally.check(
    outcome === 'accepted' && changed.length > 0 && changed.every((name) => DRAFT_TABLES.test(name)),
    `${path}: ${outcome}, and written was ${changed.join(', ') || 'nothing'}`,
  );
}

async function everyPathItsEvent(run: TrustRun) {
  const database = await run.database();
  const paths = [...listWritingOperations(), ...listWritingEndpoints()];
  const world = await makePathWorld(database, paths.length * 2 + 40);
  const tally = createTally();
  let events = 0;
  // Keys are made once, in the order of the table.
  for (const path of [...paths].sort(
    (a, b) => Number(b in ONCE) - Number(a in ONCE) || Number(/rotate/.test(a)) - Number(/rotate/.test(b)),
  )) {
    const performer = PERFORMERS[path];
    const unsaid = UNSAID[path];
    if (performer) events += await performOnce(world, path, performer, tally);
    else if (unsaid) await performUnsaid(world, path, unsaid, tally);
    else tally.check(false, `${path}: there is no entry for this path in scripts/trust/paths`);
  }
  const actions = listActions();
  const site = openSite(await run.startWeb({ database }), world);
  for (const name of actions.filter((action) => NO_EVENT[action] === undefined)) {
    const performer = FORMS[name];
    if (performer) events += await performOnce(world, name, () => performer(site), tally);
    else tally.check(false, `${name}: there is no entry for this action in scripts/trust/paths/actions.ts`);
  }
  await site.web.stop();
  // The control: a statement past the operations, which writes no event.
  const control = createTally();
  await performOnce(
    world,
    'control',
    async () => async () => {
      await database.owner.query(`UPDATE program SET due_soon_days = due_soon_days + 1`);
      return {};
    },
    control,
  );
  await database.drop();
  return tally.figures(
    {
      'operations that write': listWritingOperations().length,
      'endpoints that write': listWritingEndpoints().length,
      'server actions': actions.length,
      'of these only sessions': actions.filter((action) => NO_EVENT[action] !== undefined).length,
      'only drafts, without an event': Object.keys(UNSAID).length,
      events,
      'paths without event': tally.failed(),
    },
    { what: 'a setting changed past the operations', failedAsItMust: control.failed() === 1, figures: { events: 0 } },
  );
}

/** A trigger that keeps events from being written while it is switched on: by raising, or by dropping the row in silence. */
const OBSTACLE = `
CREATE TABLE trust_obstacle (how text NOT NULL);
INSERT INTO trust_obstacle VALUES ('none');
GRANT SELECT ON trust_obstacle TO proviso_app;
CREATE FUNCTION trust_obstruct() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE v_how text := (SELECT how FROM trust_obstacle);
BEGIN
  IF v_how = 'raise' THEN RAISE EXCEPTION 'The event cannot be written.'; END IF;
  IF v_how = 'swallow' THEN RETURN NULL; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER trust_obstruct BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION trust_obstruct();`;

/** For each table a sum over which row versions there are. */
async function tableStates(owner: pg.Pool): Promise<Map<string, string>> {
  const { rows: tables } = await owner.query<{ name: string }>(
    `SELECT c.oid::regclass::text AS name FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`,
  );
  const parts = tables.map(
    ({ name }) =>
      `SELECT '${name}' AS name, count(*) || ' ' || coalesce(sum(hashtext(ctid::text || xmin::text)::bigint), 0) AS state FROM ${name}`,
  );
  const { rows } = await owner.query<{ name: string; state: string }>(parts.join(' UNION ALL '));
  return new Map(rows.map(({ name, state }) => [name, state]));
}

/** A sum over every table but the events: which row versions there are. Two equal sums mean that nothing was written. */
async function stateOf(owner: pg.Pool): Promise<string> {
  const { rows: tables } = await owner.query<{ name: string }>(
    `SELECT c.oid::regclass::text AS name FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname NOT IN ('event', 'trust_obstacle')`,
  );
  const parts = tables.map(
    ({ name }) => `(SELECT count(*) || ' ' || coalesce(sum(hashtext(ctid::text || xmin::text)::bigint), 0) FROM ${name})`,
  );
  const { rows } = await owner.query<{ state: string }>(`SELECT concat_ws('|', ${parts.join(', ')}) AS state`);
  return rows[0]?.state ?? '';
}

/** One change with the obstacle in its way. @returns whether anything was changed */
async function tryChange(world: PathWorld, performer: Performer, how: 'raise' | 'swallow'): Promise<{ changed: boolean; outcome: string }> {
  const { owner } = world.database;
  const act = await performer(world);
  const before = await stateOf(owner);
  await owner.query('UPDATE trust_obstacle SET how = $1', [how]);
  try {
    const outcome = await outcomeOf(act());
    return { outcome, changed: (await stateOf(owner)) !== before };
  } finally {
    await owner.query(`UPDATE trust_obstacle SET how = 'none'`);
  }
}

/** Steps aside for others first, which is itself a change. */
const NOT_REPEATED = new Set(['invite-first-administrator#inviteFirstAdministrator']);

async function noEventNoChange(run: TrustRun) {
  const database = await run.database();
  await database.owner.query(OBSTACLE);
  const changes = run.scale(66, 1000);
  const performers = Object.entries({ ...PERFORMED, ...API_PATHS, ...BODY_API_PATHS }).filter(([path]) => !NOT_REPEATED.has(path));
  const world = await makePathWorld(database, changes * 2);
  const tally = createTally();
  let changed = 0;
  for (let n = 0; n < changes; n += 1) {
    const [path, performer] = performers[n % performers.length] ?? ['', async () => async () => ({})];
    const result = await tryChange(world, performer, 'raise');
    if (result.changed) changed += 1;
    tally.check(
      !result.changed && result.outcome !== 'accepted',
      `${path}: ${result.outcome}${result.changed ? ', and something was changed' : ''}`,
    );
  }
  let swallowed = 0;
  const controls = ['add-note#addNote', 'record-status#recordStatus', 'create-token#createToken'].map((path) => PERFORMED[path]);
  for (const performer of controls) if (performer && (await tryChange(world, performer, 'swallow')).changed) swallowed += 1;
  await database.drop();
  return tally.figures(
    { changes, kinds: performers.length, 'changes without event': changed },
    {
      what: 'the event dropped in silence instead of with an error',
      failedAsItMust: swallowed > 0,
      figures: { 'changes without event': swallowed },
    },
  );
}

export const eventTests: readonly TrustTest[] = [
  {
    id: 'B1',
    title: 'Every mutating path: operations and server actions found in the sources, endpoints in the API’s own declaration',
    must: 'Each writes at least one event with who acted, for whom, when and in which request; a path without an entry fails',
    run: everyPathItsEvent,
  },
  {
    id: 'B2',
    title: 'The event cannot be written, for changes of every kind',
    must: 'The whole change is rolled back and the one who asked is told; no row of any table is changed',
    run: noEventNoChange,
  },
];
