/** Deadlines that a status change sets: reuse the program's own when the date is the same, else a new row. */
import type pg from 'pg';
import { newId } from '#lib/data/ids.ts';
import { dueInstant } from '#lib/domain/deadline.ts';
import type { ProgramView } from '#lib/domain/record.ts';

export interface SetDeadline {
  deadlineId: string;
  dueOn: string;
  dueAt: string;
}

export async function setDeadline(tx: pg.PoolClient, program: ProgramView, dueOn: string, basis: string): Promise<SetDeadline> {
  const { rows } = await tx.query<{ id: string; due_at: string }>(
    `SELECT id, due_at FROM deadline WHERE program_id = $1 AND due_on = $2 AND cut_off IS NULL AND rule IS NULL AND superseded_at IS NULL ORDER BY id LIMIT 1`,
    [program.id, dueOn],
  );
  if (rows[0]) return { deadlineId: rows[0].id, dueOn, dueAt: rows[0].due_at };
  const { dueAt } = dueInstant({ dueOn, cutOff: null, zone: null }, program.zone);
  const deadlineId = newId();
  await tx.query(
    `INSERT INTO deadline (program_id, id, label, due_on, time_stated, zone_stated, due_at, basis, source_ids, recorded_at)
     VALUES ($1, $2, 'Answer due', $3, false, false, $4, $5, '{}', clock_timestamp())`,
    [program.id, deadlineId, dueOn, dueAt, basis],
  );
  return { deadlineId, dueOn, dueAt };
}
