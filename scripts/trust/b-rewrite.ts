/** B3: the roles that the product uses try to rewrite history. */
import { createHash } from 'node:crypto';
import pg from 'pg';
import { createTally, type Tally } from './check.ts';
import { createTestLedger } from './ledger.ts';
import type { TrustDatabase, TrustRun, TrustTest } from './types.ts';

interface Attack {
  name: string;
  /** Run in turn on one connection; refused when any of them is, and history is as before. */
  sql: string[];
}

const EVENT = `(SELECT min(ctid) FROM event WHERE stream_kind = 'assessment')`;

/** What history consists of, and what is derived from it. */
const HISTORY = [
  'event',
  'assessment',
  'assessment_period',
  'stream',
  'ledger_seal',
  'ledger_checkpoint',
  'ledger_key',
  'counter_delta',
  'ledger_pending',
];

const PLAIN: readonly Attack[] = [
  { name: 'UPDATE', sql: [`UPDATE event SET content = '{}' WHERE ctid = ${EVENT}`] },
  { name: 'DELETE', sql: [`DELETE FROM event WHERE ctid = ${EVENT}`] },
  { name: 'TRUNCATE', sql: ['TRUNCATE event CASCADE'] },
  { name: 'INSERT', sql: ['INSERT INTO event SELECT * FROM event LIMIT 1'] },
  {
    name: 'INSERT ON CONFLICT',
    sql: [`INSERT INTO event SELECT * FROM event LIMIT 1 ON CONFLICT (program_id, stream_id, sequence) DO UPDATE SET content = '{}'`],
  },
  {
    name: 'MERGE',
    sql: [`MERGE INTO event e USING event s ON e.ctid = s.ctid AND e.ctid = ${EVENT} WHEN MATCHED THEN UPDATE SET content = '{}'`],
  },
  { name: 'UPDATE through a common table expression', sql: [`WITH gone AS (DELETE FROM event RETURNING *) SELECT count(*) FROM gone`] },
  { name: 'cascade by deleting the parent', sql: ['DELETE FROM principal', 'DELETE FROM program'] },
  { name: 'cascade by updating the key of the parent', sql: ['UPDATE program SET id = gen_random_uuid()'] },
  { name: 'state instead of history', sql: [`UPDATE assessment SET status = 'met'`] },
  { name: 'periods instead of history', sql: [`UPDATE assessment_period SET status = 'met'`] },
  { name: 'the head of a stream', sql: [`UPDATE stream SET sequence = 0`] },
  { name: 'DELETE of a seal', sql: ['DELETE FROM ledger_seal'] },
  { name: 'UPDATE of a checkpoint', sql: [`UPDATE ledger_checkpoint SET root = repeat('0', 64)`] },
  { name: 'DELETE of what waits for its seal', sql: ['DELETE FROM ledger_pending'] },
];

