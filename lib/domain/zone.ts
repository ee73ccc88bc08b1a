/**
 * Wall clocks and time zones, in microseconds since 1970 UTC. Everything is computed from the zone named,
 * never from the zone of the machine. `time.ts` is the face of this module for dates and instants as text.
 */

const SECOND = 1_000_000n;
const DAY = 86_400n * SECOND;
const OFFSET = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/;
// Ids only: Intl would also take '+05:00' and any letter case, and neither names a place whose rules can change.
const ZONE_ID = /^[A-Z][A-Za-z0-9_+-]*(?:\/[A-Z][A-Za-z0-9_+-]*)*$/;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  formats.set(zone, format);
  return format;
}

/** Whether a text is an IANA zone id that this runtime knows, such as `America/New_York`. */
export function isZone(text: string): boolean {
  if (!ZONE_ID.test(text)) return false;
  try {
    formatFor(text);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Division of microseconds that rounds down before 1970 too. */
export const floorDiv = (a: bigint, b: bigint): bigint => a / b - (a % b < 0n ? 1n : 0n);

// A list asks for the same few instants on every row, and each answer of Intl costs about 12 microseconds.
const OFFSETS_KEPT = 4096;
const offsets = new Map<string, bigint>();

/** How far a zone's clock is ahead of UTC at an instant. Throws RangeError for an unknown zone. */
export function offsetAt(micros: bigint, zone: string): bigint {
  const key = `${zone} ${micros}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  const offset = readOffset(micros, zone);
  if (offsets.size >= OFFSETS_KEPT) offsets.clear();
  offsets.set(key, offset);
  return offset;
}

/** Read here rather than by `tzOffset` of @date-fns/tz, which takes an offset such as `-00:44` for a positive one. */
function readOffset(micros: bigint, zone: string): bigint {
  const text = formatFor(zone).format(new Date(Number(floorDiv(micros, 1000n))));
  const found = OFFSET.exec(text);
  if (!found) throw new RangeError(`No offset for zone ${zone} in "${text}"`);
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = found;
  const size = BigInt(Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * SECOND;
  return sign === '-' ? -size : size;
}

/** What a local clock reading stands for on a given day: one instant, two (clocks set back), or none (set forward). */
export type ClockReading =
  | { kind: 'once'; at: bigint }
  | { kind: 'twice'; earlier: bigint; later: bigint }
  /** `change`: the first instant after the gap. `shifted`: the reading moved on by the length of the gap. */
  | { kind: 'skipped'; change: bigint; shifted: bigint };

/** Resolves a wall clock reading, given as if it were UTC. Throws RangeError for an unknown zone. */
export function readClock(wall: bigint, zone: string): ClockReading {
  // No zone is more than a day from UTC, so a change that touches this reading lies between these two.
  const before = offsetAt(wall - DAY, zone);
  const after = offsetAt(wall + DAY, zone);
  const fits = [...new Set([before, after])]
    .map((offset) => ({ at: wall - offset, offset }))
    .filter(({ at, offset }) => offsetAt(at, zone) === offset)
    .map(({ at }) => at)
    .sort((a, b) => (a < b ? -1 : 1));
  const [first, second] = fits;
  if (first === undefined) {
    return { kind: 'skipped', change: changeBetween(wall - after, wall - before, zone), shifted: wall - before };
  }
  return second === undefined ? { kind: 'once', at: first } : { kind: 'twice', earlier: first, later: second };
}

/** The first whole second in (from, to] at which the zone's offset is no longer the one at `from`. */
function changeBetween(from: bigint, to: bigint, zone: string): bigint {
  const start = offsetAt(from, zone);
  let low = floorDiv(from, SECOND);
  let high = floorDiv(to, SECOND) + 1n;
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (offsetAt(middle * SECOND, zone) === start) low = middle;
    else high = middle;
  }
  return high * SECOND;
}
