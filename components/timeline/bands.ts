/** The two bands of a lane: which status held when, and what lies after the chosen day. */
import { type Status, statusRules } from '#lib/domain/status.ts';
import { parseDay, spellDay } from './day.ts';
import { textWidth } from './text-width.ts';
import type { Band, BandSegment } from './types.ts';

export const BAND_HEIGHT = 15;
export const BAND_STEP = 19;
const BAND_TEXT = 10.5;
const PADDING = 5;

export interface BandPiece {
  status: Status;
  x1: number;
  x2: number;
  /** The status in words, where there is room for them: in the piece, or behind the last one. */
  label: { text: string; place: 'inside' | 'after' } | null;
  title: string;
}

export interface BandLayout {
  conditionRef: string;
  title: string;
  y: number;
  pieces: BandPiece[];
  /** Hatched: after the chosen day nothing is claimed. */
  after: { x1: number; x2: number } | null;
  /** All of it in words, for those who do not see it. */
  text: string;
}

export interface BandFrame {
  /** Days, the last one excluded. */
  start: number;
  end: number;
  /** The first day after the chosen one. */
  cut: number;
  x: (day: number) => number;
}

const spellSegment = ({ status, from, to }: BandSegment, cut: number): string => {
  const words = statusRules[status].label.toLowerCase();
  const since = from === null ? '' : ` from ${spellDay(parseDay(from))}`;
  const until = to === null || parseDay(to) >= cut ? '' : ` to ${spellDay(parseDay(to) - 1)}`;
  return `${words}${since}${until}`;
};

const placeWords = (words: string, x1: number, x2: number, free: number): BandPiece['label'] => {
  const needed = textWidth(words, BAND_TEXT) + 2 * PADDING;
  if (needed <= x2 - x1) return { text: words, place: 'inside' };
  return needed <= free ? { text: words, place: 'after' } : null;
};

const layoutPiece = (segment: BandSegment, title: string, frame: BandFrame): BandPiece | null => {
  const from = Math.max(segment.from === null ? frame.start : parseDay(segment.from), frame.start);
  const until = Math.min(segment.to === null ? frame.end : parseDay(segment.to), frame.cut);
  const to = Math.min(until, frame.end);
  if (to <= from) return null;
  const [x1, x2] = [frame.x(from), frame.x(to)];
  const free = until === frame.cut ? frame.x(frame.end) - x2 : 0;
  const label = placeWords(statusRules[segment.status].label, x1, x2, free);
  return { status: segment.status, x1, x2, label, title: `${title}: ${spellSegment(segment, frame.cut)}` };
};

/** Positions one band; the upper one has index 0. */
export const layoutBand = (band: Band, index: number, top: number, frame: BandFrame): BandLayout => {
  const known = band.segments.filter(({ from }) => from === null || parseDay(from) < frame.cut);
  const from = Math.max(frame.cut, frame.start);
  const spelled = known.map((segment) => spellSegment(segment, frame.cut)).join('; ');
  return {
    conditionRef: band.conditionRef,
    title: band.title,
    y: top + index * BAND_STEP,
    pieces: known.flatMap((segment) => layoutPiece(segment, band.title, frame) ?? []),
    after: from < frame.end ? { x1: frame.x(from), x2: frame.x(frame.end) } : null,
    text: `${band.title}: ${spelled === '' ? 'nothing known by the chosen day' : spelled}`,
  };
};