/** Ways around the rights: for the serving role only. An owner may do these by being the owner; the check then names what changed. */
const AROUND: readonly Attack[] = [
  { name: 'COPY into the table', sql: [`COPY event FROM PROGRAM 'true'`] },
  { name: 'COPY from a file of the server', sql: [`COPY event FROM '/etc/hostname'`] },
  { name: 'trigger switched off', sql: ['ALTER TABLE event DISABLE TRIGGER ALL', 'DELETE FROM event'] },
  { name: 'session_replication_role', sql: [`SET session_replication_role = 'replica'`, 'DELETE FROM event'] },
  { name: 'rule', sql: [`CREATE RULE quiet AS ON INSERT TO event DO INSTEAD NOTHING`] },
  {
    name: 'trigger of its own',
    sql: [`CREATE TRIGGER mine BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()`],
  },
  { name: 'DROP TABLE', sql: ['DROP TABLE event CASCADE'] },
  { name: 'ALTER TABLE', sql: ['ALTER TABLE event ADD COLUMN extra text'] },
  { name: 'ALTER TABLE RENAME', sql: ['ALTER TABLE event RENAME TO event_old'] },
  { name: 'another owner', sql: ['ALTER TABLE event OWNER TO CURRENT_USER'] },
  { name: 'GRANT to itself', sql: ['GRANT ALL ON event TO CURRENT_USER', 'DELETE FROM event'] },
  { name: 'another role', sql: ['SET ROLE proviso_owner', 'DELETE FROM event'] },
  {
    name: 'function replaced',
    sql: [`CREATE OR REPLACE FUNCTION record_event(act jsonb) RETURNS jsonb LANGUAGE sql AS $$ SELECT '{}'::jsonb $$`],
  },
  { name: 'function dropped', sql: ['DROP FUNCTION record_status(jsonb)'] },
  { name: 'table in public', sql: ['CREATE TABLE public.shadow (id int)'] },
  { name: 'the inner functions, past the checks', sql: [`SELECT proviso_append(gen_random_uuid(), 'program', 1, '', now(), now(), '{}')`] },
  {
    name: 'periods rewritten by the inner function',
    sql: [`SELECT proviso_rewrite_periods(program_id, id, 1, now(), now(), '{"status": "met"}') FROM assessment`],
  },
  {
    name: 'an outcome said to be worked out, past the checks',
    sql: [
      `SELECT proviso_record_status(jsonb_build_object('programId', program_id, 'assessmentId', id, 'kind', 'outcome_taken', 'actorId', (SELECT id FROM principal LIMIT 1), 'content', '{"reason":"x","payload":{"set":{"status":"met"}}}'), true) FROM assessment LIMIT 1`,
    ],
  },
  {
    name: 'erasure, which is the owner’s',
    sql: [
      `SELECT erase_content(jsonb_build_object('programId', program_id, 'streamId', stream_id, 'sequence', sequence, 'actorId', actor_id, 'reason', 'x')) FROM event LIMIT 1`,
    ],
  },
  {
    name: 'periods rebuilt, which is the owner’s',
    sql: ['DELETE FROM assessment_period', 'SELECT rebuild_assessment(program_id, id) FROM assessment'],
  },
  {
    name: 'an event put into an assessment’s stream',
    sql: [
      `SELECT record_event(jsonb_build_object('programId', program_id, 'streamId', id, 'streamKind', 'assessment', 'kind', 'note_added', 'actorId', (SELECT id FROM principal LIMIT 1), 'content', '{}')) FROM assessment LIMIT 1`,
    ],
  },
  {
    name: 'an event dated after today',
    sql: [
      `SELECT record_event(jsonb_build_object('programId', id, 'streamId', id, 'streamKind', 'program', 'kind', 'note_added', 'actorId', (SELECT id FROM principal LIMIT 1), 'effectiveAt', '2999-01-01T00:00:00Z', 'content', '{}')) FROM program LIMIT 1`,
    ],
  },
  {
    name: 'a finding without an approval',
    sql: [
      `SELECT record_status(jsonb_build_object('programId', program_id, 'assessmentId', id, 'kind', 'status_changed', 'actorId', (SELECT id FROM principal LIMIT 1), 'content', '{"reason":"x","payload":{"set":{"status":"met"}}}')) FROM assessment LIMIT 1`,
    ],
  },
  { name: 'a checkpoint out of turn', sql: [`SELECT ledger_seal_batch('{"number": 99, "previousHash": ""}', '[]')`] },
  {
    name: 'a second first key',
    sql: [`DO $$ BEGIN PERFORM ledger_add_key('a', 'b', now(), NULL, NULL); PERFORM ledger_add_key('c', 'd', now(), NULL, NULL); END $$`],
  },
  {
    name: 'tables shadowed in pg_temp',
    sql: ['CREATE TEMP TABLE event (LIKE public.event)', 'CREATE TEMP TABLE stream (LIKE public.stream)', shadowed('event')],
  },
  {
    name: 'functions shadowed in pg_temp',
    sql: [
      `CREATE FUNCTION pg_temp.proviso_append(uuid, text, int, text, timestamptz, timestamptz, jsonb) RETURNS text LANGUAGE sql AS $$ SELECT 'forged' $$`,
      shadowed('function'),
    ],
  },
  {
    name: 'search_path turned round',
    sql: ['CREATE TEMP TABLE assessment (LIKE public.assessment)', 'SET search_path = pg_temp, public', shadowed('path')],
  },
];

/**
 * Records a note through the product's function after something was shadowed. Refused here means that the real table got it:
 * the statement raises when the event did not go into public.event with a proper hash.
 */
function shadowed(what: string): string {
  return `DO $$ DECLARE r jsonb; p uuid := (SELECT id FROM public.program LIMIT 1); BEGIN
    r := public.record_event(jsonb_build_object('programId', p, 'streamId', p, 'streamKind', 'program', 'kind', 'note_added',
      'actorId', (SELECT id FROM public.principal LIMIT 1), 'content', '{"reason":"${what}","payload":{}}'));
    IF EXISTS (SELECT FROM public.event WHERE hash = r->>'hash' AND content LIKE '%${what}%') THEN
      RAISE EXCEPTION 'The real table has it.';
    END IF;
  END $$`;
}

