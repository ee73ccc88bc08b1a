/** Everything about one applicant in a program, at one moment. */
import { listApplications, listBookings } from '#lib/data/applications.ts';
import { listAssessments } from '#lib/data/assessments.ts';
import { readDueSet } from '#lib/data/due-facts.ts';
import { listEvidence } from '#lib/data/evidence-list.ts';
import { isId } from '#lib/data/ids.ts';
import { listRequestsFor, listResponses, type RequestView } from '#lib/data/letters.ts';
import { listConditions } from '#lib/data/programs.ts';
import { listRecordEntries, listRecordIssues } from '#lib/data/record.ts';
import { translated } from '#lib/data/transaction.ts';
import type { Eligibility } from '#lib/domain/eligibility.ts';
import { notFound } from '#lib/domain/errors.ts';
import type {
  ApplicationView,
  AssessmentRow,
  ConditionView,
  EvidenceView,
  FacilityView,
  Moment,
  ProgramView,
  RecordEntryView,
  RecordIssueView,
  ResponseView,
} from '#lib/domain/record.ts';
import { type Context, confinement } from './context.ts';
import { datedBy } from './dated-by.ts';
import { readerOf } from './evidence-reader.ts';
import { getProgram } from './get-program.ts';
import { eligibilityOfAssessments } from './list-applicants.ts';
import { type MomentInput, momentOf } from './moment.ts';
import { visibleEntries } from './visible-entries.ts';

export interface ApplicationDossier {
  program: ProgramView;
  moment: Moment;
  application: ApplicationView;
  conditions: ConditionView[];
  assessments: AssessmentRow[];
  /** Null without assessments: there is nothing to add up. */
  eligibility: Eligibility | null;
  facilities: FacilityView[];
  requests: RequestView[];
  responses: ResponseView[];
  /** Where the applicant and the body in control stood, per condition, also on those only recorded. */
  positions: RecordEntryView[];
  laterReports: RecordEntryView[];
  /** Dated facts about this applicant. */
  entries: RecordEntryView[];
  evidence: (EvidenceView & { assessmentIds: string[] })[];
  /** Where sources differ, in the whole program; empty for someone confined to one organization. */
  conflicts: RecordIssueView[];
}

const MANY = 200;

/** @throws AppError `unauthenticated`, `not_found` (also for an applicant the asker may not see), `forbidden`, `invalid_request`, `as_of_in_future` */
export async function getApplication(context: Context, slug: string, id: string, input: MomentInput = {}): Promise<ApplicationDossier> {
  const program = await getProgram(context, slug);
  const moment = momentOf(context, program, input);
  const application = await findVisible(context, program, moment, id);
  const { db } = context;
  const [conditions, page, bookings, responses, entries, issues, due] = await Promise.all([
    listConditions(db, program.id),
    translated(
      listAssessments(db.pool, {
        program,
        moment,
        filters: { subject: 'application', applicationId: id },
        sort: 'applicant',
        descending: false,
        after: null,
        limit: MANY,
      }),
    ),
    listBookings(db, [application.organization.id]),
    listResponses(db, program.id, [id], moment),
    listRecordEntries(db, { programId: program.id, moment, applicationId: id }),
    confinement(context, program.id) === null ? listRecordIssues(db, program.id) : [],
    translated(readDueSet(db.pool, program, moment)),
  ]);
  const assessments = inOrderOf(conditions, page.items);
  const ids = assessments.map((row) => row.id);
  const had = datedBy(moment);
  const [requests, evidence] = await Promise.all([
    listRequests(context, program, ids, moment),
    ids.length > 0
      ? translated(
          listEvidence(db, { programId: program.id, knownAt: moment.knownAt, reader: readerOf(context, program.id), assessmentIds: ids }),
        )
      : [],
  ]);
  const own = confinement(context, program.id) === null ? null : new Set([id]);
  const dated = visibleEntries(entries, own).filter((entry) => had(entry.sortOn));
  return {
    program,
    moment,
    application,
    conditions,
    assessments,
    requests,
    eligibility: eligibilityOfAssessments(assessments, conditions, (rowId) => hasLapsed(assessments, rowId), { due, applicationId: id }),
    facilities: bookings.get(application.organization.id) ?? [],
    responses: responses.filter((response) => had(response.datedOn)),
    positions: dated.filter((entry) => entry.kind === 'position'),
    laterReports: dated.filter((entry) => entry.kind === 'later_report'),
    entries: dated.filter((entry) => entry.kind !== 'position' && entry.kind !== 'later_report'),
    evidence: evidence.filter((item) => had(item.datedOn)),
    conflicts: issues.filter((issue) => issue.kind === 'conflict'),
  };
}

async function findVisible(context: Context, program: ProgramView, moment: Moment, id: string): Promise<ApplicationView> {
  const [found] = isId(id) ? await listApplications(context.db, program.id, moment, [id]) : [];
  const confined = confinement(context, program.id);
  if (!found || (confined !== null && confined !== found.organization.id)) throw notFound('The application');
  const had = datedBy(moment);
  return { ...found, decisions: found.decisions.filter((decision) => had(decision.decidedOn)) };
}

/** One letter asks about several assessments of an applicant; it is listed once. */
async function listRequests(context: Context, program: ProgramView, assessmentIds: string[], moment: Moment): Promise<RequestView[]> {
  const lists = await Promise.all(assessmentIds.map((assessmentId) => listRequestsFor(context.db, program.id, assessmentId, moment)));
  const had = datedBy(moment);
  const byId = new Map(lists.flat().map((request) => [request.id, request]));
  return [...byId.values()].filter((request) => had(request.sentOn)).sort((a, b) => a.sentOn.localeCompare(b.sentOn));
}

const inOrderOf = (conditions: ConditionView[], rows: AssessmentRow[]): AssessmentRow[] =>
  conditions.flatMap((condition) => rows.filter((row) => row.condition.ref === condition.ref));

const hasLapsed = (rows: AssessmentRow[], id: string): boolean =>
  rows.some((row) => row.id === id && (row.flags.includes('waiver_expired') || row.flags.includes('relies_on_stale_evidence')));
