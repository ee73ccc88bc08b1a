/** The filters of the assessment list as SQL conditions over the state source `s`. */
import { dueSoonUntil, type Flag } from '#lib/domain/flag.ts';
import type { Moment, ProgramView, SubjectKind } from '#lib/domain/record.ts';
import type { Status } from '#lib/domain/status.ts';
import { likeAnywhere, type Parameters, sortName } from './sql.ts';
import { isAmongWithdrawn, pastTimes } from './withdrawn.ts';

export interface AssessmentFilters {
  subject: SubjectKind;
  status?: Status[];
  condition?: string;
  state?: string;
  flag?: Flag;
  assignee?: string;
  /** Part of the place's or the organization's name. */
  q?: string;
  applicationId?: string;
  operatorId?: string;
  /** Only what this organization answers for (contributors). */
  organizationId?: string;
}

export function filterConditions(params: Parameters, program: ProgramView, moment: Moment, filters: AssessmentFilters): string[] {
  const where = [`s.subject_kind = ${params.add(filters.subject)}`];
  if (filters.status) where.push(`s.status = ANY(${params.add(filters.status)})`);
  if (filters.condition) {
    where.push(
      `s.condition_id = (SELECT id FROM condition WHERE program_id = ${params.add(program.id)} AND ref = ${params.add(filters.condition)})`,
    );
  }
  if (filters.assignee) where.push(`s.assignee_id = ${params.add(filters.assignee)}`);
  if (filters.applicationId) where.push(`s.application_id = ${params.add(filters.applicationId)}`);
  if (filters.operatorId) where.push(`s.operator_id = ${params.add(filters.operatorId)}`);
  if (filters.state) where.push(inPlaces(params, program.id, `j.state = ${params.add(filters.state)}`));
  if (filters.q) {
    const pattern = params.add(likeAnywhere(sortName(filters.q)));
    const isOperator = filters.subject === 'operator';
    const named = `(ap.sort_name LIKE ${pattern} OR o.sort_name LIKE ${pattern})`;
    where.push(isOperator ? `s.sort_name LIKE ${pattern}` : inPlaces(params, program.id, named));
  }
  if (filters.organizationId) {
    const organization = params.add(filters.organizationId);
    where.push(`(s.operator_id = ${organization} OR ${inPlaces(params, program.id, `ap.organization_id = ${organization}`)})`);
  }
  if (filters.flag) where.push(flagCondition(params, program, moment, filters.flag));
  return where;
}

/** The places are searched first, then their assessments: the name indexes are on the places. */
const inPlaces = (params: Parameters, programId: string, condition: string): string =>
  `s.application_id IN (SELECT ap.id FROM application ap JOIN jurisdiction j ON j.id = ap.jurisdiction_id
    JOIN organization o ON o.id = ap.organization_id WHERE ap.program_id = ${params.add(programId)} AND ${condition})`;

/** The same rules as `flagsOf` in the domain; a database test compares the two over every flag. */
function flagCondition(params: Parameters, program: ProgramView, moment: Moment, flag: Flag): string {
  const simple = storedFlags[flag];
  if (simple) return simple;
  if (flag === 'waiver_expired') return `(s.status = 'waived' AND s.expires_on < ${params.add(moment.asOfOn)}::date)`;
  if (flag === 'relies_on_stale_evidence')
    return `(${isFindingSql} AND (s.expires_on < ${params.add(moment.asOfOn)}::date OR ${withdrawnAt(params, program, moment)}))`;
  if (program.recordBasis !== basisOf(flag, program)) return 'false';
  const at = `${params.add(moment.asOf)}::timestamptz`;
  const awaiting = `s.status IN ('requested', 'info_requested') AND NOT s.paused`;
  if (flag === 'due_soon') {
    return `(${awaiting} AND s.due_at >= ${at} AND s.due_at <= ${params.add(dueSoonUntil(moment.asOf, program.zone, program.dueSoonDays))}::timestamptz)`;
  }
  const passed = `${awaiting} AND s.due_at < ${at}`;
  const programZone = params.add(program.zone);
  // Where the zone was assumed, the due day must have ended by both clocks.
  const ended = `(${zoneStated} OR ((s.due_on + 1)::timestamp AT TIME ZONE ${programZone} <= ${at}
    AND coalesce((s.due_on + 1)::timestamp AT TIME ZONE ${applicantZone} <= ${at}, true)))`;
  if (flag === 'due_today_zone_unstated') return `(${passed} AND NOT ${ended})`;
  if (flag === 'overdue' || flag === 'no_answer_found') return `(${passed} AND ${ended})`;
  return lateCondition(programZone, at);
}

/** Conclusions on evidence that was superseded or sealed, at a moment, and those taken from them. */
export function withdrawnAt(params: Parameters, program: ProgramView, moment: Moment): string {
  return isAmongWithdrawn(params.add(program.id), pastTimes(params, moment));
}

/** Flags that stand in a column. */
const storedFlags: Partial<Record<Flag, string>> = {
  controlled_elsewhere: 's.controlled_elsewhere',
  disputed: 's.disputed',
  stayed: 's.paused',
};

/** Which record basis a flag needs; the others hold for both. */
function basisOf(flag: Flag, program: ProgramView): ProgramView['recordBasis'] {
  if (flag === 'overdue' || flag === 'late') return 'own_files';
  return flag === 'no_answer_found' ? 'public_sources' : program.recordBasis;
}

const isFindingSql = `(SELECT st.grouping = 'finding' FROM status st WHERE st.id = s.status)`;
const zoneStated = 'coalesce((SELECT d.zone_stated FROM deadline d WHERE d.program_id = s.program_id AND d.id = s.deadline_id), true)';
const applicantZone = `(SELECT j.time_zone FROM application ap JOIN jurisdiction j ON j.id = ap.jurisdiction_id
  WHERE ap.program_id = s.program_id AND ap.id = s.application_id)`;

/** Late when even the first instant of the answer's day, by the applicant's clock, lies after the limit. */
const lateCondition = (
  programZone: string,
  at: string,
): string => `(s.status NOT IN ('requested', 'info_requested') AND NOT s.paused AND EXISTS (
  SELECT 1 FROM response_answer ra JOIN response r ON r.program_id = ra.program_id AND r.id = ra.response_id
  WHERE ra.program_id = s.program_id AND ra.assessment_id = s.id AND r.counts = 'yes' AND r.superseded_at IS NULL AND ra.superseded_at IS NULL
  GROUP BY ra.assessment_id
  HAVING min(coalesce(r.received_on, r.dated_on))::timestamp AT TIME ZONE coalesce(${applicantZone}, ${programZone}) <= ${at}
    AND min(coalesce(r.received_on, r.dated_on))::timestamp AT TIME ZONE coalesce(${applicantZone}, ${programZone})
      > CASE WHEN ${zoneStated} THEN s.due_at ELSE greatest(s.due_at, (s.due_on + 1)::timestamp AT TIME ZONE ${programZone} - interval '1 microsecond',
          (s.due_on + 1)::timestamp AT TIME ZONE ${applicantZone} - interval '1 microsecond') END))`;
