/** Everything the page of one assessment shows, at one moment. */
import { listApplications, listBookings } from '#lib/data/applications.ts';
import { listSeals } from '#lib/data/checkpoints.ts';
import { listEvents, listHeldStatuses } from '#lib/data/events.ts';
import { listEvidence } from '#lib/data/evidence-list.ts';
import { listRequestsFor, listResponses, type RequestView } from '#lib/data/letters.ts';
import { listConditions, listDeadlines } from '#lib/data/programs.ts';
import { listProposals, type Proposal } from '#lib/data/proposals.ts';
import { listRecordEntries } from '#lib/data/record.ts';
import { translated } from '#lib/data/transaction.ts';
import type { Seal } from '#lib/domain/audit.ts';
import { may } from '#lib/domain/permission.ts';
import type {
  ApplicationView,
  AssessmentRow,
  ConditionView,
  DeadlineView,
  EventView,
  EvidenceView,
  FacilityView,
  Moment,
  ProgramView,
  RecordEntryView,
  ResponseView,
} from '#lib/domain/record.ts';
import { OUTCOMES } from '#lib/domain/reliance.ts';
import { isStatus, type Status } from '#lib/domain/status.ts';
import { type Context, confinement, requireActor } from './context.ts';
import { dependentsOf } from './dependents.ts';
import { barsOn, resolved } from './effective-deadlines.ts';
import { readerOf } from './evidence-reader.ts';
import { getAssessment } from './load-assessment.ts';
import type { MomentInput } from './moment.ts';
import { visibleEntries } from './visible-entries.ts';

export interface AssessmentPage {
  program: ProgramView;
  moment: Moment;
  row: AssessmentRow;
  condition: ConditionView;
  application: ApplicationView | null;
  facilities: FacilityView[];
  deadline: DeadlineView | null;
  /** Orders in force that keep the condition from being used here, or from being enforced, by their names. */
  bars: { barsUse: string[]; barsEnforcement: string[] };
  requests: RequestView[];
  responses: ResponseView[];
  entries: RecordEntryView[];
  evidence: EvidenceView[];
  events: EventView[];
  proposals: Proposal[];
  heldStatuses: Status[];
  /** Whom approving the open proposal would move with it: those that take an operator's finding, as far as the asker may see them. */
  moves: { name: string; to: Status }[];
  /** The seals on its history, for those who may audit; null for everybody else. */
  seals: Seal[] | null;
}

/** @throws AppError `unauthenticated`, `not_found` */
export async function getAssessmentPage(context: Context, id: string, input: MomentInput): Promise<AssessmentPage> {
  const { home, moment, row } = await getAssessment(context, id, input);
  const { program } = home;
  const { db } = context;
  const applicationIds = home.applicationId ? [home.applicationId] : [];
  const confined = confinement(context, program.id);
  const [conditions, applications, deadlines, requests, responses, entries, evidence, events, proposals, held, seals] = await Promise.all([
    listConditions(db, program.id),
    listApplications(db, program.id, moment, applicationIds),
    listDeadlines(db, program.id, confined),
    listRequestsFor(db, program.id, id, moment),
    listResponses(db, program.id, applicationIds, moment),
    home.applicationId ? listRecordEntries(db, { programId: program.id, moment, applicationId: home.applicationId }) : [],
    listEvidence(db, { programId: program.id, knownAt: moment.knownAt, reader: readerOf(context, program.id), assessmentIds: [id] }),
    translated(
      listEvents(db.pool, {
        programId: program.id,
        streamIds: [id],
        knownAt: moment.knownAt,
        asOf: moment.asOf,
        withoutInternalNotes: confined !== null,
      }),
    ),
    translated(listProposals(db.pool, program.id, id, moment.knownAt)),
    translated(listHeldStatuses(db.pool, program.id, id)),
    may(requireActor(context).grants, 'read_audit', program.id) ? translated(listSeals(db.pool, program.id, id)) : null,
  ]);
  const condition = conditions.find((item) => item.id === home.conditionId);
  if (!condition) throw new Error('An assessment refers to a condition that does not exist.');
  const application = applications[0] ?? null;
  const own = deadlines.filter(({ id: deadlineId }) => deadlineId === row.deadlineId);
  const target = { applicationId: home.applicationId, conditionId: home.conditionId };
  const [deadline] = await resolved(program, context, moment, own, target);
  const bars = await barsOn(program, context, moment, { ...target, applicationId: home.applicationId ?? home.operatorId });
  const bookings = application ? await listBookings(db, [application.organization.id]) : new Map<string, FacilityView[]>();
  return {
    program,
    moment,
    row,
    condition,
    application,
    requests,
    responses,
    evidence,
    events,
    proposals,
    seals,
    facilities: (application && bookings.get(application.organization.id)) ?? [],
    deadline: deadline ?? null,
    bars,
    entries: visibleEntries(entries, confined === null ? null : new Set(applicationIds)).filter(
      (entry) => entry.conditionRef === null || entry.conditionRef === condition.ref,
    ),
    heldStatuses: held.filter(isStatus),
    moves: home.operatorId ? await movedBy(row, home, moment, context) : [],
  };
}

async function movedBy(
  { id, openProposal }: AssessmentRow,
  { program }: { program: ProgramView },
  moment: Moment,
  context: Context,
): Promise<AssessmentPage['moves']> {
  const to = OUTCOMES.find((outcome) => outcome === openProposal?.to);
  if (!to) return [];
  const dependents = await dependentsOf({ program, moment }, id, context);
  return dependents.filter(({ status, would }) => would[to] !== status).map(({ name, would }) => ({ name, to: would[to] }));
}
