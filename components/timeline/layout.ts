/**
 * Where everything of the timeline stands. Pure: data, window and zoom in, pixels of a plot of `PLOT_WIDTH` out.
 * The plot may be drawn wider (positions stretch, words do not), never narrower, so labels that are apart here stay apart.
 */
import { scaleLinear } from 'd3-scale';
import { parseDay, shortDay } from './day.ts';
import { type PlacedLabel, placeLabels } from './labels.ts';
import type { Frame } from './marks.ts';
import { LABEL_SIZE, type LaneLayout, layoutLane, PLOT_WIDTH } from './rows.ts';
import type { DeadlineMark, LocalDate, TimelineData, TimelineItem, Zoom } from './types.ts';
import { type Axis, axisFor, type TimeWindow } from './window.ts';

export interface LineLayout {
  x: number;
  dueOn: LocalDate;
  /** The fact behind the line, when the data holds it: the words of the line then lead to its details. */
  item: TimelineItem | null;
  text: string;
  label: PlacedLabel | null;
  /** The column of the due day, where a day is wide enough to see. */
  column: { x1: number; x2: number };
}

export interface TimelineLayout {
  width: number;
  window: TimeWindow;
  axis: Axis;
  x: (day: number) => number;
  deadlines: LineLayout[];
  asOf: { x: number; where: 'before' | 'in' | 'after'; label: string };
  lanes: LaneLayout[];
}

export interface LayoutQuestion {
  data: TimelineData;
  zoom: Zoom;
  window: TimeWindow;
  openStack?: string | undefined;
}

/** A deadline falls at the end of its day; its words avoid the line of the chosen day. */
const layoutDeadlines = (data: TimelineData, frame: Frame): LineLayout[] => {
  const all = [...(data.deadline === null ? [] : [data.deadline]), ...(data.deadlines ?? [])];
  const facts = data.lanes.flatMap(({ items }) => items).filter(({ kind }) => kind === 'deadline');
  const inside = all.filter(({ dueOn }) => parseDay(dueOn) >= frame.start && parseDay(dueOn) < frame.end);
  const lineAt = ({ dueOn }: DeadlineMark): number => frame.x(parseDay(dueOn) + 1);
  const asOf = frame.x(frame.cut);
  const blocked = asOf > 0 && asOf < PLOT_WIDTH && inside.every((mark) => Math.abs(lineAt(mark) - asOf) > 4);
  const requests = inside.map((mark) => ({ key: mark.dueOn, x1: lineAt(mark) - 1, x2: lineAt(mark) + 1, text: mark.label, weight: 1 }));
  const line = { key: 'as of', x1: asOf - 1, x2: asOf + 1, text: null, weight: 0 };
  const placed = placeLabels(blocked ? [...requests, line] : requests, PLOT_WIDTH, LABEL_SIZE);
  return inside.map((mark) => {
    const day = parseDay(mark.dueOn);
    return {
      x: lineAt(mark),
      dueOn: mark.dueOn,
      item: facts.find(({ date }) => date === mark.dueOn) ?? null,
      text: mark.text,
      label: placed.get(mark.dueOn) ?? null,
      column: { x1: frame.x(day), x2: frame.x(day + 1) },
    };
  });
};

const layoutAsOf = ({ asOf }: TimelineData, frame: Frame): TimelineLayout['asOf'] => {
  const day = parseDay(asOf.date);
  const where = day < frame.start ? 'before' : day >= frame.end ? 'after' : 'in';
  const withYear = where !== 'in' || frame.zoom === 'months' || frame.zoom === 'years';
  const label = asOf.live ? `today, ${shortDay(day, true)}` : `as of ${shortDay(day, withYear)}`;
  return { x: where === 'before' ? 0 : where === 'after' ? PLOT_WIDTH : frame.x(day + 1), where, label };
};

/**
 * Lays out lanes, bands, axis and lines.
 * @throws RangeError when a date in the data is not `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
 */
export const layoutTimeline = ({ data, zoom, window, openStack }: LayoutQuestion): TimelineLayout => {
  const start = parseDay(window.start);
  const end = parseDay(window.end) + 1;
  const scale = scaleLinear().domain([start, end]).range([0, PLOT_WIDTH]);
  const x = (day: number): number => scale(day);
  const lines = new Set([data.deadline, ...(data.deadlines ?? [])].map((mark) => mark?.dueOn));
  const drawnAsLine = ({ kind, date }: TimelineItem): boolean => kind === 'deadline' && lines.has(date);
  const frame: Frame = { start, end, cut: parseDay(data.asOf.date) + 1, x, zoom, openStack };
  return {
    width: PLOT_WIDTH,
    window,
    axis: axisFor(zoom, window),
    x,
    deadlines: layoutDeadlines(data, frame),
    asOf: layoutAsOf(data, frame),
    lanes: data.lanes.map((lane) => layoutLane({ ...lane, items: lane.items.filter((item) => !drawnAsLine(item)) }, frame)),
  };
};
