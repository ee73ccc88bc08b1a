/** Places the words beside the marks of one line, so that no two overlap and none covers a mark. */
import { fitText, textWidth } from './text-width.ts';

export interface LabelRequest {
  key: string;
  /** The mark's own extent in pixels. */
  x1: number;
  x2: number;
  /** Null: the mark takes room and says nothing. */
  text: string | null;
  weight: number;
}

export interface PlacedLabel {
  text: string;
  /** Where the words are anchored: after the mark, before it, or under it. */
  side: 'right' | 'left' | 'below-right' | 'below-left';
  /** Where the words begin and end, in pixels. */
  x1: number;
  x2: number;
  shortened: boolean;
}

type Side = 'right' | 'left';

const GAP = 8;
const CLEARANCE = 9;
const EDGE = 4;
/** Between equal choices words stand to the right, as one reads. */
const RIGHT_BONUS = 0.02;

const worth = (request: LabelRequest, text: string | null): number => {
  if (text === null || request.text === null) return 0;
  const shown = text === request.text ? 1 : (0.6 * text.length) / request.text.length;
  return shown * (1 + request.weight / 100);
};

interface Share {
  before: string | null;
  after: string | null;
  value: number;
}

/** Words may not cross a mark, so only the two marks at its ends compete for a gap. */
const shareGap = (before: LabelRequest | null, after: LabelRequest | null, room: number, size: number): Share => {
  const offer = (request: LabelRequest | null, space: number): string | null =>
    request === null || request.text === null ? null : fitText(request.text, size, space - GAP);
  const need = (request: LabelRequest | null): number =>
    request === null || request.text === null ? 0 : textWidth(request.text, size) + GAP;
  const divisions =
    before === null || after === null ? [before === null ? 0 : room] : [need(before), room - need(after) - CLEARANCE, room / 2];
  const shares = divisions.map((division): Share => {
    const first = offer(before, Math.min(division, room));
    const used = first === null ? 0 : textWidth(first, size) + GAP + (after === null ? 0 : CLEARANCE);
    const second = offer(after, room - used);
    const value = (before === null ? 0 : worth(before, first)) + (after === null ? 0 : worth(after, second));
    return { before: first, after: second, value };
  });
  return shares.reduce((best, share) => (share.value > best.value ? share : best));
};

interface Choice {
  value: number;
  sides: Side[];
}

const roomBetween = (left: LabelRequest | undefined, right: LabelRequest | undefined, width: number): number => {
  const start = left === undefined ? EDGE : left.x2;
  const end = right === undefined ? width - EDGE : right.x1;
  return end - start - (left !== undefined && right !== undefined ? CLEARANCE : 0);
};

/** Tries both sides for every mark; since only neighbors meet, the best choice up to a mark depends on its own side alone. */
const chooseSides = (requests: readonly LabelRequest[], width: number, size: number): Side[] => {
  let choices: Record<Side, Choice> = { left: { value: 0, sides: [] }, right: { value: Number.NEGATIVE_INFINITY, sides: [] } };
  requests.forEach((request, index) => {
    const before = requests[index - 1];
    const room = roomBetween(before, request, width);
    const reach = (side: Side): Choice => {
      const from = (['left', 'right'] as const).map((previous): Choice => {
        const share = shareGap(previous === 'right' ? (before ?? null) : null, side === 'left' ? request : null, room, size);
        const value = choices[previous].value + share.value + (side === 'right' ? RIGHT_BONUS : 0);
        return { value, sides: [...choices[previous].sides, side] };
      });
      return from.reduce((best, choice) => (choice.value > best.value ? choice : best));
    };
    choices = { left: reach('left'), right: reach('right') };
  });
  const last = requests.at(-1);
  if (last === undefined) return [];
  const end = choices.right.value + shareGap(last, null, roomBetween(last, undefined, width), size).value;
  return (end > choices.left.value ? choices.right : choices.left).sides;
};

const placeBeside = (requests: readonly LabelRequest[], width: number, size: number): Map<string, PlacedLabel> => {
  const sides = chooseSides(requests, width, size);
  const placed = new Map<string, PlacedLabel>();
  for (let index = 0; index <= requests.length; index += 1) {
    const left = requests[index - 1];
    const right = requests[index];
    const before = left !== undefined && sides[index - 1] === 'right' ? left : null;
    const after = right !== undefined && sides[index] === 'left' ? right : null;
    const share = shareGap(before, after, roomBetween(left, right, width), size);
    if (before !== null && share.before !== null) {
      const x1 = before.x2 + GAP;
      placed.set(before.key, {
        text: share.before,
        side: 'right',
        x1,
        x2: x1 + textWidth(share.before, size),
        shortened: share.before !== before.text,
      });
    }
    if (after !== null && share.after !== null) {
      const x2 = after.x1 - GAP;
      placed.set(after.key, {
        text: share.after,
        side: 'left',
        x1: x2 - textWidth(share.after, size),
        x2,
        shortened: share.after !== after.text,
      });
    }
  }
  return placed;
};

/** Whole words under the mark, where the line beside it has no room for them; those that lost most of their words come first. */
const placeBelow = (
  requests: readonly LabelRequest[],
  beside: ReadonlyMap<string, PlacedLabel>,
  width: number,
  size: number,
): Map<string, PlacedLabel> => {
  const placed = new Map<string, PlacedLabel>();
  const kept = (request: LabelRequest): number => worth(request, beside.get(request.key)?.text ?? null);
  for (const { key, x1, x2, text } of [...requests].sort((a, b) => kept(a) - kept(b) || b.weight - a.weight || a.x1 - b.x1)) {
    if (text === null) continue;
    const long = textWidth(text, size);
    const options: PlacedLabel[] = [
      { text, side: 'below-right', x1, x2: x1 + long, shortened: false },
      { text, side: 'below-left', x1: x2 - long, x2, shortened: false },
    ];
    const free = options.find(
      (option) =>
        option.x1 >= EDGE &&
        option.x2 <= width - EDGE &&
        [...placed.values()].every((other) => other.x2 + CLEARANCE <= option.x1 || option.x2 + CLEARANCE <= other.x1),
    );
    if (free !== undefined) placed.set(key, free);
  }
  return placed;
};

/**
 * Labels by key; a mark without one has no room for words. With `below` a second line takes what the first would shorten.
 * The marks themselves must not overlap.
 */
export const placeLabels = (requests: readonly LabelRequest[], width: number, size: number, below = false): Map<string, PlacedLabel> => {
  const sorted = [...requests].sort((a, b) => a.x1 - b.x1);
  const beside = placeBeside(sorted, width, size);
  if (!below) return beside;
  const crowded = sorted.filter(({ key, text }) => text !== null && beside.get(key)?.shortened !== false);
  const under = placeBelow(crowded, beside, width, size);
  const rest = sorted.map((request) => (under.has(request.key) ? { ...request, text: null } : request));
  return new Map([...placeBeside(rest, width, size), ...under]);
};
