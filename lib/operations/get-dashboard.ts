/** Everything the program's dashboard shows, at one moment. */
import { listApplications, listBookings } from '#lib/data/applications.ts';
import { listUnassessedApplications } from '#lib/data/assessments.ts';
import { listResponses } from '#lib/data/letters.ts';
import { listConditions } from '#lib/data/programs.ts';
import { listRecentChanges, type RecentChange } from '#lib/data/recent-changes.ts';
import { listRecordEntries } from '#lib/data/record.ts';
import { summarize } from '#lib/data/summary.ts';
import { translated } from '#lib/data/transaction.ts';
import type {
  ApplicationView,
  AssessmentRow,
  ConditionView,
  DeadlineView,
  FacilityView,
  Moment,
  ProgramView,
  RecordEntryView,
  ResponseView,
  Summary,
} from '#lib/domain/record.ts';
import { type Context, confinement } from './context.ts';
import { effectiveDeadlines } from './effective-deadlines.ts';
import { type AssessmentList, type AssessmentQuery, listAssessments } from './list-assessments.ts';
import { visibleEntries } from './visible-entries.ts';

export interface Dashboard {
  program: ProgramView;
  moment: Moment;
  conditions: ConditionView[];
  deadlines: DeadlineView[];
  summary: Summary;
  /** The page of assessments that the filters select. */
  list: AssessmentList;
  /** The applications on this page of the matrix, in its order. */
  applications: ApplicationView[];
  /** Applications without any assessment, for example those selected without a letter. */
  others: ApplicationView[];
  facilities: Map<string, FacilityView[]>;
  responses: (ResponseView & { applicationId: string })[];
  positions: RecordEntryView[];
  latestEntries: RecordEntryView[];
  changes: RecentChange[];
}

const PAGE = 100;

/** @throws AppError as `listAssessments` */
export async function getDashboard(context: Context, slug: string, query: AssessmentQuery): Promise<Dashboard> {
  const list = await listAssessments(context, slug, { ...query, limit: PAGE });
  const { program, moment } = list;
  const confined = confinement(context, program.id);
  const [conditions, deadlines, summary, all, allEntries, changes] = await Promise.all([
    listConditions(context.db, program.id),
    effectiveDeadlines(program, context, moment),
    translated(summarize(context.db.pool, program, moment, confined)),
    listApplications(context.db, program.id, moment),
    listRecordEntries(context.db, { programId: program.id, moment }),
    translated(listRecentChanges(context.db.pool, program.id, moment, confined, 6)),
  ]);
  const shown = orderOf(list.items);
  const visible = confined === null ? all : all.filter((application) => application.organization.id === confined);
  const entries = visibleEntries(allEntries, confined === null ? null : new Set(visible.map((application) => application.id)));
  const applications = shown.flatMap((id) => visible.find((application) => application.id === id) ?? []);
  const unassessed = new Set(await translated(listUnassessedApplications(context.db.pool, program.id)));
  const [facilities, responses] = await Promise.all([
    listBookings(
      context.db,
      applications.map((application) => application.organization.id),
    ),
    listResponses(context.db, program.id, shown, moment),
  ]);
  return {
    program,
    moment,
    conditions,
    deadlines,
    summary,
    list,
    applications,
    facilities,
    responses,
    changes,
    others: visible.filter((application) => unassessed.has(application.id)),
    positions: entries.filter((entry) => entry.kind === 'position'),
    latestEntries: entries
      .filter((entry) => entry.kind !== 'position' && entry.kind !== 'later_report')
      .slice(-4)
      .reverse(),
  };
}

/** The applications of these rows, in the order in which they first appear. */
const orderOf = (items: AssessmentRow[]): string[] => [...new Set(items.map((item) => item.subject.id))];
