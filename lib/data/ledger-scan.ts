/** Reading all of the history in the order of its keys, a batch at a time, inside one transaction. */
import type { AssessmentState, StoredPeriod } from '#lib/domain/assessment-check.ts';
import type { Checkpoint } from '#lib/domain/ledger.ts';
import type { StoredSeal } from '#lib/domain/seal-check.ts';
import type { StoredEvent } from '#lib/domain/stream-check.ts';
import type { Queryable } from './client.ts';

const BATCH = 2000;
let opened = 0;

/** A result that is read forward, one row at hand. Many may be open in one transaction. */
export interface Scan<T> {
  /** The row at hand; undefined at the end. */
  readonly head: T | undefined;
  advance(): Promise<void>;
}

/** @param values of the statement's parameters; only inside a transaction */
export async function openScan<T extends object>(tx: Queryable, sql: string, values: unknown[] = []): Promise<Scan<T>> {
  opened += 1;
  const name = `proviso_scan_${opened}`;
  await tx.query(`DECLARE ${name} NO SCROLL CURSOR FOR ${sql}`, values);
  let rows: T[] = [];
  let at = 0;
  let ended = false;
  const scan = {
    get head(): T | undefined {
      return rows[at];
    },
    async advance(): Promise<void> {
      at += 1;
      if (at < rows.length || ended) return;
      rows = (await tx.query<T>(`FETCH ${BATCH} FROM ${name}`)).rows;
      at = 0;
      ended = rows.length < BATCH;
      if (ended) await tx.query(`CLOSE ${name}`);
    },
  };
  await scan.advance();
  return scan;
}

/** Every row of a scan, for a plain loop. */
export async function* rowsOf<T>(scan: Scan<T>): AsyncGenerator<T, void, undefined> {
  for (; scan.head !== undefined; await scan.advance()) yield scan.head;
}

/** Instants as text in any server's zone; what is not a finite instant stays as PostgreSQL prints it. */
const instant = (column: string): string => `CASE WHEN isfinite(${column}) THEN proviso_instant(${column}) ELSE ${column}::text END`;

const EVENT = `program_id AS program, stream_id AS stream, sequence, stream_kind AS "streamKind", kind, payload_version AS "payloadVersion",
  actor_id AS actor, on_behalf_of_id AS "onBehalfOf", request_id AS "requestId", ${instant('effective_at')} AS "effectiveAt",
  ${instant('recorded_at')} AS "recordedAt", salt, content, content_digest AS "contentDigest", prev_hash AS "prevHash", hash`;

export const scanEvents = (tx: Queryable): Promise<Scan<StoredEvent>> =>
  openScan(tx, `SELECT ${EVENT} FROM event ORDER BY program_id, stream_id, sequence`);

/** A program's events in the order of their streams. */
export const scanProgramEvents = (tx: Queryable, programId: string): Promise<Scan<StoredEvent>> =>
  openScan(tx, `SELECT ${EVENT} FROM event WHERE program_id = $1 ORDER BY stream_id, sequence`, [programId]);

/** The events of one stream from a sequence to another. */
export async function listStreamEvents(
  tx: Queryable,
  at: { program: string; stream: string; from: number; to: number },
): Promise<StoredEvent[]> {
  const { rows } = await tx.query<StoredEvent>(
    `SELECT ${EVENT} FROM event WHERE program_id = $1 AND stream_id = $2 AND sequence BETWEEN $3 AND $4 ORDER BY sequence`,
    [at.program, at.stream, at.from, at.to],
  );
  return rows;
}

/** The head of a stream: what its last event should be. */
export interface StoredHead {
  program: string;
  stream: string;
  kind: string;
  sequence: number;
  hash: string;
  recordedAt: string;
  /** Null for a stream that is not an assessment. */
  state: AssessmentState | null;
}

const VALUES = `'conditionVersionId', condition_version_id, 'status', status, 'answer', answer, 'deadlineId', deadline_id, 'dueOn', due_on,
  'dueAt', ${instant('due_at')}, 'assigneeId', assignee_id, 'expiresOn', expires_on, 'paused', paused, 'disputed', disputed,
  'controlledElsewhere', controlled_elsewhere, 'responsible', responsible, 'reliesOn', relies_on, 'subjectKind', subject_kind,
  'conditionId', condition_id`;

