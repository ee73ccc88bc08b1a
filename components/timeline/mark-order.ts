/** Which mark the arrow keys lead to: left and right in time over all lanes, up and down to the nearest one in the next row. */
export interface Place {
  time: number;
  /** Top of the mark on the screen; equal for marks of one line. */
  row: number;
}

const SAME_LINE = 4;

/** Index of the mark before or after in time (from top to bottom where times are equal), or null at the end. */
export const stepInTime = (places: readonly Place[], index: number, step: 1 | -1): number | null => {
  const order = places
    .map((place, at) => ({ ...place, at }))
    .sort((a, b) => a.time - b.time || a.row - b.row)
    .map(({ at }) => at);
  return order[order.indexOf(index) + step] ?? null;
};

/** Index of the mark nearest in time on the closest line above or below, or null when there is none. */
export const nearestInRow = (places: readonly Place[], index: number, direction: 1 | -1): number | null => {
  const here = places[index];
  if (here === undefined) return null;
  const beyond = places
    .map((place, at) => ({ ...place, at, away: (place.row - here.row) * direction }))
    .filter(({ away }) => away > SAME_LINE);
  const line = Math.min(...beyond.map(({ away }) => away));
  const [nearest] = beyond
    .filter(({ away }) => away - line <= SAME_LINE)
    .sort((a, b) => Math.abs(a.time - here.time) - Math.abs(b.time - here.time));
  return nearest?.at ?? null;
};