async function digest(owner: pg.Pool): Promise<string> {
  const sum = createHash('sha256');
  for (const table of HISTORY) {
    const { rows } = await owner.query<{ d: string | null }>(`SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) AS d FROM ${table} t`);
    sum.update(`${table} ${rows[0]?.d}`);
  }
  const { rows } = await owner.query<{ d: string }>(
    `SELECT md5(string_agg(pg_get_functiondef(p.oid), '|' ORDER BY p.oid)) || (SELECT string_agg(tgname || tgenabled::text, '|' ORDER BY tgname) FROM pg_trigger) AS d
     FROM pg_proc p WHERE pronamespace = 'public'::regnamespace AND prokind = 'f' AND prolang <> (SELECT oid FROM pg_language WHERE lanname = 'c')`,
  );
  return sum.update(rows[0]?.d ?? '').digest('hex');
}

/** @returns what the database said, or null when every statement went through */
async function attempt(url: string, { sql }: Attack): Promise<string | null> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of sql) await client.query(statement);
    return null;
  } catch (error) {
    return (error as Error).message;
  } finally {
    await client.end();
  }
}

async function attackAs(url: string, database: TrustDatabase, attacks: readonly Attack[], tally: Tally): Promise<string[]> {
  const before = await digest(database.owner);
  const succeeded: string[] = [];
  for (const attack of attacks) {
    const refusal = await attempt(url, attack);
    const unchanged = (await digest(database.owner)) === before;
    tally.check(refusal !== null && unchanged, `${attack.name}: ${refusal ?? 'not refused'}${unchanged ? '' : ', and history changed'}`);
    if (refusal === null || !unchanged) succeeded.push(attack.name);
  }
  return succeeded;
}

/** An ordinary role that owns every table and function, as a careful installation has it. */
async function makeOwner(database: TrustDatabase): Promise<string> {
  const name = `trust_owner_${database.name.slice(-12)}`;
  await database.owner.query(`CREATE ROLE ${name} LOGIN PASSWORD '${name}'`);
  await database.owner.query(
    `DO $$ DECLARE t record; BEGIN
       FOR t IN SELECT c.oid::regclass AS name FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' LOOP
         EXECUTE format('ALTER TABLE %s OWNER TO ${name}', t.name); END LOOP;
       FOR t IN SELECT p.oid::regprocedure AS name FROM pg_proc p WHERE pronamespace = 'public'::regnamespace AND proname ~ '^(proviso|record|open|lock|fold|ledger|erase|rebuild|apply)_' LOOP
         EXECUTE format('ALTER FUNCTION %s OWNER TO ${name}', t.name); END LOOP;
     END $$; GRANT ALL ON SCHEMA public TO ${name}`,
  );
  const url = new URL(database.ownerUrl);
  url.username = name;
  url.password = name;
  return url.href;
}

async function rewriteHistory(run: TrustRun) {
  const database = await run.database();
  const ledger = createTestLedger();
  await ledger.seal(database.db);
  const tally = createTally();
  const asApp = await attackAs(database.appUrl, database, [...PLAIN, ...AROUND], tally);
  const ownerUrl = await makeOwner(database);
  // State and bookkeeping are the owner's to rebuild; what the events say is nobody's.
  const onEvents = PLAIN.filter(
    ({ sql }) => sql.some((text) => /\bevent\b|ledger_seal|ledger_checkpoint/.test(text)) && !/^INSERT$/.test(sql[0] ?? ''),
  );
  const owners = onEvents.filter(({ name }) => name !== 'INSERT');
  const asOwner = await attackAs(ownerUrl, database, owners, tally);
  // The control: the same attacks with the triggers off, which takes a superuser or the owner.
  await database.owner.query('ALTER TABLE event DISABLE TRIGGER USER; GRANT UPDATE, DELETE ON event TO proviso_app');
  const unguarded = await attackAs(database.appUrl, database, PLAIN.slice(0, 2), createTally());
  await database.drop();
  return tally.figures(
    {
      'ways as the serving role': PLAIN.length + AROUND.length,
      succeeded: asApp.length,
      'ways as the owner': owners.length,
      'of these succeeded': asOwner.length,
    },
    {
      what: 'UPDATE and DELETE with the triggers off and the rights granted',
      failedAsItMust: unguarded.length === 2,
      figures: { succeeded: unguarded.length },
    },
    'What an owner or superuser can do beyond this (switch triggers off, drop) is found by the check: B4.',
  );
}

export const rewriteTests: readonly TrustTest[] = [
  {
    id: 'B3',
    title: 'History rewritten as the role that the product serves with, and as the owner of the tables',
    must: 'Every way is refused to the serving role; the owner cannot change or remove events and seals by any plain statement',
    run: rewriteHistory,
  },
];
