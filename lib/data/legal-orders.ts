/** Orders of courts as they stand on record. What is recorded of one changes by a new version; nothing is overwritten. */
import { type LegalOrder, ordersKnownAt } from '#lib/domain/legal-order.ts';
import type { Moment } from '#lib/domain/record.ts';
import type { Queryable } from './client.ts';
import { atOf, ORDER } from './due-facts.ts';

export type RecordedOrder = LegalOrder & { recordedBy: string };

/** The versions known at K, in order of their first day; nothing that was decided after T. */
export async function listOrders(tx: Queryable, programId: string, moment: Moment): Promise<RecordedOrder[]> {
  const { rows } = await tx.query<{ order: RecordedOrder }>(
    `SELECT ${ORDER} || jsonb_build_object('recordedBy', p.name) AS "order" FROM legal_order o JOIN principal p ON p.id = o.recorded_by_id
     WHERE o.program_id = $1`,
    [programId],
  );
  const names = new Map(rows.map(({ order }) => [`${order.id} ${order.version}`, order.recordedBy]));
  const known = ordersKnownAt(
    rows.map(({ order }) => order),
    { knownAt: atOf(moment).knownAt, on: moment.asOfOn },
  );
  return known.map((order) => ({ ...order, recordedBy: names.get(`${order.id} ${order.version}`) ?? '' }));
}

/**
 * The version of an order now on record, locked until the transaction ends; null when the program has no such order. An order is locked
 * by its first version: the one on record may be superseded by whoever holds the lock, and waiting for it would end with none.
 */
export async function lockOrder(tx: Queryable, programId: string, id: string): Promise<RecordedOrder | null> {
  await tx.query('SELECT 1 FROM legal_order WHERE program_id = $1 AND id = $2 AND version = 1 FOR NO KEY UPDATE', [programId, id]);
  const { rows } = await tx.query<{ order: RecordedOrder }>(
    `SELECT ${ORDER} || jsonb_build_object('recordedBy', p.name) AS "order" FROM legal_order o JOIN principal p ON p.id = o.recorded_by_id
     WHERE o.program_id = $1 AND o.id = $2 AND o.superseded_at IS NULL`,
    [programId, id],
  );
  return rows[0]?.order ?? null;
}

/** Whether an order was on record before another, which may not be on record yet. The clocks of processes that make ids may differ. */
export async function isEarlierOrder(tx: Queryable, programId: string, id: string, thanId: string): Promise<boolean> {
  const { rows } = await tx.query<{ earlier: boolean }>(
    `SELECT coalesce(one.recorded_at < other.recorded_at, true) AS earlier FROM legal_order one
     LEFT JOIN legal_order other ON other.program_id = one.program_id AND other.id = $3 AND other.version = 1
     WHERE one.program_id = $1 AND one.id = $2 AND one.version = 1`,
    [programId, id, thanId],
  );
  return rows[0]?.earlier ?? false;
}

/** The first day on which an order was decided that acts on this one; null when none does. */
export async function firstActingOn(tx: Queryable, programId: string, id: string): Promise<string | null> {
  const { rows } = await tx.query<{ day: string | null }>(
    'SELECT min(decided_on) AS day FROM legal_order WHERE program_id = $1 AND acts_on_id = $2 AND superseded_at IS NULL',
    [programId, id],
  );
  return rows[0]?.day ?? null;
}

export async function findOrderProgram(tx: Queryable, id: string): Promise<string | null> {
  const { rows } = await tx.query<{ program_id: string }>('SELECT program_id FROM legal_order WHERE id = $1 LIMIT 1', [id]);
  return rows[0]?.program_id ?? null;
}

export type OrderFacts = Omit<LegalOrder, 'version' | 'recordedAt' | 'supersededAt'>;

/** Writes a version; an earlier one is superseded at the same instant. */
export async function insertOrder(tx: Queryable, programId: string, version: number, order: OrderFacts, byId: string): Promise<void> {
  await tx.query('UPDATE legal_order SET superseded_at = clock_timestamp() WHERE program_id = $1 AND id = $2 AND superseded_at IS NULL', [
    programId,
    order.id,
  ]);
  await tx.query(
    `INSERT INTO legal_order (program_id, id, version, court, docket, title, decided_on, effect, parties, application_ids, condition_ids, valid_from, valid_to,
       acts_on_id, summary, source_ids, evidence_ids, recorded_by_id, recorded_at)
     SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
       coalesce((SELECT max(superseded_at) FROM legal_order WHERE program_id = $1 AND id = $2), clock_timestamp())`,
    [
      programId,
      order.id,
      version,
      order.court,
      order.docket,
      order.title,
      order.decidedOn,
      order.effect,
      order.parties,
      order.applicationIds,
      order.conditionIds,
      order.validFrom,
      order.validTo,
      order.actsOnId,
      order.summary,
      order.sourceIds,
      order.evidenceIds,
      byId,
    ],
  );
}
