/** The applicants of a program: those a letter was sent to first, with where each stands. */
import { listApplicantIds, listApplicantStates } from '#lib/data/applicant-pages.ts';
import { listApplications } from '#lib/data/applications.ts';
import { type AssessmentLine, listAssessmentLines } from '#lib/data/assessment-lines.ts';
import { readDueSet } from '#lib/data/due-facts.ts';
import { listConditions } from '#lib/data/programs.ts';
import { translated } from '#lib/data/transaction.ts';
import { barredBy, type DueSet } from '#lib/domain/due-set.ts';
import { type Eligibility, eligibilityOf } from '#lib/domain/eligibility.ts';
import type { ApplicationView, ConditionView, Moment, ProgramView } from '#lib/domain/record.ts';
import { type Context, confinement } from './context.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { datedBy } from './dated-by.ts';
import { getProgram } from './get-program.ts';
import { type MomentInput, momentOf } from './moment.ts';

export interface ApplicantQuery extends MomentInput {
  /** Part of the place's or the organization's name. */
  q?: string | undefined;
  /** Two letters. */
  state?: string | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
}

export interface Applicant {
  application: ApplicationView;
  /** Empty where nothing was asked of it on record. */
  assessments: AssessmentLine[];
  /** Null without assessments: there is nothing to add up. */
  eligibility: Eligibility | null;
}

export interface ApplicantList {
  program: ProgramView;
  moment: Moment;
  conditions: ConditionView[];
  states: string[];
  items: Applicant[];
  nextCursor: string | null;
}

const PAGE = 50;

/** @throws AppError `unauthenticated`, `not_found`, `forbidden`, `invalid_request`, `as_of_in_future` */
export async function listApplicants(context: Context, slug: string, query: ApplicantQuery = {}): Promise<ApplicantList> {
  const program = await getProgram(context, slug);
  const moment = momentOf(context, program, query);
  const organizationId = confinement(context, program.id);
  const filters = { ...(query.q ? { q: query.q } : {}), ...(query.state ? { state: query.state } : {}), organizationId };
  const identity = ['applicants', program.id, filters, query.knownAt || 'now'];
  const after = query.cursor ? decodeCursor(context.secret, identity, query.cursor) : null;
  const { pool } = context.db;
  const [page, states, conditions] = await Promise.all([
    translated(listApplicantIds(pool, { programId: program.id, knownAt: moment.knownAt, filters, after, limit: query.limit ?? PAGE })),
    translated(listApplicantStates(pool, program.id, organizationId)),
    listConditions(context.db, program.id),
  ]);
  const [applications, lines, due] = await Promise.all([
    listApplications(context.db, program.id, moment, page.ids),
    translated(listAssessmentLines(pool, program, moment, { applicationIds: page.ids })),
    translated(readDueSet(pool, program, moment)),
  ]);
  const had = datedBy(moment);
  const items = page.ids.flatMap((id) => {
    const found = applications.find((application) => application.id === id);
    if (!found) return [];
    const application = { ...found, decisions: found.decisions.filter((decision) => had(decision.decidedOn)) };
    return [
      applicantOf(
        application,
        lines.filter((line) => line.applicationId === id),
        conditions,
        due,
      ),
    ];
  });
  return { program, moment, conditions, states, items, nextCursor: page.next ? encodeCursor(context.secret, identity, page.next) : null };
}

function applicantOf(
  application: ApplicationView,
  assessments: AssessmentLine[],
  conditions: ConditionView[],
  due: DueSet | null,
): Applicant {
  const bars = { due, applicationId: application.id };
  return { application, assessments, eligibility: eligibilityOfAssessments(assessments, conditions, undefined, bars) };
}

/** What the tracked conditions add up to; null when none was put to the applicant. */
export function eligibilityOfAssessments(
  assessments: readonly Pick<AssessmentLine, 'id' | 'condition' | 'status'>[],
  conditions: readonly ConditionView[],
  expired: (assessmentId: string) => boolean = () => false,
  bars: { due: DueSet | null; applicationId: string } | null = null,
): Eligibility | null {
  if (assessments.length === 0) return null;
  const tracked = new Set(conditions.filter((condition) => condition.tracked).map((condition) => condition.ref));
  const barred = (ref: string): string | null => {
    const conditionId = conditions.find((condition) => condition.ref === ref)?.id;
    return bars && conditionId ? barredBy(bars.due, { conditionId, applicationId: bars.applicationId }) : null;
  };
  return eligibilityOf(
    assessments.map(({ id, condition, status }) => ({
      conditionRef: condition.ref,
      title: condition.title,
      tracked: tracked.has(condition.ref),
      status,
      assessmentId: id,
      expired: expired(id),
      barredBy: barred(condition.ref),
    })),
  );
}
