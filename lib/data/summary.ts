/** The dashboard numbers: counters when live, the periods when rewound. */
import type { DueSet } from '#lib/domain/due-set.ts';
import { type Flag, flagsOf } from '#lib/domain/flag.ts';
import type { Moment, ProgramView, Summary } from '#lib/domain/record.ts';
import type { Status } from '#lib/domain/status.ts';
import { localDateOf } from '#lib/domain/time.ts';
import { type AssessmentFilters, filterConditions, withdrawnAt } from './assessment-filters.ts';
import { stateSource } from './assessment-sql.ts';
import type { Queryable } from './client.ts';
import { barredCondition, readDueSet } from './due-facts.ts';
import { Parameters } from './sql.ts';

interface Group {
  ref: string;
  title: string;
  status: Status;
  due_at: string | null;
  controlled_elsewhere: boolean;
  paused: boolean;
  disputed: boolean;
  time_zone: string | null;
  zone_stated: boolean;
  answered_on: string | null;
  total: number;
}

/** Within this long after a due instant the applicant's own zone can matter, so the rows are asked instead of the counters. */
const ZONE_SPREAD_MS = 26 * 3600 * 1000;

export async function summarize(
  tx: Queryable,
  program: ProgramView,
  moment: Moment,
  organizationId: string | null = null,
): Promise<Summary> {
  const due = await readDueSet(tx, program, moment);
  // The counters are kept by the due instant that was set, so they cannot say what is due where some of them moved.
  const counted = moment.live && organizationId === null && program.recordBasis === 'public_sources' && !due;
  const fromCounters = counted ? await counterGroups(tx, program.id) : null;
  const groups =
    fromCounters && !fromCounters.some((group) => nearDue(group, moment.asOf))
      ? fromCounters
      : await rowGroups(tx, { program, moment, organizationId, due });
  const eligibility = await eligibilityCounts(tx, { program, moment, organizationId, due });
  return { ...totals(groups, program, moment), applications: eligibility.satisfied + eligibility.not_met + eligibility.open, eligibility };
}

const nearDue = (group: Group, asOf: string): boolean => {
  if (!group.due_at) return false;
  const past = Date.parse(asOf) - Date.parse(group.due_at);
  return past >= 0 && past < ZONE_SPREAD_MS;
};

/** Base numbers plus the deltas not folded yet: what every committed change adds up to. */
async function counterGroups(tx: Queryable, programId: string): Promise<Group[]> {
  const { rows } = await tx.query<Group>(
    `SELECT c.ref, c.title, n.status, n.due_at, n.controlled_elsewhere, n.paused, n.disputed, NULL AS time_zone, true AS zone_stated,
       NULL AS answered_on, sum(n.total)::int AS total
     FROM (SELECT condition_id, subject_kind, status, due_at, controlled_elsewhere, paused, disputed, total FROM counter WHERE program_id = $1
       UNION ALL
       SELECT condition_id, subject_kind, status, due_at, controlled_elsewhere, paused, disputed, delta FROM counter_delta WHERE program_id = $1) n
     JOIN condition c ON c.program_id = $1 AND c.id = n.condition_id
     WHERE n.subject_kind = 'application'
     GROUP BY 1, 2, 3, 4, 5, 6, 7, c.sort_order HAVING sum(n.total) <> 0 ORDER BY c.sort_order`,
    [programId],
  );
  return rows;
}

interface Asked {
  program: ProgramView;
  moment: Moment;
  organizationId: string | null;
  due: DueSet | null;
}

