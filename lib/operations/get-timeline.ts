/** The timeline of a program at a moment: a lane per applicant and one for the program, with statuses over time. */
import type pg from 'pg';
import { listRecordEntries } from '#lib/data/record.ts';
import { sourcesOf } from '#lib/data/sources.ts';
import {
  findEntriesRecorded,
  type LaneAssessment,
  type LaneRow,
  listLaneAssessments,
  listLaneResponses,
  listLanes,
  listSpans,
  listStatusEvents,
  type ResponseRow,
  type StatusEventRow,
  type TimelineScope,
} from '#lib/data/timeline.ts';
import { inTransaction } from '#lib/data/transaction.ts';
import { AppError } from '#lib/domain/errors.ts';
import type { Moment, ProgramView, RecordEntryView, Source } from '#lib/domain/record.ts';
import { isLocalDate, localDateOf } from '#lib/domain/time.ts';
import { type ControllingBody, type Timeline, type TimelineFact, type TimelineLane, toSegments, toSpans } from '#lib/domain/timeline.ts';
import { type Context, confinement } from './context.ts';
import { effectiveDeadlines } from './effective-deadlines.ts';
import { getProgram } from './get-program.ts';
import { type MomentInput, momentOf } from './moment.ts';
import { type DateFacts, dateFacts, movedDates } from './timeline-dates.ts';
import { dayOf, entryFact, responseFact, statusFact } from './timeline-facts.ts';

export interface TimelineQuery extends MomentInput {
  /** Only what a source had made public by this day, `YYYY-MM-DD`. */
  publicBy?: string | undefined;
}

/** More lanes than this are no picture any more. */
const MOST_LANES = 50;

/** Entries that date a position without being an event. */
const NOT_EVENTS = ['position'];

/** @throws AppError `unauthenticated`, `not_found`, `forbidden`, `invalid_request`, `as_of_in_future` */
export async function getTimeline(context: Context, slug: string, query: TimelineQuery): Promise<Timeline> {
  const program = await getProgram(context, slug);
  const moment = momentOf(context, program, query);
  const publicBy = query.publicBy || null;
  if (publicBy !== null && !isLocalDate(publicBy))
    throw new AppError('invalid_request', 'publicBy: not a date; write YYYY-MM-DD.', { field: 'publicBy' });
  const organizationId = confinement(context, program.id);
  const read = await inTransaction(context.db, (tx) => readStates(tx, program, moment, organizationId), 'REPEATABLE READ');
  const dates = await dateFacts(program, context, moment);
  const facts = await readFacts(context, program, moment, read);
  const inForce = new Set(read.assessments.map(({ deadlineId }) => deadlineId));
  const deadlines = (await effectiveDeadlines(program, context, moment)).filter(({ id }) => inForce.has(id));
  const moved = await movedDates(program, context, moment, read.assessments);
  const shown: Shown = { program, moment, publicBy, confined: organizationId !== null, dates, moved, ...read, ...facts };
  const lanes = lanesOf(shown);
  return {
    program: { slug: program.slug, name: program.name, agency: program.agency },
    asOf: moment.asOf,
    knownAt: moment.knownAt,
    publicBy,
    leftOut: publicBy === null ? 0 : countUndated(lanes),
    deadlines,
    lanes: publicBy === null ? lanes : lanes.map((lane) => onlyPublic(lane, publicBy)),
    moreLanes: read.moreLanes,
  };
}

interface States {
  lanes: LaneRow[];
  moreLanes: boolean;
  assessments: LaneAssessment[];
  spans: Awaited<ReturnType<typeof listSpans>>;
  events: StatusEventRow[];
  responses: ResponseRow[];
  recorded: Awaited<ReturnType<typeof findEntriesRecorded>>;
}

interface Facts {
  /** Dated by the end of the day asked about. */
  entries: RecordEntryView[];
  sources: Map<string, Source>;
}

interface Shown extends States, Facts {
  dates: DateFacts;
  /** By the id of the application. */
  moved: Map<string, TimelineFact[]>;
  program: ProgramView;
  moment: Moment;
  publicBy: string | null;
  /** The reader sees one applicant only. */
  confined: boolean;
}

async function readStates(tx: pg.PoolClient, program: ProgramView, moment: Moment, organizationId: string | null): Promise<States> {
  const scope: TimelineScope = { programId: program.id, asOf: moment.asOf, knownAt: moment.knownAt };
  const found = await listLanes(tx, scope, organizationId, MOST_LANES + 1);
  const lanes = found.slice(0, MOST_LANES);
  const applicationIds = lanes.map(({ applicationId }) => applicationId);
  const assessments = await listLaneAssessments(tx, scope, applicationIds);
  const assessmentIds = assessments.map(({ assessmentId }) => assessmentId);
  return {
    lanes,
    moreLanes: found.length > MOST_LANES,
    assessments,
    spans: await listSpans(tx, scope, assessmentIds),
    events: await listStatusEvents(tx, scope, assessmentIds),
    responses: await listLaneResponses(tx, scope, applicationIds),
    recorded: await findEntriesRecorded(tx, program.id),
  };
}

