/** The few rows that move deadlines, read once for a request and joined to what is listed. */
import type { DatedCalendar } from '#lib/domain/business-days.ts';
import { deadlineRule } from '#lib/domain/deadline-rule.ts';
import { type DueSet, dueSetOf, type ProgramDueFacts } from '#lib/domain/due-set.ts';
import type { LegalOrder } from '#lib/domain/legal-order.ts';
import type { Moment, ProgramView } from '#lib/domain/record.ts';
import type { At, BaseDeadline, DeadlineMove, ExtensionFact } from '#lib/domain/resolve-deadline.ts';
import type { Queryable } from './client.ts';
import type { Parameters } from './sql.ts';

/** Later than everything: what is on record now counts, whichever clock wrote it. */
const ALWAYS = '9999-12-31T23:59:59.999999Z';

/** The two times of a read, for the rules of deadlines. A live read sees all that is recorded. */
export const atOf = (moment: Moment): At =>
  moment.live ? { asOf: ALWAYS, knownAt: ALWAYS, on: moment.asOfOn } : { asOf: moment.asOf, knownAt: moment.knownAt, on: moment.asOfOn };

const EXTENSION = `jsonb_build_object('id', e.id, 'deadlineId', e.deadline_id, 'applicationIds', e.application_ids, 'wantedOn', e.wanted_on,
  'askedAt', proviso_instant(e.asked_at), 'recordedAt', proviso_instant(e.recorded_at),
  'decision', CASE WHEN e.decision_at IS NULL THEN NULL ELSE jsonb_build_object('granted', e.state = 'granted', 'grantedOn', e.granted_on,
    'effectiveAt', proviso_instant(e.decision_at), 'recordedAt', proviso_instant(e.decided_at)) END,
  'withdrawnAt', CASE WHEN e.state = 'withdrawn' THEN proviso_instant(e.decided_at) END)`;

/** One version of an order as JSON. */
export const ORDER = `jsonb_build_object('id', o.id, 'version', o.version, 'court', o.court, 'docket', o.docket, 'title', o.title, 'decidedOn', o.decided_on,
  'effect', o.effect, 'parties', o.parties, 'applicationIds', o.application_ids, 'conditionIds', o.condition_ids, 'validFrom', o.valid_from,
  'validTo', o.valid_to, 'actsOnId', o.acts_on_id, 'summary', o.summary, 'sourceIds', o.source_ids, 'evidenceIds', o.evidence_ids,
  'recordedAt', proviso_instant(o.recorded_at), 'supersededAt', proviso_instant(o.superseded_at))`;

interface Laid {
  extensions: ExtensionFact[] | null;
  orders: LegalOrder[] | null;
  moves: DeadlineMove[] | null;
}

/** The rows laid over a program's deadlines; each null when there is none. */
async function readLaid(tx: Queryable, programId: string, knownAt: string | null): Promise<Laid> {
  const { rows } = await tx.query<Laid>(
    `SELECT (SELECT jsonb_agg(${EXTENSION} ORDER BY e.recorded_at, e.id) FROM extension e
        WHERE e.program_id = $1 AND ($2::timestamptz IS NULL OR e.recorded_at <= $2)) AS extensions,
       (SELECT jsonb_agg(${ORDER} ORDER BY o.recorded_at, o.id) FROM legal_order o
        WHERE o.program_id = $1 AND ($2::timestamptz IS NULL OR o.recorded_at <= $2)) AS orders,
       (SELECT jsonb_agg(jsonb_build_object('id', m.id, 'deadlineId', m.deadline_id, 'dueOn', m.due_on, 'why', m.why,
          'effectiveAt', proviso_instant(m.effective_at), 'recordedAt', proviso_instant(m.recorded_at)) ORDER BY m.recorded_at, m.id) FROM deadline_move m
        WHERE m.program_id = $1 AND ($2::timestamptz IS NULL OR m.recorded_at <= $2)) AS moves`,
    [programId, knownAt],
  );
  return rows[0] ?? { extensions: null, orders: null, moves: null };
}

/** A deadline with its name, and what it rests on. */
export interface NamedDeadline extends BaseDeadline {
  label: string;
  basis: string;
  /** The day from which no letter that names it stands any more: all were rescinded. */
  rescindedOn: string | null;
}

