/** B6: the check of a long history, in little memory. */
import type pg from 'pg';
import { verifyLedger } from '#lib/operations/verify-ledger.ts';
import { createTally, rounded } from './check.ts';
import { createTestLedger, firstFault } from './ledger.ts';
import type { TrustRun, TrustTest } from './types.ts';

const MOST_MEGABYTES = 300;

/**
 * Many chains at once: the next event of every stream in one statement, with digests and hashes as the product computes them.
 * Event by event through the functions it would take hours.
 */
async function makeHistory(owner: pg.Pool, streams: number, length: number): Promise<void> {
  await owner.query(
    `CREATE TABLE trust_stream AS SELECT (SELECT id FROM program LIMIT 1) AS program, gen_random_uuid() AS id, ''::text AS hash, '-infinity'::timestamptz AS at
       FROM generate_series(1, $1::int)`,
    [streams],
  );
  const { rows } = await owner.query<{ id: string }>('SELECT id FROM principal LIMIT 1');
  for (let sequence = 1; sequence <= length; sequence += 1) {
    await owner.query(
      `WITH made AS (
         SELECT s.program, s.id, s.hash AS prev, '\\x00112233445566778899aabbccddeeff'::bytea AS salt, gen_random_uuid() AS request,
           '{"reason":"Event ' || $1::int || '","payload":{"noteId":"' || s.id || '"}}' AS content, clock_timestamp() AS at FROM trust_stream s),
       hashed AS (SELECT m.*, proviso_content_digest(m.salt, m.content) AS digest FROM made m),
       done AS (INSERT INTO event (program_id, stream_id, sequence, stream_kind, kind, payload_version, actor_id, on_behalf_of_id, request_id,
           effective_at, recorded_at, salt, content, content_digest, prev_hash, hash)
         SELECT program, id, $1::int, 'evidence', 'note_added', 1, $2::uuid, NULL, request, at, at, salt, content, digest, prev,
           proviso_event_hash(program, id, $1::int, 'note_added', 1, $2::uuid, NULL, request, at, at, digest, prev) FROM hashed
         RETURNING program_id, stream_id, hash, recorded_at),
       listed AS (INSERT INTO ledger_pending (program_id, stream_id, sequence) SELECT program_id, stream_id, $1::int FROM done)
       UPDATE trust_stream s SET hash = d.hash, at = d.recorded_at FROM done d WHERE d.stream_id = s.id`,
      [sequence, rows[0]?.id],
    );
  }
  await owner.query(
    `INSERT INTO stream (program_id, id, kind, sequence, head_hash, head_recorded_at) SELECT program, id, 'evidence', $1, hash, at FROM trust_stream`,
    [length],
  );
  await owner.query('ANALYZE event; ANALYZE ledger_pending; ANALYZE stream');
}

/** Runs the work and watches how much memory this process takes on top. */
async function watchingMemory<T>(work: () => Promise<T>): Promise<{ result: T; megabytes: number; seconds: number }> {
  const before = process.memoryUsage().rss;
  let most = before;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 50);
  const started = performance.now();
  try {
    const result = await work();
    return { result, megabytes: (most - before) / 2 ** 20, seconds: (performance.now() - started) / 1000 };
  } finally {
    clearInterval(timer);
  }
}

async function longHistory(run: TrustRun) {
  const database = await run.database();
  const ledger = createTestLedger();
  const [streams, length] = [run.scale(1000, 20_000), run.scale(20, 50)];
  await makeHistory(database.owner, streams, length);
  while (await ledger.seal(database.db));
  const { result, megabytes, seconds } = await watchingMemory(() => ledger.verify(database.db));
  const tally = createTally();
  tally.check(result.ok, () => firstFault(result));
  tally.check(result.events >= streams * length, `${result.events} events were checked`);
  tally.check(megabytes < MOST_MEGABYTES, `${megabytes.toFixed(0)} MB more`);
  await database.owner.query(
    `ALTER TABLE event DISABLE TRIGGER USER; UPDATE event SET content = content || ' ' WHERE ctid = (SELECT ctid FROM event WHERE stream_kind = 'evidence' OFFSET 777 LIMIT 1)`,
  );
  const altered = await verifyLedger(database.db, { checkpointFile: ledger.checkpointFile });
  ledger.remove();
  await database.drop();
  return tally.figures(
    {
      events: result.events,
      streams: result.streams,
      checkpoints: result.checkpoints,
      seconds: rounded(seconds),
      'events a second': rounded(result.events / seconds, 0),
      'MB more': rounded(megabytes, 0),
    },
    { what: 'one event among them altered by a space', failedAsItMust: altered.faultCount === 1, figures: { faults: altered.faultCount } },
  );
}

export const volumeTests: readonly TrustTest[] = [
  {
    id: 'B6',
    title: 'A long history checked from beginning to end',
    must: `Every event, seal and checkpoint is read and recomputed as a stream: less than ${MOST_MEGABYTES} MB more, whatever its length`,
    run: longHistory,
  },
];
