/** Checks one stream of events as they come, keeping nothing but the last one. */
import { contentDigest, eventHash, type HashedFields } from './ledger.ts';
import type { ReportFault } from './ledger-fault.ts';

/** An event with everything that its hash is made of. Content and salt are null once erased. */
export interface StoredEvent extends HashedFields {
  streamKind: string;
  salt: Uint8Array | null;
  content: string | null;
  prevHash: string;
  hash: string;
}

export type ParsedContent = Readonly<Record<string, unknown>>;

export interface CheckedEvent extends StoredEvent {
  /** `payload` of the content; null when the content is erased or is no JSON. */
  payload: ParsedContent | null;
}

export interface StreamCheck {
  /** @returns the event with its payload, which is read only where `wanted` */
  add(event: StoredEvent, wanted: boolean): CheckedEvent;
  readonly last: StoredEvent | null;
  /** How many events are erased, as a later event of the stream says. */
  end(): number;
}

export const eventPlace = ({ program, stream, sequence }: HashedFields): string => `${program}/${stream}/${sequence}`;

const isObject = (value: unknown): value is ParsedContent => typeof value === 'object' && value !== null;

/** The payload of an event's content; null when it is not the JSON that it should be. */
export function payloadOf(content: string): ParsedContent | null {
  try {
    const parsed: unknown = JSON.parse(content);
    return isObject(parsed) && isObject(parsed.payload) ? parsed.payload : null;
  } catch {
    return null;
  }
}

/** Digest of the content, hash, and link to the event before; null when all of them are right. */
export function eventProblem(event: StoredEvent, last: StoredEvent | null): string | null {
  if (event.content !== null && event.salt !== null && contentDigest(event.salt, event.content) !== event.contentDigest) {
    return 'Its content does not fit its digest.';
  }
  if ((event.content === null) !== (event.salt === null)) return 'Its content or its salt is missing.';
  if (eventHash(event, event.prevHash) !== event.hash) return 'Its hash does not fit its fields.';
  const expected = (last?.sequence ?? 0) + 1;
  if (event.sequence !== expected) return `Event ${expected} of the stream is missing or doubled.`;
  if (event.prevHash !== (last?.hash ?? '')) return 'It does not follow the event before it.';
  return null;
}

export function createStreamCheck(report: ReportFault): StreamCheck {
  let last: StoredEvent | null = null;
  /** Erased events that no later event has named yet. */
  const unexplained = new Map<number, string>();
  let erased = 0;
  return {
    get last() {
      return last;
    },
    add(event, wanted) {
      const problem = eventProblem(event, last);
      if (problem) report('event', eventPlace(event), problem);
      if (event.content === null && event.salt === null) unexplained.set(event.sequence, eventPlace(event));
      const tells = event.kind === 'content_erased';
      const payload = event.content !== null && (wanted || tells) ? payloadOf(event.content) : null;
      if (tells && payload && unexplained.delete(Number(payload.erased))) erased += 1;
      last = event;
      return { ...event, payload };
    },
    end() {
      for (const place of unexplained.values()) report('event', place, 'Its content is gone, and no later event says that it was erased.');
      return erased;
    },
  };
}