/** The letters that name a deadline: the first day one did, and the last rescission where every one of them was rescinded. */
const LETTERS = `(SELECT r.deadline_id, min(r.sent_on) AS first_on,
    CASE WHEN bool_and(x.rescinded_on IS NOT NULL) THEN max(x.rescinded_on) END AS rescinded_on
  FROM request r LEFT JOIN request_rescission x ON x.program_id = r.program_id AND x.request_id = r.id
    AND ($3::timestamptz IS NULL OR x.recorded_at <= $3)
  WHERE r.program_id = $1 AND r.deadline_id IS NOT NULL AND r.superseded_at IS NULL GROUP BY r.deadline_id)`;

/**
 * The day a deadline came to be: of its first letter, what its rule counts from, or the day it was recorded, whichever came first. A
 * day after the due date is none of them: of a deadline recorded later than that, without a letter, nobody wrote down when it was set.
 */
const SET_ON = `least(l.first_on, (d.rule ->> 'anchorOn')::date,
  CASE WHEN (d.recorded_at AT TIME ZONE p.zone)::date <= d.due_on THEN (d.recorded_at AT TIME ZONE p.zone)::date END)`;

/**
 * @param ids null: every deadline of the program
 * @param knownAt null: now
 */
export async function readBases(
  tx: Queryable,
  programId: string,
  ids: readonly string[] | null,
  knownAt: string | null = null,
): Promise<NamedDeadline[]> {
  const { rows } = await tx.query<Omit<NamedDeadline, 'rule'> & { rule: unknown }>(
    `SELECT d.id, d.label, d.basis, d.due_on AS "dueOn", d.cut_off AS "cutOff", d.zone, d.rule,
       ${SET_ON} AS "setOn", l.rescinded_on AS "rescindedOn"
     FROM deadline d JOIN program p ON p.id = d.program_id LEFT JOIN ${LETTERS} l ON l.deadline_id = d.id
     WHERE d.program_id = $1 AND d.superseded_at IS NULL AND ($2::uuid[] IS NULL OR d.id = ANY($2)) ORDER BY d.id`,
    [programId, ids, knownAt],
  );
  return rows.map((row) => ({ ...row, rule: row.rule === null ? null : deadlineRule.parse(row.rule) }));
}

/** Calendars that have days of their own, as known at an instant; null: now. */
export async function readCalendars(tx: Queryable, knownAt: string | null): Promise<Map<string, DatedCalendar>> {
  const { rows } = await tx.query<{ name: string; base: DatedCalendar['base']; closed: string[]; open: string[] }>(
    `SELECT c.name, c.base, coalesce(jsonb_agg(d.day) FILTER (WHERE d.closed), '[]') AS closed,
       coalesce(jsonb_agg(d.day) FILTER (WHERE NOT d.closed), '[]') AS open
     FROM calendar c LEFT JOIN calendar_day d ON d.calendar_name = c.name
       AND CASE WHEN $1::timestamptz IS NULL THEN d.superseded_at IS NULL
         ELSE d.recorded_at <= $1 AND (d.superseded_at IS NULL OR d.superseded_at > $1) END
     GROUP BY c.name ORDER BY c.name`,
    [knownAt],
  );
  return new Map(rows.map(({ name, base, closed, open }) => [name, { name, base, closed: new Set(closed), open: new Set(open) }]));
}

type NamedFacts = Omit<ProgramDueFacts, 'deadlines'> & { deadlines: NamedDeadline[] };

/**
 * Everything that the rules of a program's deadlines need at a moment.
 * @param ids of the deadlines asked about; null: all
 */
export async function readDueFacts(
  tx: Queryable,
  program: Pick<ProgramView, 'id' | 'zone' | 'calendar'>,
  moment: Moment,
  ids: readonly string[] | null = null,
): Promise<NamedFacts> {
  const knownAt = moment.live ? null : moment.knownAt;
  const laid = await readLaid(tx, program.id, knownAt);
  return withBases(tx, program, knownAt, laid, ids);
}

