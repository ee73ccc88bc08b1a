/** The timeline of the record as the plot and its table take it. */
import type { BandSegment, DeadlineMark, Lane, TimelineData, TimelineItem, TimelineKind } from '#components/timeline/types.ts';
import { dueInstant } from '#lib/domain/deadline.ts';
import type { DeadlineView } from '#lib/domain/record.ts';
import { formatDate, formatInstant, localDateOf, startOfDay, zoneName } from '#lib/domain/time.ts';
import type { ControllingBody, StatusSegment, Timeline, TimelineFact, TimelineLane } from '#lib/domain/timeline.ts';
import { href, type PageView } from '#lib/server/page.ts';

const KINDS: Readonly<Record<string, TimelineKind>> = {
  request: 'letter',
  response: 'reply',
  statement: 'statement',
  later_report: 'statement',
  law: 'law_or_policy',
  policy: 'law_or_policy',
  legal_opinion: 'law_or_policy',
  control: 'control',
  outcome: 'outcome',
  program: 'program',
  deadline: 'deadline',
  extension: 'deadline',
  order: 'order',
  status: 'status',
};

const momentOf = (view: PageView) => ({ asOf: view.asOf, knownAt: view.knownAt });

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** "Recorded November 22, 2026 with the built-in record"; of what a person recorded, also the time of day and by whom. */
function recordedText({ recordedAt, recordedBy }: TimelineFact, zone: string): string | null {
  if (recordedAt === null) return null;
  if (recordedBy === null) return `Recorded ${formatDate(localDateOf(recordedAt, zone), 'long')}`;
  if (recordedBy.kind === 'import')
    return `Recorded ${formatDate(localDateOf(recordedAt, zone), 'long')} with the ${lowerFirst(recordedBy.name)}`;
  return `Recorded ${formatInstant(recordedAt, zone)} by ${recordedBy.name}`;
}

function effectiveText({ date, effectiveAt }: TimelineFact, zone: string): string {
  const whole = effectiveAt === null || effectiveAt === startOfDay(localDateOf(effectiveAt, zone), zone);
  return `Effective ${whole ? formatDate(date, 'long') : formatInstant(effectiveAt, zone)}`;
}

function toItem(fact: TimelineFact, view: PageView): TimelineItem {
  const { zone } = view.program;
  return {
    id: fact.id,
    date: fact.date,
    precision: fact.precision,
    kind: KINDS[fact.kind] ?? 'statement',
    title: fact.title ?? fact.text,
    text: fact.note === null ? fact.text : `${fact.text} ${fact.note}`,
    attributedTo: fact.attributedTo,
    grade: fact.grade,
    sources: fact.sources,
    effectiveText: effectiveText(fact, zone),
    recordedText: recordedText(fact, zone),
    publicOn: fact.publicOn,
    href: fact.assessmentId === null ? undefined : href(`/assessments/${fact.assessmentId}`, momentOf(view)),
    counts: fact.counts ?? undefined,
    conditionRef: fact.conditionRef ?? undefined,
  };
}

/** Who must act first; the others are on the applicant's own page. */
function controlText(control: readonly ControllingBody[]): string {
  const [first] = control;
  if (!first) return 'no body in control on record';
  return `${first.runsFacility ? 'jail' : 'in control'}: ${first.name}`;
}

function toLane(lane: TimelineLane, facts: (fact: TimelineFact) => boolean, view: PageView): Lane {
  const path = `/programs/${view.program.slug}`;
  const [body] = lane.control;
  const isProgram = lane.kind === 'program';
  return {
    id: lane.id,
    kind: lane.kind,
    name: lane.name,
    href: isProgram ? undefined : href(`${path}/applications/${lane.id}`, momentOf(view)),
    control: isProgram ? view.program.agency : controlText(lane.control),
    controlHref: body?.runsFacility ? href(`${path}/operators/${body.id}`, momentOf(view)) : undefined,
    items: lane.items.filter(facts).map((fact) => toItem(fact, view)),
    bodyItems: lane.bodyItems.filter(facts).map((fact) => toItem(fact, view)),
    bands: lane.bands.map(({ conditionRef, title, segments }) => ({
      conditionRef,
      title,
      segments: segments.map((segment: StatusSegment): BandSegment => segment),
    })),
  };
}

function toDeadline(deadline: DeadlineView, view: PageView): DeadlineMark {
  const zone = deadline.zone ?? view.program.zone;
  const { assumed } = dueInstant(deadline, view.program.zone);
  const notes = assumed.includes('zone') ? `${zoneName(zone)} time assumed` : `${zoneName(zone)} time`;
  const time = deadline.cutOff === null ? 'end of day' : deadline.cutOff;
  return {
    dueOn: deadline.dueOn,
    dueAt: deadline.dueAt,
    label: lowerFirst(deadline.label),
    text: `${deadline.label} ${formatDate(deadline.dueOn, 'long')}, ${time}; ${notes}`,
  };
}

/** First and last day on which anything is known, or asked about. */
function extentOf(lanes: readonly TimelineLane[], days: readonly string[]): TimelineData['extent'] {
  const dates = lanes.flatMap(({ items, bodyItems }) => [...items, ...bodyItems]).map(({ date }) => date.padEnd(10, '-01'));
  const sorted = [...dates, ...days].sort();
  return { from: sorted[0] ?? '', to: sorted.at(-1) ?? '' };
}

export interface TimelineViews {
  /** What is drawn: later reports about one condition are not events and stand in the table only. */
  plot: TimelineData;
  table: TimelineData;
}

export function toTimelineData(timeline: Timeline, view: PageView): TimelineViews {
  const asOfDay = localDateOf(timeline.asOf, view.program.zone);
  const [deadline = null, ...deadlines] = timeline.deadlines.map((one) => toDeadline(one, view));
  const shared = {
    program: { name: timeline.program.name, agency: timeline.program.agency },
    deadline,
    deadlines,
    asOf: { date: asOfDay, text: view.asOf === '' ? 'as of today' : `as of ${formatDate(asOfDay, 'long')}`, live: view.asOf === '' },
    extent: extentOf(timeline.lanes, [asOfDay, ...timeline.deadlines.map(({ dueOn }) => dueOn)]),
  };
  const lanes = (facts: (fact: TimelineFact) => boolean): Lane[] => timeline.lanes.map((lane) => toLane(lane, facts, view));
  return { plot: { ...shared, lanes: lanes(({ kind }) => kind !== 'later_report') }, table: { ...shared, lanes: lanes(() => true) } };
}
