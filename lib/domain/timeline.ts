/** What a timeline shows, and how statuses over time become spans of days. */
import type { Counts } from './answer.ts';
import type { DeadlineView, Grade, OrganizationLevel, Source } from './record.ts';
import type { Status } from './status.ts';
import { compareInstants, type LocalDate, localDateOf } from './time.ts';

/** One dated fact: of the public record, a letter that was recorded, or a change of status. */
export interface TimelineFact {
  /** Stable: the ref of a record entry, the id of a letter, or assessment and sequence of an event. One fact may stand in several lanes. */
  id: string;
  /** `status`, or the kind of the record entry; a letter is a `response`. */
  kind: string;
  /** As known: `2017`, `2017-08` or `2017-08-03`. */
  date: string;
  precision: 'day' | 'month' | 'year';
  /** A few words, where there are any; the text is the fact. */
  title: string | null;
  text: string;
  note: string | null;
  attributedTo: string | null;
  grade: Grade | null;
  sources: Source[];
  /** The day by which it was public; null when no source says. */
  publicOn: LocalDate | null;
  /** Of a change of status: the instant from which it holds. */
  effectiveAt: string | null;
  recordedAt: string | null;
  recordedBy: { name: string; kind: string } | null;
  /** Of a letter in: whether it counts as an answer. */
  counts: Counts | null;
  conditionRef: string | null;
  assessmentId: string | null;
}

export interface StatusSegment {
  status: Status;
  /** First day of the status; null when it held before everything known. */
  from: LocalDate | null;
  /** First day on which it held no longer; null when it still holds. */
  to: LocalDate | null;
}

export interface TimelineBand {
  assessmentId: string;
  conditionRef: string;
  title: string;
  segments: StatusSegment[];
}

export interface ControllingBody {
  id: string;
  name: string;
  level: OrganizationLevel;
  role: 'primary' | 'shared';
  /** It runs a facility on record, so that it has a page as an operator. */
  runsFacility: boolean;
}

export interface TimelineLane {
  /** `program`, or the id of the application. */
  id: string;
  kind: 'program' | 'application';
  name: string;
  /** Who must act. */
  control: ControllingBody[];
  items: TimelineFact[];
  /** What a body in control said or did. */
  bodyItems: TimelineFact[];
  bands: TimelineBand[];
}

export interface Timeline {
  program: { slug: string; name: string; agency: string };
  asOf: string;
  knownAt: string;
  /** Only what was public by this day; null: everything. */
  publicBy: LocalDate | null;
  /** Facts that `publicBy` leaves out because no source says when they became public. */
  leftOut: number;
  /** In force at the moment; the first is the program's main one. */
  deadlines: DeadlineView[];
  lanes: TimelineLane[];
  /** Further applicants have no lane here. */
  moreLanes: boolean;
}

export interface StatusSpan {
  status: Status;
  /** Instants; `-infinity` and `infinity` for open ends. */
  from: string;
  to: string;
}

/**
 * Spans of instants, in order of time, as spans of days in a zone. A day belongs to the status that it ended with;
 * neighbours of one status are one; nothing is said of what comes after `asOf`.
 */
export function toSegments(spans: readonly StatusSpan[], asOf: string, zone: string): StatusSegment[] {
  const segments: StatusSegment[] = [];
  for (const span of spans) {
    const from = span.from === '-infinity' ? null : localDateOf(span.from, zone);
    const to = span.to === 'infinity' || compareInstants(span.to, asOf) > 0 ? null : localDateOf(span.to, zone);
    if (from !== null && from === to) continue;
    const last = segments.at(-1);
    if (last?.status === span.status) last.to = to;
    else segments.push({ status: span.status, from, to });
  }
  return segments;
}

/**
 * The spans that some events add up to: at each instant the status of the highest sequence that is effective by then
 * (docs/architecture.md, bitemporal rule). Corrections with later steps are not told apart.
 * @param events in order of sequence
 */
export function toSpans(events: readonly { to: Status; effectiveAt: string }[]): StatusSpan[] {
  const turns = [...new Set(events.map(({ effectiveAt }) => effectiveAt))].sort(compareInstants);
  const statusAt = (at: string): Status => events.findLast(({ effectiveAt }) => compareInstants(effectiveAt, at) <= 0)?.to ?? 'not_started';
  return [
    { status: 'not_started', from: '-infinity', to: turns[0] ?? 'infinity' },
    ...turns.map((at, index) => ({ status: statusAt(at), from: at, to: turns[index + 1] ?? 'infinity' })),
  ];
}
