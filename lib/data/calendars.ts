/** Calendars of business days with days of their own, and the computed deadlines that follow them. */
import { type DeadlineRule, deadlineRule } from '#lib/domain/deadline-rule.ts';
import type { Queryable } from './client.ts';
import { newId } from './ids.ts';

export interface CalendarDayRow {
  day: string;
  closed: boolean;
  reason: string;
  recordedBy: string;
  recordedAt: string;
}

export interface CalendarRow {
  name: string;
  title: string;
  base: 'us_federal' | 'none';
  days: CalendarDayRow[];
}

/** All calendars with the days in force now, built-in ones first. */
export async function listCalendars(tx: Queryable): Promise<CalendarRow[]> {
  const { rows } = await tx.query<CalendarRow>(
    `SELECT c.name, c.title, c.base, coalesce(jsonb_agg(jsonb_build_object('day', d.day, 'closed', d.closed, 'reason', d.reason, 'recordedBy', p.name,
         'recordedAt', proviso_instant(d.recorded_at)) ORDER BY d.day) FILTER (WHERE d.id IS NOT NULL), '[]') AS days
     FROM calendar c LEFT JOIN calendar_day d ON d.calendar_name = c.name AND d.superseded_at IS NULL LEFT JOIN principal p ON p.id = d.recorded_by_id
     GROUP BY c.name, c.title, c.base, c.recorded_at ORDER BY c.recorded_at, c.name DESC`,
  );
  return rows;
}

const CALENDARS_KEY = `hashtext('proviso.calendars')`;

/** One change of calendars at a time, so that every deadline is computed with all days. */
export const lockCalendars = (tx: Queryable): Promise<unknown> => tx.query(`SELECT pg_advisory_xact_lock(${CALENDARS_KEY})`);

/** No calendar changes until the transaction ends: a deadline that is computed meanwhile is there when one does, and moves too. */
export const holdCalendars = (tx: Queryable): Promise<unknown> => tx.query(`SELECT pg_advisory_xact_lock_shared(${CALENDARS_KEY})`);

/** False when there is one of this name. */
export async function insertCalendar(tx: Queryable, calendar: Pick<CalendarRow, 'name' | 'title' | 'base'>): Promise<boolean> {
  const { rowCount } = await tx.query(
    'INSERT INTO calendar (name, title, base, recorded_at) VALUES ($1, $2, $3, clock_timestamp()) ON CONFLICT DO NOTHING',
    [calendar.name, calendar.title, calendar.base],
  );
  return rowCount === 1;
}

/** The names of all calendars, built-in ones first. */
export async function listCalendarNames(tx: Queryable): Promise<string[]> {
  const { rows } = await tx.query<{ name: string }>('SELECT name FROM calendar ORDER BY recorded_at, name DESC');
  return rows.map(({ name }) => name);
}

/** Takes a day out of a calendar's own days; false when it was not among them. */
export async function supersedeDay(tx: Queryable, name: string, day: string): Promise<boolean> {
  const { rowCount } = await tx.query(
    'UPDATE calendar_day SET superseded_at = clock_timestamp() WHERE calendar_name = $1 AND day = $2 AND superseded_at IS NULL',
    [name, day],
  );
  return rowCount === 1;
}

export async function insertDay(
  tx: Queryable,
  name: string,
  { day, closed, reason }: { day: string; closed: boolean; reason: string },
  byId: string,
): Promise<void> {
  await tx.query(
    `INSERT INTO calendar_day (id, calendar_name, day, closed, reason, recorded_by_id, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, clock_timestamp())`,
    [newId(), name, day, closed, reason, byId],
  );
}

/** A computed deadline as it stands: with the last date that a calendar moved it to. */
export interface ComputedRow {
  programId: string;
  id: string;
  label: string;
  dueOn: string;
  cutOff: string | null;
  zone: string | null;
  programZone: string;
  rule: DeadlineRule;
}

/** Every computed deadline of every program, in the order in which they were recorded: an anchor comes before what hangs on it. */
export async function listComputedDeadlines(tx: Queryable): Promise<ComputedRow[]> {
  const { rows } = await tx.query<Omit<ComputedRow, 'rule'> & { rule: unknown }>(
    `SELECT d.program_id AS "programId", d.id, d.label, coalesce(m.due_on, d.due_on) AS "dueOn", d.cut_off AS "cutOff", d.zone, p.zone AS "programZone", d.rule
     FROM deadline d JOIN program p ON p.id = d.program_id
     LEFT JOIN LATERAL (SELECT due_on FROM deadline_move m WHERE m.program_id = d.program_id AND m.deadline_id = d.id
       ORDER BY m.recorded_at DESC, m.id DESC LIMIT 1) m ON true
     WHERE d.rule IS NOT NULL AND d.superseded_at IS NULL ORDER BY d.recorded_at, d.id`,
  );
  return rows.map((row) => ({ ...row, rule: deadlineRule.parse(row.rule) }));
}

