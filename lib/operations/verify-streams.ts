/** The part of the check that goes through every event once, beside its head, seals, list of what is pending, and periods. */
import type pg from 'pg';
import { type Scan, type StoredHead, scanEvents, scanHeads, scanPending, scanPeriods, scanSealsByStream } from '#lib/data/ledger-scan.ts';
import { checkAssessment, type StoredPeriod } from '#lib/domain/assessment-check.ts';
import type { ReportFault } from '#lib/domain/ledger-fault.ts';
import { createSealCheck, type StoredSeal } from '#lib/domain/seal-check.ts';
import { type CheckedEvent, createStreamCheck, eventPlace, type StoredEvent } from '#lib/domain/stream-check.ts';

export interface StreamCounts {
  events: number;
  streams: number;
  erased: number;
  unsealed: number;
  periods: number;
}

interface StreamKey {
  program: string;
  stream: string;
}

interface EventKey extends StreamKey {
  sequence: number;
}

interface Scans {
  events: Scan<StoredEvent>;
  heads: Scan<StoredHead>;
  seals: Scan<StoredSeal>;
  pending: Scan<EventKey>;
  periods: Scan<StreamKey & { period: StoredPeriod }>;
}

/** Ids in lower case compare as text as they do as UUIDs. */
const keyOf = ({ program, stream }: StreamKey): string => program + stream;
const streamPlace = ({ program, stream }: StreamKey): string => `${program}/${stream}`;

function compareEvents(a: EventKey, b: EventKey): number {
  const [left, right] = [keyOf(a), keyOf(b)];
  return left < right ? -1 : left > right ? 1 : a.sequence - b.sequence;
}

/** Takes the rows that belong to `wanted`; what comes before it belongs to nothing, and is told to `onOrphan`. */
async function takeMatching<T>(scan: Scan<T>, compare: (row: T) => number, onOrphan: (row: T) => void): Promise<T[]> {
  const taken: T[] = [];
  for (let row = scan.head; row !== undefined; row = scan.head) {
    const order = compare(row);
    if (order > 0) break;
    if (order < 0) onOrphan(row);
    else taken.push(row);
    await scan.advance();
  }
  return taken;
}

/** @param covered is told how many events each seal covers */
export async function verifyStreams(
  tx: pg.PoolClient,
  report: ReportFault,
  covered: (checkpoint: number, events: number) => void,
): Promise<StreamCounts> {
  const scans: Scans = {
    events: await scanEvents(tx),
    heads: await scanHeads(tx),
    seals: await scanSealsByStream(tx),
    pending: await scanPending(tx),
    periods: await scanPeriods(tx),
  };
  const counts: StreamCounts = { events: 0, streams: 0, erased: 0, unsealed: 0, periods: 0 };
  for (let first = scans.events.head; first !== undefined; first = scans.events.head) {
    counts.streams += 1;
    await verifyStream(scans, report, covered, counts, first);
  }
  await reportOrphans(scans, report);
  return counts;
}

const orphanHead = (report: ReportFault) => (head: StoredHead) =>
  report('head', streamPlace(head), `It says that there are ${head.sequence} events, and there are none.`);
const orphanSeal = (report: ReportFault) => (seal: StoredSeal) =>
  report('seal', eventPlaceOf(seal), `Checkpoint ${seal.checkpoint} seals an event that does not exist.`);
const orphanPending = (report: ReportFault) => (row: EventKey) =>
  report('seal', eventPlaceOf(row), 'It is listed as pending and does not exist.');
const orphanPeriod = (report: ReportFault) => (row: StreamKey) => report('period', streamPlace(row), 'It has a period and no events.');
const eventPlaceOf = ({ program, stream, sequence }: EventKey): string => `${program}/${stream}/${sequence}`;

async function reportOrphans(scans: Scans, report: ReportFault): Promise<void> {
  const before = () => -1;
  await takeMatching(scans.heads, before, orphanHead(report));
  await takeMatching(scans.seals, before, orphanSeal(report));
  await takeMatching(scans.pending, before, orphanPending(report));
  await takeMatching(scans.periods, before, orphanPeriod(report));
}

async function verifyStream(
  scans: Scans,
  report: ReportFault,
  covered: (checkpoint: number, events: number) => void,
  counts: StreamCounts,
  first: StoredEvent,
): Promise<void> {
  const key = keyOf(first);
  const inOrder = (row: StreamKey) => (keyOf(row) < key ? -1 : keyOf(row) > key ? 1 : 0);
  const [head, ...others] = await takeMatching(scans.heads, inOrder, orphanHead(report));
  for (const _ of others) report('head', streamPlace(first), 'It has two heads.');
  const chain = createStreamCheck(report);
  const seals = createSealCheck(report, covered);
  // Only an assessment is replayed, so only its events are kept until its end.
  const kept: CheckedEvent[] = [];
  const replayed = Boolean(head?.state);
  for (let event = scans.events.head; event !== undefined && keyOf(event) === key; event = scans.events.head) {
    const current = event;
    const here = (row: EventKey) => compareEvents(row, current);
    const sealed = await takeMatching(scans.seals, here, orphanSeal(report));
    const pending = await takeMatching(scans.pending, here, orphanPending(report));
    seals.add(event, sealed, pending.length > 0);
    const checked = chain.add(event, replayed);
    if (replayed) kept.push({ ...checked, content: null });
    if (head && event.streamKind !== head.kind)
      report('event', eventPlace(event), `It says to be of another kind of stream: ${event.streamKind}.`);
    counts.events += 1;
    await scans.events.advance();
  }
  counts.erased += chain.end();
  counts.unsealed += seals.end();
  const problem = headProblem(head, chain.last);
  if (problem) report('head', streamPlace(first), problem);
  const periods = (await takeMatching(scans.periods, inOrder, orphanPeriod(report))).map((row) => row.period);
  counts.periods += periods.length;
  if (head?.state) checkAssessment(report, streamPlace(first), kept, head.state, periods);
  else if (periods.length > 0) report('period', streamPlace(first), 'It has periods and is no assessment.');
}

/** What is wrong with a head, given the last event of its stream. */
function headProblem(head: StoredHead | undefined, last: StoredEvent | null): string | null {
  if (!head) return 'It has events and no head.';
  if (!last) return null;
  if (head.sequence > last.sequence) return `Its last event should be ${head.sequence} and is ${last.sequence}.`;
  if (head.sequence !== last.sequence || head.hash !== last.hash) return 'Its head is not its last event.';
  return head.recordedAt === last.recordedAt ? null : 'Its head was recorded at another instant than its last event.';
}
