/** Rows of a lane: what the city did, what the body in control did, and the bands of both conditions. */
import { BAND_HEIGHT, BAND_STEP, type BandLayout, layoutBand } from './bands.ts';
import { extentOf } from './day.ts';
import { kindRules } from './kinds.ts';
import { placeLabels } from './labels.ts';
import {
  type Frame,
  headMark,
  LINE,
  type Mark,
  memberMark,
  packSpans,
  pointX,
  type RowPlace,
  reachOf,
  spanMark,
  wordsOf,
} from './marks.ts';
import { type Stack, stackUp } from './stacks.ts';
import type { Lane, TimelineItem } from './types.ts';

export const PLOT_WIDTH = 920;
export const LABEL_SIZE = 12.5;
/** Words under a line of marks need this much more. */
const UNDER = 15;
const BAND_TOP = 4;

export interface RowLayout {
  key: string;
  role: 'lane' | 'body' | 'bands';
  height: number;
  marks: Mark[];
  bands: BandLayout[];
}

export interface LaneLayout {
  lane: Lane;
  rows: RowLayout[];
}

interface RowQuestion extends RowPlace {
  role: RowLayout['role'];
  items: readonly TimelineItem[];
}

const inView = (item: TimelineItem, frame: Frame): boolean => extentOf(item).end > frame.start && extentOf(item).start < frame.end;

const labelLine = (marks: readonly Mark[], words: (mark: Mark, index: number) => string, below = false): Mark[] => {
  const requests = marks.map((mark, index) => ({
    key: mark.key,
    ...reachOf(mark),
    text: words(mark, index),
    weight: kindRules[mark.lead.kind].weight,
  }));
  const placed = placeLabels(requests, PLOT_WIDTH, LABEL_SIZE, below);
  return marks.map((mark) => ({ ...mark, label: placed.get(mark.key) ?? null }));
};

const openMembers = (stacks: readonly Stack[], heads: readonly Mark[], top: number, row: RowPlace, frame: Frame): Mark[] => {
  const stack = stacks[heads.findIndex(({ open }) => open)];
  if (stack === undefined) return [];
  return stack.members.flatMap(({ item, x }, index) =>
    labelLine([memberMark(item, x, top + index * LINE + LINE / 2, row, frame)], (mark) => wordsOf(mark, undefined, frame)),
  );
};

const layoutSpans = (items: readonly TimelineItem[], top: number, row: RowPlace, frame: Frame): { marks: Mark[]; height: number } => {
  const tracks = packSpans(items.map((item) => spanMark(item, row, frame)));
  const marks = tracks.flatMap((track, index) =>
    labelLine(
      track.map((mark) => ({ ...mark, y: top + index * LINE + LINE / 2 })),
      (mark) => wordsOf(mark, undefined, frame),
    ),
  );
  return { marks, height: tracks.length * LINE };
};

const layoutRow = (row: RowQuestion, frame: Frame): RowLayout => {
  const seen = row.items.filter((item) => inView(item, frame));
  const stacks = stackUp(seen.filter(({ precision }) => precision === 'day').map((item) => ({ item, x: pointX(item, frame) })));
  const heads = labelLine(
    stacks.map((stack) => headMark(stack, row, frame)),
    (mark, index) => wordsOf(mark, stacks[index], frame),
    row.role !== 'bands',
  );
  const under = heads.some(({ label }) => label?.side.startsWith('below')) ? UNDER : 0;
  const headHeight = heads.length === 0 ? 0 : LINE + under;
  const members = openMembers(stacks, heads, headHeight, row, frame);
  const top = headHeight + members.length * LINE;
  const spans = layoutSpans(
    seen.filter(({ precision }) => precision !== 'day'),
    top,
    row,
    frame,
  );
  return {
    key: row.key,
    role: row.role,
    height: Math.max(LINE, top + spans.height),
    marks: [...heads, ...members, ...spans.marks],
    bands: [],
  };
};

/** Changes of status are marks on the bands, over all of them: two conditions changed by one letter are one stack. */
const layoutBands = (lane: Lane, frame: Frame): RowLayout => {
  const items = lane.items.filter(({ kind }) => kind === 'status');
  const row = layoutRow({ key: `${lane.id}.status`, place: lane.name, role: 'bands', items }, frame);
  const bands = lane.bands.map((band, index) => layoutBand(band, index, BAND_TOP, frame));
  const own = bands.length * BAND_STEP + BAND_TOP;
  const members = row.marks.filter(({ form }) => form === 'member');
  const middleOf = (mark: Mark): number => {
    const band = mark.form === 'stack' ? undefined : bands.find(({ conditionRef }) => conditionRef === mark.lead.conditionRef);
    return band === undefined ? own / 2 : band.y + BAND_HEIGHT / 2;
  };
  const heads = row.marks.filter(({ form }) => form !== 'member').map((mark) => ({ ...mark, label: null, y: middleOf(mark) }));
  return {
    ...row,
    height: own + 4 + members.length * LINE,
    marks: [...heads, ...members.map((mark) => ({ ...mark, y: mark.y - LINE + own + 4 }))],
    bands,
  };
};

/** All rows of one lane from top to bottom. */
export const layoutLane = (lane: Lane, frame: Frame): LaneLayout => {
  const items = lane.bands.length > 0 ? lane.items.filter(({ kind }) => kind !== 'status') : lane.items;
  const rows = [layoutRow({ key: lane.id, place: lane.name, role: 'lane', items }, frame)];
  if (lane.kind === 'application') {
    rows.push(layoutRow({ key: `${lane.id}.body`, place: `${lane.name}, ${lane.control}`, role: 'body', items: lane.bodyItems }, frame));
  }
  if (lane.bands.length > 0) rows.push(layoutBands(lane, frame));
  return { lane, rows };
};
