/** Marks of the plot: a point, a span, a stack, and the members of an open stack, with what they say. */
import type { BandFrame } from './bands.ts';
import { extentOf, partsOf, shortDay, spellDate } from './day.ts';
import { kindRules } from './kinds.ts';
import type { PlacedLabel } from './labels.ts';
import { byTime, type Stack, stackLabel } from './stacks.ts';
import type { TimelineItem, Zoom } from './types.ts';

/** Height of one line of marks: no less than the 24 px that a target needs. */
export const LINE = 26;
const REACH = 8;
const BADGE = 9;
const LEAST_SPAN = 14;

export interface Frame extends BandFrame {
  zoom: Zoom;
  openStack: string | undefined;
}

export interface Mark {
  key: string;
  /** A point stands on its day, a span covers a month or a year, a stack holds several, a member is one of an open stack. */
  form: 'point' | 'span' | 'stack' | 'member';
  items: TimelineItem[];
  lead: TimelineItem;
  /** Set for stacks: the value of `?stack=`. */
  stackId: string | null;
  open: boolean;
  /** Centre of the shape. */
  x: number;
  y: number;
  /** What the mark covers: the days of a span, or first to last event of a stack. */
  x1: number;
  x2: number;
  /** All of it lies after the chosen day. */
  later: boolean;
  label: PlacedLabel | null;
  /** The whole of it in words. */
  text: string;
}

export interface RowPlace {
  key: string;
  /** How the row is called in the name of a mark. */
  place: string;
}

const isLater = (item: TimelineItem, frame: Frame): boolean => extentOf(item).start >= frame.cut;

const describeItem = (item: TimelineItem, place: string, frame: Frame): string => {
  const open = item.counts === 'undecided' ? ' Whether it counts as an answer is undecided.' : '';
  const later = isLater(item, frame) ? ' After the chosen day.' : '';
  return `${kindRules[item.kind].label}, ${spellDate(item)}, ${place}: ${item.title}.${open}${later}`;
};

/** Holds the words beside the mark, so that who speaks to the computer can say what is seen. */
const describeStack = (stack: Stack, place: string, open: boolean, coarse: boolean): string =>
  `${stack.members.length} events, ${place}: ${stackLabel(stack, coarse, open)}. ${open ? 'Close the stack.' : 'Open the stack.'}`;

const isCoarse = (zoom: Zoom): boolean => zoom === 'months' || zoom === 'years';

/** An event stands in the middle of its day; a change of status where the day begins, as its band does. Whole within the plot. */
export const pointX = (item: TimelineItem, frame: Frame): number => {
  const { start, end } = extentOf(item);
  const x = item.kind === 'status' ? frame.x(start) : (frame.x(start) + frame.x(end)) / 2;
  return Math.min(Math.max(x, REACH + 1), frame.x(frame.end) - REACH - 1);
};

/** One event of its own, or a stack. */
export const headMark = (stack: Stack, row: RowPlace, frame: Frame): Mark => {
  const items = stack.members.map(({ item }) => item);
  const single = items.length === 1;
  const stackId = single ? null : `${row.key}@${items[0]?.date ?? ''}`;
  const open = stackId !== null && stackId === frame.openStack;
  return {
    key: `${row.key}/${stackId === null ? stack.lead.id : 'stack'}/${stack.lead.date}`,
    form: single ? 'point' : 'stack',
    items,
    lead: stack.lead,
    stackId,
    open,
    x: stack.x,
    y: LINE / 2,
    x1: stack.x,
    x2: stack.lastX,
    later: items.every((item) => isLater(item, frame)),
    label: null,
    text: single ? describeItem(stack.lead, row.place, frame) : describeStack(stack, row.place, open, isCoarse(frame.zoom)),
  };
};

export const memberMark = (item: TimelineItem, x: number, y: number, row: RowPlace, frame: Frame): Mark => ({
  key: `${row.key}/${item.id}`,
  form: 'member',
  items: [item],
  lead: item,
  stackId: null,
  open: false,
  x,
  y,
  x1: x,
  x2: x,
  later: isLater(item, frame),
  label: null,
  text: describeItem(item, row.place, frame),
});

export const spanMark = (item: TimelineItem, row: RowPlace, frame: Frame): Mark => {
  const { start, end } = extentOf(item);
  const x1 = frame.x(Math.max(start, frame.start));
  const x2 = frame.x(Math.min(end, frame.end));
  const grow = Math.max(0, LEAST_SPAN - (x2 - x1)) / 2;
  return { ...memberMark(item, (x1 + x2) / 2, 0, row, frame), form: 'span', x1: x1 - grow, x2: x2 + grow };
};

/** Spans that would touch go to lines of their own. */
export const packSpans = (spans: readonly Mark[]): Mark[][] => {
  const tracks: Mark[][] = [];
  for (const span of [...spans].sort((a, b) => a.x1 - b.x1 || byTime(a.lead, b.lead))) {
    const free = tracks.find((track) => track.every((other) => other.x2 + 2 <= span.x1));
    if (free === undefined) tracks.push([span]);
    else free.push(span);
  }
  return tracks;
};

/** Shape, the number of a stack, and the line to its last event. */
export const reachOf = (mark: Mark): { x1: number; x2: number } => {
  if (mark.form === 'span') return { x1: mark.x1, x2: mark.x2 };
  return { x1: mark.x - REACH, x2: Math.max(mark.x + REACH + (mark.form === 'stack' ? BADGE : 0), mark.x2 + 3) };
};

/** The words beside a mark: with as much of the date as the axis at this zoom leaves open. */
export const wordsOf = (mark: Mark, stack: Stack | undefined, { zoom }: Frame): string => {
  const { lead } = mark;
  const coarse = isCoarse(zoom);
  if (mark.form === 'stack') return stack === undefined ? lead.title : stackLabel(stack, coarse, mark.open);
  if (mark.form === 'span') return `${spellDate(lead)} · ${lead.title}`;
  if (mark.form === 'member') return zoom === 'days' ? lead.title : `${shortDay(extentOf(lead).start, coarse)} · ${lead.title}`;
  return zoom === 'years' ? `${partsOf(extentOf(lead).start).year} · ${lead.title}` : lead.title;
};