export const scanHeads = (tx: Queryable): Promise<Scan<StoredHead>> =>
  openScan(
    tx,
    `SELECT program_id AS program, id AS stream, 'assessment' AS kind, version AS sequence, head_hash AS hash,
       ${instant('head_recorded_at')} AS "recordedAt",
       json_build_object(${VALUES}, 'stateVersion', state_version, 'applicationId', application_id, 'operatorId', operator_id) AS state
     FROM assessment
     UNION ALL
     SELECT program_id, id, kind, sequence, head_hash, ${instant('head_recorded_at')}, NULL FROM stream
     ORDER BY program, stream`,
  );

interface PeriodRow {
  program: string;
  stream: string;
  period: StoredPeriod;
}

export const scanPeriods = (tx: Queryable): Promise<Scan<PeriodRow>> =>
  openScan(
    tx,
    `SELECT program_id AS program, assessment_id AS stream, json_build_object(${VALUES}, 'knownVersion', known_version,
       'validFrom', ${instant('valid_from')}, 'validTo', ${instant('valid_to')}, 'knownFrom', ${instant('known_from')},
       'knownTo', ${instant('known_to')}, 'version', version, 'changedAt', ${instant('changed_at')}) AS period
     FROM assessment_period ORDER BY program_id, assessment_id, known_version, valid_from`,
  );

const SEAL = 'checkpoint, program_id AS program, stream_id AS stream, sequence, hash';

export const scanSealsByStream = (tx: Queryable): Promise<Scan<StoredSeal>> =>
  openScan(tx, `SELECT ${SEAL} FROM ledger_seal ORDER BY program_id, stream_id, sequence, checkpoint`);

/** In the order of the checkpoints and of their leaves. */
export const scanSealsByCheckpoint = (tx: Queryable): Promise<Scan<StoredSeal>> =>
  openScan(tx, `SELECT ${SEAL} FROM ledger_seal ORDER BY checkpoint, program_id, stream_id`);

/** The leaves of the checkpoints that seal something of a program; those of other programs among them. */
export const scanLeavesOfProgram = (tx: Queryable, programId: string): Promise<Scan<StoredSeal>> =>
  openScan(
    tx,
    `SELECT ${SEAL} FROM ledger_seal s WHERE EXISTS (SELECT FROM ledger_seal o WHERE o.checkpoint = s.checkpoint AND o.program_id = $1)
     ORDER BY checkpoint, program_id, stream_id`,
    [programId],
  );

/** The leaves of one checkpoint, in their order. */
export async function listLeaves(tx: Queryable, checkpoint: number): Promise<StoredSeal[]> {
  const { rows } = await tx.query<StoredSeal>(`SELECT ${SEAL} FROM ledger_seal WHERE checkpoint = $1 ORDER BY program_id, stream_id`, [
    checkpoint,
  ]);
  return rows;
}

/** The first seal that covers an event; null while there is none. */
export async function findSealOver(tx: Queryable, at: { program: string; stream: string; sequence: number }): Promise<StoredSeal | null> {
  const { rows } = await tx.query<StoredSeal>(
    `SELECT ${SEAL} FROM ledger_seal WHERE program_id = $1 AND stream_id = $2 AND sequence >= $3 ORDER BY sequence LIMIT 1`,
    [at.program, at.stream, at.sequence],
  );
  return rows[0] ?? null;
}

/** When this transaction began. */
export async function snapshotInstant(tx: Queryable): Promise<string> {
  const { rows } = await tx.query<{ at: string }>('SELECT proviso_instant(now()) AS at');
  return rows[0]?.at ?? '';
}

export const scanPending = (tx: Queryable): Promise<Scan<{ program: string; stream: string; sequence: number }>> =>
  openScan(tx, 'SELECT program_id AS program, stream_id AS stream, sequence FROM ledger_pending ORDER BY program_id, stream_id, sequence');

export const scanCheckpoints = (tx: Queryable): Promise<Scan<Checkpoint>> =>
  openScan(
    tx,
    `SELECT number, previous_hash AS "previousHash", root, stream_count AS "streamCount", event_count AS "eventCount",
       ${instant('sealed_at')} AS "sealedAt", key_id AS "keyId", hash, signature FROM ledger_checkpoint ORDER BY number`,
  );

/** The programs in which the stored numbers and a recount differ, and by how many numbers. */
export async function listCounterFaults(tx: Queryable): Promise<{ slug: string; numbers: number }[]> {
  const { rows } = await tx.query<{ slug: string; numbers: number }>(
    'SELECT p.slug, count(*)::int AS numbers FROM program p, LATERAL proviso_counter_faults(p.id) GROUP BY p.slug ORDER BY p.slug',
  );
  return rows;
}