async function readFacts(context: Context, program: ProgramView, moment: Moment, { responses }: States): Promise<Facts> {
  const entries = await listRecordEntries(context.db, { programId: program.id, moment });
  const sources = await sourcesOf(
    context.db,
    responses.flatMap(({ sourceIds }) => sourceIds),
  );
  const asOfDay = localDateOf(moment.asOf, program.zone);
  return { entries: entries.filter(({ kind, sortOn }) => !NOT_EVENTS.includes(kind) && sortOn <= asOfDay), sources };
}

function lanesOf(shown: Shown): TimelineLane[] {
  const lanes = shown.lanes.map((lane) => applicantLane(shown, lane));
  if (shown.confined) return lanes;
  const entries = shown.entries.filter((entry) => isOfProgram(shown, entry)).map((entry) => entryFact(entry, shown.recorded, null, null));
  const items = [...entries, ...shown.dates.program];
  return [{ id: 'program', kind: 'program', name: 'Program', control: [], items, bodyItems: [], bands: [] }, ...lanes];
}

/** About nobody in particular, about every applicant that has a lane, or about one that has none. */
function isOfProgram({ lanes, moreLanes, confined }: Shown, { subjects }: RecordEntryView): boolean {
  if (confined) return false;
  const named = lanes.filter(({ applicationId }) => subjects.some((subject) => subject.applicationId === applicationId));
  if (named.length === 0) return subjects.length === 0 || !moreLanes;
  return named.length > 1 && named.length === lanes.length;
}

function applicantLane(shown: Shown, { applicationId, name }: LaneRow): TimelineLane {
  const { program, moment, recorded } = shown;
  const responses = shown.responses.filter((response) => response.applicationId === applicationId);
  const loaded = responses.filter(({ recordedBy }) => recordedBy.kind === 'import');
  const entries = shown.entries.filter(
    (entry) => !isOfProgram(shown, entry) && entry.subjects.some((subject) => subject.applicationId === applicationId),
  );
  const matched = new Map(
    entries
      .filter(({ kind }) => kind === 'response')
      .flatMap((entry) => loaded.filter(({ datedOn }) => datedOn === entry.date).map((response) => [entry.id, response])),
  );
  const fact = (entry: RecordEntryView): TimelineFact => entryFact(entry, recorded, matched.get(entry.id) ?? null, applicationId);
  const isBody = (entry: RecordEntryView): boolean =>
    entry.side === 'body_in_control' ||
    entry.subjects.some((subject) => subject.applicationId === applicationId && subject.operatorId !== null);
  const asOfDay = localDateOf(moment.asOf, program.zone);
  const letters = responses
    .filter((response) => ![...matched.values()].includes(response) && dayOf(response, program.zone) <= asOfDay)
    .map((response) =>
      responseFact(
        response,
        name,
        program.zone,
        response.sourceIds.flatMap((id) => shown.sources.get(id) ?? []),
      ),
    );
  const assessments = shown.assessments.filter((assessment) => assessment.applicationId === applicationId);
  return {
    id: applicationId,
    kind: 'application',
    name,
    control: controlOf(assessments),
    items: [
      ...entries.filter((entry) => !isBody(entry)).map(fact),
      ...letters,
      ...statusFacts(shown, assessments),
      ...(shown.dates.lanes.get(applicationId) ?? []),
      ...(shown.moved.get(applicationId) ?? []),
    ],
    bodyItems: entries.filter(isBody).map(fact),
    bands: assessments.map(({ assessmentId, conditionRef, condition }) => ({
      assessmentId,
      conditionRef,
      title: condition,
      segments: segmentsOf(shown, assessmentId),
    })),
  };
}

/** Changes that came with the loaded record are seen on the bands; those that people made are marks of their own too. */
function statusFacts({ events, program }: Shown, assessments: LaneAssessment[]): TimelineFact[] {
  return assessments.flatMap((assessment) =>
    events
      .filter((event) => event.assessmentId === assessment.assessmentId && !event.loaded)
      .map((event) => statusFact(event, assessment, program.zone)),
  );
}

function segmentsOf({ program, moment, publicBy, spans, events }: Shown, assessmentId: string) {
  if (publicBy === null) {
    return toSegments(
      spans.filter((span) => span.assessmentId === assessmentId),
      moment.asOf,
      program.zone,
    );
  }
  const known = events.flatMap(({ assessmentId: id, to, publicOn, effectiveAt }) =>
    id === assessmentId && to !== null && publicOn !== null && publicOn <= publicBy ? [{ to, effectiveAt }] : [],
  );
  return toSegments(toSpans(known), moment.asOf, program.zone);
}

function controlOf(assessments: LaneAssessment[]): ControllingBody[] {
  const all = assessments.flatMap(({ responsible }) => responsible);
  const unique = [...new Map(all.map((body) => [body.id, body])).values()];
  return unique.sort((a, b) => Number(a.role === 'shared') - Number(b.role === 'shared'));
}

const countUndated = (lanes: TimelineLane[]): number =>
  new Set(
    lanes
      .flatMap(({ items, bodyItems }) => [...items, ...bodyItems])
      .filter(({ publicOn }) => publicOn === null)
      .map(({ id }) => id),
  ).size;

function onlyPublic(lane: TimelineLane, publicBy: string): TimelineLane {
  const isPublic = ({ publicOn }: TimelineFact): boolean => publicOn !== null && publicOn <= publicBy;
  return { ...lane, items: lane.items.filter(isPublic), bodyItems: lane.bodyItems.filter(isPublic) };
}