async function rowGroups(tx: Queryable, { program, moment, organizationId, due }: Asked): Promise<Group[]> {
  const params = new Parameters();
  const source = stateSource(params, program.id, moment, due);
  const filters: AssessmentFilters = { subject: 'application', ...(organizationId ? { organizationId } : {}) };
  const where = filterConditions(params, program, moment, filters);
  const { rows } = await tx.query<Group>(
    `SELECT c.ref, c.title, s.status, s.due_at, s.controlled_elsewhere, s.paused, s.disputed, j.time_zone, coalesce(d.zone_stated, true) AS zone_stated,
       (SELECT min(coalesce(r.received_on, r.dated_on)) FROM response_answer ra JOIN response r ON r.program_id = ra.program_id AND r.id = ra.response_id
         WHERE ra.program_id = s.program_id AND ra.assessment_id = s.id AND r.counts = 'yes' AND r.superseded_at IS NULL AND ra.superseded_at IS NULL) AS answered_on,
       count(*)::int AS total
     FROM ${source} s
     JOIN condition c ON c.program_id = s.program_id AND c.id = s.condition_id
     LEFT JOIN application ap ON ap.program_id = s.program_id AND ap.id = s.application_id
     LEFT JOIN jurisdiction j ON j.id = ap.jurisdiction_id
     LEFT JOIN deadline d ON d.program_id = s.program_id AND d.id = s.deadline_id
     WHERE ${where.join(' AND ')}
     GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, c.sort_order ORDER BY c.sort_order`,
    params.values,
  );
  return rows;
}

function totals(groups: Group[], program: ProgramView, moment: Moment): Omit<Summary, 'eligibility' | 'applications'> {
  const byCondition = new Map<string, { ref: string; title: string; counts: Partial<Record<Status, number>> }>();
  const flags: Partial<Record<Flag, number>> = {};
  let total = 0;
  for (const group of groups) {
    total += group.total;
    const entry = byCondition.get(group.ref) ?? { ref: group.ref, title: group.title, counts: {} };
    entry.counts[group.status] = (entry.counts[group.status] ?? 0) + group.total;
    byCondition.set(group.ref, entry);
    for (const flag of groupFlags(group, program, moment)) flags[flag] = (flags[flag] ?? 0) + group.total;
  }
  return { total, byCondition: [...byCondition.values()], flags };
}

const groupFlags = (group: Group, program: ProgramView, moment: Moment): Flag[] =>
  flagsOf(
    {
      status: group.status,
      dueAt: group.due_at,
      dueOn: group.due_at ? localDateOf(group.due_at, program.zone) : null,
      answeredOn: group.answered_on,
      controlledElsewhere: group.controlled_elsewhere,
      disputed: group.disputed,
      paused: group.paused,
    },
    {
      asOf: moment.asOf,
      recordBasis: program.recordBasis,
      programZone: program.zone,
      applicantZone: group.time_zone,
      zoneStated: group.zone_stated,
      dueSoonDays: program.dueSoonDays,
    },
  );

async function eligibilityCounts(tx: Queryable, { program, moment, organizationId, due }: Asked): Promise<Summary['eligibility']> {
  const params = new Parameters();
  const source = stateSource(params, program.id, moment, due);
  const filters: AssessmentFilters = { subject: 'application', ...(organizationId ? { organizationId } : {}) };
  const where = filterConditions(params, program, moment, filters);
  // A waiver that ran out, or a finding on evidence that did, counts as open.
  const lasting = `((s.expires_on IS NULL OR s.expires_on >= ${params.add(moment.asOfOn)}::date) AND NOT ${withdrawnAt(params, program, moment)})`;
  const barred = barredCondition(params, due);
  const { rows } = await tx.query<Summary['eligibility']>(
    `SELECT count(*) FILTER (WHERE satisfied)::int AS satisfied, count(*) FILTER (WHERE not_met)::int AS not_met,
       count(*) FILTER (WHERE NOT satisfied AND NOT not_met)::int AS open
     FROM (SELECT bool_and(${barred} OR (s.status IN ('met', 'waived', 'not_applicable') AND ${lasting})) AND NOT bool_and(${barred}) AS satisfied,
         bool_or(NOT ${barred} AND s.status = 'not_met' AND ${lasting}) AS not_met
       FROM ${source} s JOIN condition c ON c.program_id = s.program_id AND c.id = s.condition_id AND c.tracked
       WHERE ${where.join(' AND ')} GROUP BY s.application_id) per_application`,
    params.values,
  );
  return rows[0] ?? { satisfied: 0, not_met: 0, open: 0 };
}
