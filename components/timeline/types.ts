/**
 * What the timeline draws. Plain data: the page fills it from the record and from the statuses at the asked instants;
 * nothing here knows the database or the clock.
 */
import type { Grade, Source } from '#lib/domain/record.ts';
import type { Status } from '#lib/domain/status.ts';

/** A calendar day as `YYYY-MM-DD` text, in the program's zone. */
export type LocalDate = string;

export const ZOOMS = ['days', 'weeks', 'months', 'years'] as const;
export type Zoom = (typeof ZOOMS)[number];
export const isZoom = (value: string | undefined): value is Zoom => ZOOMS.some((zoom) => zoom === value);

export type TimelineKind =
  | 'letter'
  | 'reply'
  | 'statement'
  | 'law_or_policy'
  | 'order'
  | 'control'
  | 'outcome'
  | 'program'
  | 'status'
  | 'deadline';

export interface TimelineItem {
  /** Stable, and the value of `?selected=`. The same fact may stand in several lanes under one id. */
  id: string;
  /** As known: `2017`, `2017-08` or `2017-08-03`; never made more exact than the source. */
  date: string;
  precision: 'day' | 'month' | 'year';
  kind: TimelineKind;
  /** A few words for the plot. */
  title: string;
  /** The whole fact, for the detail and the table. */
  text: string;
  attributedTo: string | null;
  grade: Grade | null;
  sources: Source[];
  /** "Effective August 14, 2017". */
  effectiveText: string;
  /** "Recorded November 22, 2026 with the built-in record". */
  recordedText: string | null;
  publicOn: LocalDate | null;
  /** Where the item itself is shown, if anywhere. */
  href?: string | undefined;
  /** For a letter in: whether it counts as an answer. Anything but `yes` is drawn hollow and said. */
  counts?: 'yes' | 'no' | 'undecided' | undefined;
  /** For a status: the condition whose band carries the mark. */
  conditionRef?: string | undefined;
}

export interface BandSegment {
  status: Status;
  /** First day of the status; null when it held before everything known. */
  from: LocalDate | null;
  /** First day on which it held no longer; null when it still holds. */
  to: LocalDate | null;
}

export interface Band {
  conditionRef: string;
  title: string;
  segments: BandSegment[];
}

export interface Lane {
  id: string;
  kind: 'program' | 'application';
  name: string;
  href?: string | undefined;
  /** Who controls what is asked: "jail: Maryland corrections". */
  control: string;
  controlHref?: string | undefined;
  items: TimelineItem[];
  /** What the body in control said or did: a row of its own. */
  bodyItems: TimelineItem[];
  bands: Band[];
}

export interface DeadlineMark {
  dueOn: LocalDate;
  dueAt: string;
  /** Words on the plot: "answers due". */
  label: string;
  /** The whole sentence, with zone and what was assumed. */
  text: string;
}

export interface TimelineData {
  program: { name: string; agency: string };
  lanes: Lane[];
  deadline: DeadlineMark | null;
  /** Further ones, such as an extension. */
  deadlines?: DeadlineMark[] | undefined;
  asOf: { date: LocalDate; text: string; live: boolean };
  /** First and last day on which anything is known. */
  extent: { from: LocalDate; to: LocalDate };
}

/** Addresses that the plot links to; the page builds them, so that filters and instants stay in the URL. */
export interface TimelineHrefs {
  zoom: Record<Zoom, string>;
  prev: string;
  next: string;
  /** Back to the window around the deadline. */
  home: string;
  select: (id: string) => string;
  /** Opens a stack in place; null closes it. */
  stack: (id: string | null) => string;
}