/** Returns the move's id. It holds from when it is recorded; the instant follows from the deadline's time of day and zone. */
export async function insertMove(
  tx: Queryable,
  move: { programId: string; deadlineId: string; dueOn: string; why: string },
): Promise<string> {
  const id = newId();
  await tx.query(
    `INSERT INTO deadline_move (program_id, id, deadline_id, due_on, why, effective_at, recorded_at)
     SELECT $1, $2, $3, $4, $5, at, at FROM clock_timestamp() at`,
    [move.programId, id, move.deadlineId, move.dueOn, move.why],
  );
  return id;
}

export interface NewDeadline {
  programId: string;
  label: string;
  dueOn: string;
  cutOff: string | null;
  zone: string | null;
  dueAt: string;
  basis: string;
  rule: DeadlineRule | null;
}

/** Returns its id. */
export async function insertDeadline(tx: Queryable, deadline: NewDeadline): Promise<string> {
  const id = newId();
  await tx.query(
    `INSERT INTO deadline (program_id, id, label, due_on, cut_off, zone, time_stated, zone_stated, due_at, basis, source_ids, recorded_at, rule)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '{}', clock_timestamp(), $11)`,
    [
      deadline.programId,
      id,
      deadline.label,
      deadline.dueOn,
      deadline.cutOff,
      deadline.zone,
      deadline.cutOff !== null,
      deadline.zone !== null,
      deadline.dueAt,
      deadline.basis,
      deadline.rule === null ? null : JSON.stringify(deadline.rule),
    ],
  );
  return id;
}

/** The date that a rule counts from: when a request was sent, a letter received, or another deadline falls. Null: not in this program. */
export async function findAnchor(
  tx: Queryable,
  programId: string,
  anchor: 'request_sent' | 'letter_received' | 'deadline',
  id: string,
): Promise<{ on: string | null } | null> {
  const sources = {
    request_sent: 'SELECT sent_on AS "on" FROM request WHERE program_id = $1 AND id = $2 AND superseded_at IS NULL',
    letter_received:
      'SELECT coalesce(received_on, dated_on) AS "on" FROM response WHERE program_id = $1 AND id = $2 AND superseded_at IS NULL',
    deadline: `SELECT coalesce((SELECT m.due_on FROM deadline_move m WHERE m.program_id = d.program_id AND m.deadline_id = d.id
        ORDER BY m.recorded_at DESC, m.id DESC LIMIT 1), d.due_on) AS "on" FROM deadline d WHERE d.program_id = $1 AND d.id = $2 AND d.superseded_at IS NULL`,
  };
  const { rows } = await tx.query<{ on: string | null }>(sources[anchor], [programId, id]);
  return rows[0] ?? null;
}

/** What can be an anchor: the program's requests, newest first. */
export async function listSentRequests(tx: Queryable, programId: string): Promise<{ id: string; title: string; sentOn: string }[]> {
  const { rows } = await tx.query<{ id: string; title: string; sentOn: string }>(
    'SELECT id, title, sent_on AS "sentOn" FROM request WHERE program_id = $1 AND superseded_at IS NULL ORDER BY sent_on DESC, id DESC LIMIT 100',
    [programId],
  );
  return rows;
}

/** Open assessments that have a deadline, at most `limit`, locked in the order of their ids. */
export async function lockAssessmentsDue(tx: Queryable, programId: string, deadlineId: string, limit: number): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `SELECT a.id FROM assessment a JOIN status s ON s.id = a.status WHERE a.program_id = $1 AND a.deadline_id = $2 AND s.grouping = 'open'
     ORDER BY a.id LIMIT $3`,
    [programId, deadlineId, limit],
  );
  const ids = rows.map(({ id }) => id);
  await tx.query('SELECT lock_assessments($1, $2::uuid[])', [programId, ids]);
  // Whoever held one of them before may have given it another deadline, or closed it.
  const { rows: kept } = await tx.query<{ id: string }>(
    `SELECT a.id FROM assessment a JOIN status s ON s.id = a.status
     WHERE a.program_id = $1 AND a.deadline_id = $2 AND s.grouping = 'open' AND a.id = ANY($3) ORDER BY a.id`,
    [programId, deadlineId, ids],
  );
  return kept.map(({ id }) => id);
}