async function withBases(
  tx: Queryable,
  program: Pick<ProgramView, 'id' | 'zone' | 'calendar'>,
  knownAt: string | null,
  { extensions, orders, moves }: Laid,
  ids: readonly string[] | null,
): Promise<NamedFacts> {
  const deadlines = await readBases(tx, program.id, ids, knownAt);
  const calendars = await readCalendars(tx, knownAt);
  return {
    deadlines,
    calendars,
    extensions: extensions ?? [],
    orders: orders ?? [],
    moves: moves ?? [],
    calendar: program.calendar,
    zone: program.zone,
  };
}

/** What differs from the deadlines as set; null when nothing does, and then a list needs no join. */
export async function readDueSet(tx: Queryable, program: ProgramView, moment: Moment): Promise<DueSet | null> {
  const knownAt = moment.live ? null : moment.knownAt;
  const laid = await readLaid(tx, program.id, knownAt);
  if (!laid.extensions && !laid.orders && !laid.moves) return null;
  // A stay reaches every deadline; otherwise only those named can differ.
  const all = laid.orders?.some(({ effect }) => effect === 'suspends_deadline') ?? false;
  const named = [...(laid.extensions ?? []), ...(laid.moves ?? [])].map(({ deadlineId }) => deadlineId);
  const set = dueSetOf(await withBases(tx, program, knownAt, laid, all ? null : named), atOf(moment));
  return set.rows.length === 0 && set.bars.length === 0 ? null : set;
}

/** Whom a row is about: the application, or the operator for an assessment of its own. Extensions and orders name either by its id. */
const subjectOf = (row: string): string => `coalesce(${row}.application_id, ${row}.operator_id)`;

const REST = '00000000-0000-0000-0000-000000000000';

const keyOf = (params: Parameters, column: string, ids: readonly string[]): string =>
  ids.length === 0 ? `'${REST}'::uuid` : `CASE WHEN ${column} = ANY(${params.add(ids)}::uuid[]) THEN ${column} ELSE '${REST}'::uuid END`;

/** The rows of an assessment source `b` with the deadline that counts. `source` selects `due_on`, `due_at`, `paused`, `deadline_id`. */
export function withEffectiveDue(params: Parameters, source: string, set: DueSet | null): string {
  if (!set || set.rows.length === 0) return source;
  const rows = set.rows.map(({ deadlineId, conditionId, applicationId, resolved }) => ({
    deadline_id: deadlineId,
    condition_id: conditionId ?? REST,
    application_id: applicationId ?? REST,
    due_on: resolved.dueOn,
    due_at: resolved.dueAt,
    paused: resolved.paused,
    pending_id: resolved.pending?.id ?? null,
    wanted_on: resolved.pending?.wantedOn ?? null,
  }));
  return `(SELECT b.program_id, b.id, b.subject_kind, b.application_id, b.operator_id, b.condition_id, b.condition_version_id, b.status, b.answer, b.deadline_id,
      coalesce(m.due_on, b.due_on) AS due_on, coalesce(m.due_at, b.due_at) AS due_at, b.paused OR coalesce(m.paused, false) AS paused,
      b.disputed, b.controlled_elsewhere, b.assignee_id, b.expires_on, b.responsible, b.relies_on, b.version, b.effect_version, b.updated_at, b.sort_name,
      m.pending_id, m.wanted_on
    FROM ${source} b
    LEFT JOIN jsonb_to_recordset(${params.add(JSON.stringify(rows))}::jsonb) AS m(deadline_id uuid, condition_id uuid, application_id uuid,
        due_on date, due_at timestamptz, paused boolean, pending_id uuid, wanted_on date)
      ON m.deadline_id = b.deadline_id AND m.condition_id = ${keyOf(params, 'b.condition_id', set.conditionIds)}
        AND m.application_id = ${keyOf(params, subjectOf('b'), set.applicationIds)})`;
}

/** Whether an order in force keeps the condition of a row `s` from being used, as a condition in SQL. */
export function barredCondition(params: Parameters, set: DueSet | null): string {
  if (!set || set.bars.length === 0) return 'false';
  const bars = set.bars.map(({ conditionId, applicationId }) => ({ c: conditionId ?? REST, a: applicationId ?? REST }));
  return `(${keyOf(params, 's.condition_id', set.conditionIds)}, ${keyOf(params, subjectOf('s'), set.applicationIds)})
    IN (SELECT c, a FROM jsonb_to_recordset(${params.add(JSON.stringify(bars))}::jsonb) AS x(c uuid, a uuid))`;
}
